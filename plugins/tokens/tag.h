// The stage `tokens.tag`: the tokens of a text, by sentence, as a column that later steps use.
#ifndef TEXTMILL_PLUGINS_TOKENS_TAG_H_
#define TEXTMILL_PLUGINS_TOKENS_TAG_H_

#include <memory>

#include "textmill/textmill.hpp"

namespace textmill::tokens {

class Tag final : public Transform {
 public:
  Tag();
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column with the text."};
  In<Utf8> text_{this, column_, "the text to cut"};
  Out<List> tokens_{
      this,
      ListOf("tokens", StructOf("item", {{"begin", UInt32::kFormat, {}, {}},
                                         {"end", UInt32::kFormat, {}, {}},
                                         {"sentence", UInt32::kFormat, {}, {}}})),
      "the tokens: where each begins and ends, in bytes of the text, and the number of "
      "its sentence, from 0"};
  Counter sentences_{this, "sentences"};
  Counter count_{this, "tokens"};
};

}  // namespace textmill::tokens

#endif  // TEXTMILL_PLUGINS_TOKENS_TAG_H_
