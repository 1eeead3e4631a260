#include "plugins/write-conllu/conllu_writer.h"

#include "plugins/lib/values/value_text.h"

namespace textmill::write_conllu {
namespace {

struct Scratch final : Lane {
  explicit Scratch(const values::TokenColumn* column, const DocumentColumns* members)
      : lines(column, members) {}
  DocumentLines lines;
};

}  // namespace

ConlluWriter::ConlluWriter() {
  Can(TEXTMILL_STATELESS);
  Describe("write.conllu", "1.0.0",
           "Writes texts with their tokens as CoNLL-U, a line for each word.");
  Explain(
      "CoNLL-U is the format of Universal Dependencies, which parsers and other programs for "
      "annotated text read. `tokens.tag` makes the tokens; `read.conllu` takes the file back, "
      "with the same texts and the same tokens.\n\n"
      "- A document begins with `# newdoc id`, and with `# title` and `# date` where it has "
      "them; each sentence with `# sent_id` and `# text`. In a `sent_id`, blanks, `/` and `%` of "
      "the document's id are `%20`, `%2F` and `%25`. `# newpar` is where the text has an empty "
      "line.\n"
      "- `pos`, `tag` and `lemma` of a token are UPOS, XPOS and LEMMA; where tokens have members "
      "`feats`, `head`, `deprel`, `deps`, `misc`, they are the columns of those names, and "
      "`form` is the word where it is not what the text has. What is not known is `_`.\n"
      "- The validator of Universal Dependencies takes the files at its level 1, and at level 2 "
      "where tokens have heads.\n"
      "- MISC has the place in the text in characters (`TokenRange=0:5`), `SpaceAfter=No`, and "
      "other white space than one blank as UDPipe writes it (`SpacesAfter=\\n`).\n"
      "- Words that are written together are a multiword token (`1-2 don't`): tokens with "
      "letters that follow each other without a blank, in scripts that have blanks, and tokens "
      "that are at the same place. Where tokens have a member `multiword`, it decides.\n"
      "- A document without tokens is left out and counted.\n\n"
      "The file has its name once the run is complete, and ends in `.part` until then.",
      "- uses: tokens.tag\n"
      "- uses: write.conllu\n"
      "  with: { path: out/news.conllu.gz }");
}

void ConlluWriter::Bind(Binder& binder) {
  output_ = binder.Output(path->value);
  const auto extra = [&](const char* name) -> std::optional<Extra> {
    const Field* const field = binder.Find(name);
    if (field == nullptr || !values::IsSingle(*field)) return {};
    return Extra{*field, binder.Use(name)};
  };
  title_ = extra("title");
  date_ = extra("date");
  const Field* const field = binder.Find(list.name());
  if (field == nullptr) return;  // told by the host
  column_ = values::TokenColumn::Of(*field);
  members_ = DocumentColumns(column_);
}

std::unique_ptr<Lane> ConlluWriter::NewLane() const {
  return std::make_unique<Scratch>(&column_, &members_);
}

void ConlluWriter::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  DocumentLines& lines = static_cast<Scratch*>(lane)->lines;
  const auto ids = batch[id];
  const auto texts = batch[text];
  const auto lists = batch[list];
  const int64_t base = batch.raw().columns->offset;
  const auto value = [&](const std::optional<Extra>& extra, int64_t row) {
    return extra ? values::ValueText(extra->type, batch.array(extra->slot), base + row) : "";
  };
  int64_t written = 0;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (lists.begin(row) == lists.end(row)) {
      reply.Count(without, 1);
      continue;
    }
    const std::string title = value(title_, row), date = value(date_, row);
    const DocumentHeader header{ids[row], title, date};
    const std::string why = lines.Make(header, texts[row], lists, row);
    if (!why.empty()) {
      reply.Fail(row, why);
      continue;
    }
    reply[encoded].Append(lines.text());
    reply.Count(sentences, lines.sentences());
    reply.Count(words, lists.end(row) - lists.begin(row));
    ++written;
  }
  reply.Count(rows, written);
}

void ConlluWriter::Commit(const Batch&, const Carried& carried, Reply&) {
  if (carried.rows() == 0) return;
  const View<Binary> parts = carried[encoded];
  for (int64_t i = 0; i < parts.size(); ++i) Write(output_, parts[i]);
}

}  // namespace textmill::write_conllu
