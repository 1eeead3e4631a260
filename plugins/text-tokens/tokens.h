// The stage text.tokens: how many tokens texts have for a language model.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENS_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENS_H_

#include <memory>

#include "plugins/text-tokens/tokenizer.h"
#include "textmill/textmill.hpp"

namespace textmill::tokenizer {

class Tokens final : public MapStage {
 public:
  Tokens();
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Apply(const Row& row, Reply& out) const override;

 private:
  struct Scratch;

  Param<InputFile> file_{this, "file", kRequired,
                         "The tokenizer: a `tokenizer.json`, or a file of ranks of tiktoken "
                         "(`*.tiktoken`, and the `tokenizer.model` of Llama 3)."};
  Param<Choice> pattern_;
  Param<bool> ids_{this, "ids", false, "Whether the ids of the tokens become a column, too."};
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column with the text."};

  In<Utf8> text_{this, column_, "the text"};
  Out<Int64> count_{this, "token_count", "how many tokens the text has"};
  Out<List> token_ids_{this, ListOf("token_ids", Field{"", Int32::kFormat, {}, {}}), kOptional,
                       "with `ids`: the ids of the tokens, in their order"};
  Counter tokens_{this, "tokens"};

  std::unique_ptr<const Tokenizer> tokenizer_;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENS_H_
