#include "plugins/tokens/tag.h"

#include <algorithm>
#include <vector>

#include "plugins/lib/token-model/tagger.h"
#include "plugins/lib/unicode/sentences.h"
#include "plugins/tokens/built_in_model.h"
#include "plugins/tokens/english_tokens.h"

namespace textmill::tokens {
namespace {

using token_model::TaggedWord;
using token_model::Tagger;

struct Scratch final : Lane {
  std::vector<unicode::Span> sentences, tokens;
  std::vector<std::string_view> words;
  std::vector<TaggedWord> tagged;
  std::unique_ptr<Tagger> tagger;
};

// The items of a row's list.
class Items {
 public:
  explicit Items(StructBuilder* items)
      : items_(*items),
        begins_(items->member<PrimitiveBuilder<uint32_t>>(values::kTokenBegin)),
        ends_(items->member<PrimitiveBuilder<uint32_t>>(values::kTokenEnd)),
        numbers_(items->member<PrimitiveBuilder<uint32_t>>(values::kTokenSentence)),
        pos_(items->member<BytesBuilder>(values::kTokenPos)),
        tags_(items->member<BytesBuilder>(values::kTokenTag)),
        lemmas_(items->member<BytesBuilder>(values::kTokenLemma)) {}

  void Add(const unicode::Span& token, size_t sentence, std::string_view pos, std::string_view tag,
           std::string_view lemma) {
    begins_.Append(token.begin);
    ends_.Append(token.end);
    numbers_.Append(static_cast<uint32_t>(sentence));
    AppendKnown(pos, pos_);
    AppendKnown(tag, tags_);
    AppendKnown(lemma, lemmas_);
    items_.EndRow();
  }

 private:
  static void AppendKnown(std::string_view value, BytesBuilder& to) {
    value.empty() ? to.AppendNull() : to.Append(value);
  }
  StructBuilder& items_;
  PrimitiveBuilder<uint32_t>&begins_, &ends_, &numbers_;
  BytesBuilder &pos_, &tags_, &lemmas_;
};

}  // namespace

Tag::Tag() {
  Describe("tokens.tag", "0.2.0",
           "Cuts English text into tokens and sentences, with parts of speech and lemmas.");
  Explain(
      "Makes a column `tokens`, which `corpus.concordance` looks in, which `write.conllu` writes, "
      "and `write.csv` with `rows: tokens`.\n"
      "\n"
      "Tokens are those of the English Web Treebank: punctuation marks are tokens, and so are "
      "clitics (*do|n't*, *she|'s*, *can|not*, *gon|na*), the parts of most words with hyphens "
      "(*long|-|term*, but *e-mail*, *pre-war*) and signs beside numbers (*$|15*, *15|%*); "
      "addresses of the web and of mail are one token. They are found by rules: with sentences "
      "given, 99.3 of 100 (F1) are those of the treebank's part for development (UD English-EWT, "
      "CC BY-SA 4.0). Sentences are those of `text.split`.\n"
      "\n"
      "Parts of speech and lemmas are given by a model, learned from that treebank; "
      "`docs/token-model.md` says how good it is, and how to train one for another language with "
      "`textmill-train-tokens`. Where there is a column `lang`, texts in other languages than the "
      "model's get words and sentences alone, and are counted (`documents_without_model`); without "
      "the column, all texts are taken for the model's language.\n"
      "\n"
      "The rules for tokens are those of English: in other languages clitics stay with their "
      "words, and scripts without spaces are cut at punctuation marks alone.",
      "- uses: tokens.tag\n"
      "- uses: corpus.concordance\n"
      "  id: hits\n"
      "  with: { query: '[pos=\"ADJ\"] [lemma=\"bridge\"]' }\n"
      "- uses: write.csv\n"
      "  with: { from: hits, path: out/hits.csv }\n");
}

void Tag::Bind(Binder&) { tokens_.OffsetsInto(text_.name()); }

void Tag::Open(const textmill_open_request&) {
  if (!tagger_) return;
  if (!model_file_.given()) {
    model_ = BuiltInModel();
    return;
  }
  try {
    model_ = token_model::LoadModel(model_file_->value);
  } catch (Error& e) {
    throw e.Parameter("model");
  }
}

std::unique_ptr<Lane> Tag::NewLane() const {
  auto lane = std::make_unique<Scratch>();
  if (model_ != nullptr) lane->tagger = std::make_unique<Tagger>(model_.get());
  return lane;
}

bool Tag::ModelReads(const Batch& batch, int64_t row) const {
  if (!lang_.present() || model_->languages.empty()) return true;
  const std::string_view language = batch[lang_][row];
  return language.empty() || language == "und" ||
         std::find(model_->languages.begin(), model_->languages.end(), language) !=
             model_->languages.end();
}

void Tag::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Scratch& scratch = static_cast<Scratch&>(*lane);
  const auto texts = batch[text_];
  ListBuilder& list = reply[tokens_];
  Items items(&list.items<StructBuilder>());
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (texts.IsNull(row)) {
      list.AppendNull();
      continue;
    }
    const std::string_view text = texts[row];
    const bool tagged = model_ != nullptr && ModelReads(batch, row);
    if (model_ != nullptr && !tagged) reply.Count(without_model_, 1);
    unicode::FindSentences(text, &scratch.sentences);
    for (size_t s = 0; s < scratch.sentences.size(); ++s) {
      scratch.tokens.clear();
      CutEnglish(text, scratch.sentences[s], &scratch.tokens);
      for (size_t begin = 0; begin < scratch.tokens.size(); begin += Tagger::kMostAtOnce) {
        const size_t end = std::min(scratch.tokens.size(), begin + Tagger::kMostAtOnce);
        if (tagged) {
          scratch.words.clear();
          for (size_t i = begin; i < end; ++i) scratch.words.push_back(scratch.tokens[i].of(text));
          scratch.tagger->Tag(scratch.words, &scratch.tagged);
        }
        for (size_t i = begin; i < end; ++i) {
          if (!tagged) {
            items.Add(scratch.tokens[i], s, {}, {}, {});
            continue;
          }
          const TaggedWord& word = scratch.tagged[i - begin];
          const token_model::Label& label = model_->labels[word.label];
          items.Add(scratch.tokens[i], s, label.pos, label.tag, word.lemma);
        }
      }
      reply.Count(count_, static_cast<int64_t>(scratch.tokens.size()));
    }
    reply.Count(sentences_, static_cast<int64_t>(scratch.sentences.size()));
    list.EndRow();
  }
}

}  // namespace textmill::tokens
