// The stage `tokens.tag`: the tokens of a text, by sentence, with parts of speech and lemmas, as a
// column that later steps use.
#ifndef TEXTMILL_PLUGINS_TOKENS_TAG_H_
#define TEXTMILL_PLUGINS_TOKENS_TAG_H_

#include <memory>
#include <string>

#include "plugins/lib/token-model/model.h"
#include "plugins/lib/values/token_column.h"
#include "textmill/textmill.hpp"

namespace textmill::tokens {

class Tag final : public Transform {
 public:
  Tag();
  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  bool ModelReads(const Batch& batch, int64_t row) const;

  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column with the text."};
  Param<bool> tagger_{this, "tagger", true,
                      "Whether to give parts of speech and lemmas; without, words and sentences "
                      "alone, some times as fast."};
  Param<InputFile> model_file_{this, "model", kOptional,
                               "A model of your own, made by `textmill-train-tokens`; without it "
                               "the English one that comes with the stage."};
  In<Utf8> text_{this, column_, "the text to cut"};
  In<Utf8> lang_{this, "lang", kOptional, "which documents the model is used on"};
  Out<List> tokens_{this, values::TokensField(),
                    "the tokens: where each begins and ends, in bytes of the text, and the number "
                    "of its sentence, from 0; `pos` is the part of speech as Universal "
                    "Dependencies have it (UPOS), `tag` that of the treebank (XPOS, in English "
                    "those of the Penn Treebank), `lemma` the word's base form; null where the "
                    "model does not know the language"};
  Counter sentences_{this, "sentences"};
  Counter count_{this, "tokens"};
  Counter without_model_{this, "documents_without_model"};

  std::shared_ptr<const token_model::Model> model_;
};

}  // namespace textmill::tokens

#endif  // TEXTMILL_PLUGINS_TOKENS_TAG_H_
