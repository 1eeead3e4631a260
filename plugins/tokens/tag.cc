#include "plugins/tokens/tag.h"

#include <vector>

#include "plugins/lib/unicode/sentences.h"
#include "plugins/tokens/english_tokens.h"

namespace textmill::tokens {
namespace {

struct Scratch final : Lane {
  std::vector<unicode::Span> sentences, tokens;
};

}  // namespace

Tag::Tag() {
  Describe("tokens.tag", "0.1.0", "Cuts English text into tokens and sentences.");
  Explain(
      "Makes a column `tokens`, which `corpus.concordance` looks in, and which "
      "`write.csv` writes with `rows: tokens`.\n"
      "\n"
      "Tokens are those of the English Web Treebank: punctuation marks are tokens, and so are "
      "clitics (*do|n't*, *she|'s*, *can|not*, *gon|na*), the parts of most words with hyphens "
      "(*long|-|term*, but *e-mail*, *pre-war*) and signs beside numbers (*$|15*, *15|%*); "
      "addresses of the web and of mail are one token. They are found by rules, without a model: "
      "with sentences given, 98.9 of 100 (F1) are those of the treebank's part for development "
      "(UD English-EWT, CC BY-SA 4.0). Sentences are those of `text.split`.\n"
      "\n"
      "This version gives no parts of speech and no lemmas. The rules are those of English: in "
      "other languages clitics stay with their words, and scripts without spaces are cut at "
      "punctuation marks alone.",
      "- uses: tokens.tag\n"
      "- uses: corpus.concordance\n"
      "  id: hits\n"
      "  with: { query: '[word=\"do|did|does\"] \"n.t\"%c' }\n"
      "- uses: write.csv\n"
      "  with: { from: hits, path: out/hits.csv }\n");
}

void Tag::Bind(Binder&) { tokens_.OffsetsInto(text_.name()); }

std::unique_ptr<Lane> Tag::NewLane() const { return std::make_unique<Scratch>(); }

void Tag::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Scratch& scratch = static_cast<Scratch&>(*lane);
  const auto texts = batch[text_];
  ListBuilder& list = reply[tokens_];
  auto& items = list.items<StructBuilder>();
  auto& begins = items.member<PrimitiveBuilder<uint32_t>>(0);
  auto& ends = items.member<PrimitiveBuilder<uint32_t>>(1);
  auto& numbers = items.member<PrimitiveBuilder<uint32_t>>(2);
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (texts.IsNull(row)) {
      list.AppendNull();
      continue;
    }
    const std::string_view text = texts[row];
    unicode::FindSentences(text, &scratch.sentences);
    for (size_t s = 0; s < scratch.sentences.size(); ++s) {
      scratch.tokens.clear();
      CutEnglish(text, scratch.sentences[s], &scratch.tokens);
      for (const unicode::Span& token : scratch.tokens) {
        begins.Append(token.begin);
        ends.Append(token.end);
        numbers.Append(static_cast<uint32_t>(s));
        items.EndRow();
      }
      reply.Count(count_, static_cast<int64_t>(scratch.tokens.size()));
    }
    reply.Count(sentences_, static_cast<int64_t>(scratch.sentences.size()));
    list.EndRow();
  }
}

}  // namespace textmill::tokens
