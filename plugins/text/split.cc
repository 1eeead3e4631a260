#include "plugins/text/split.h"

#include <string>
#include <vector>

#include "plugins/lib/unicode/sentences.h"
#include "textmill/utf8.hpp"

namespace textmill::text {
namespace {

struct SplitScratch final : Lane {
  std::vector<unicode::Span> pieces;
};

}  // namespace

Split::Split() {
  Can(TEXTMILL_EXPANDS);
  Describe("text.split", "1.0.0", "Makes a document of each paragraph or sentence.");
  Explain(
      "The pieces take the document's place, with all its other columns. Pieces are numbered from "
      "1, those that are too short included, so the second sentence of `a.txt` is `a.txt#2` "
      "whatever "
      "`min_length` is. A document without any piece is dropped with the reason `empty`.\n"
      "\n"
      "Sentences are found by rules for many languages and scripts, without a model: they end with "
      "a full stop, question or exclamation mark or ellipsis, or with the line; not after titles, "
      "initials and other frequent abbreviations, and not where the text goes on in lower case "
      "(`Yahoo! said`), unless its paragraph has no capitals at all. Marks of footnotes belong to "
      "the sentence before them. "
      "Thai, which marks no sentences, is cut by lines alone.",
      "- uses: text.split\n"
      "  with: { into: sentences, min_length: 20 }\n");
}

void Split::Bind(Binder&) {
  if (text_.name() == piece_id_.field().name || text_.name() == parent_.field().name) {
    throw Error("the column `" + text_.name() +
                "` cannot be split: this step makes one of that name")
        .Parameter("column");
  }
  piece_.field().name = text_.name();
}

std::unique_ptr<Lane> Split::NewLane() const { return std::make_unique<SplitScratch>(); }

void Split::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  std::vector<unicode::Span>& pieces = static_cast<SplitScratch&>(*lane).pieces;
  const auto ids = batch[id_], texts = batch[text_];
  const bool by_paragraph = into_ == "paragraphs";
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const std::string_view text = texts[row], id = ids[row];
    if (by_paragraph) {
      unicode::FindParagraphs(text, &pieces);
    } else {
      unicode::FindSentences(text, &pieces);
    }
    for (size_t k = 0; k < pieces.size(); ++k) {
      const std::string_view piece = pieces[k].of(text);
      if (CountCharacters(piece) < static_cast<size_t>(min_length_.get())) {
        reply.Count(left_out_);
        continue;
      }
      reply.Parent(row);
      BytesBuilder& piece_id = reply[piece_id_];
      piece_id.AppendPart(id);
      piece_id.AppendPart("#");
      piece_id.AppendPart(std::to_string(k + 1));
      piece_id.EndValue();
      reply[piece_].Append(piece);
      if (ids.IsNull(row)) {
        reply[parent_].AppendNull();
      } else {
        reply[parent_].Append(id);
      }
      reply[begin_].Append(pieces[k].begin);
      reply[end_].Append(pieces[k].end);
    }
  }
}

}  // namespace textmill::text
