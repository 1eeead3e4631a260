// The stage `text.split`: the paragraphs or sentences of a document as documents of their own.
#ifndef TEXTMILL_PLUGINS_TEXT_SPLIT_H_
#define TEXTMILL_PLUGINS_TEXT_SPLIT_H_

#include <memory>

#include "textmill/textmill.hpp"

namespace textmill::text {

class Split final : public Transform {
 public:
  Split();
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  Param<Choice> into_{this,
                      "into",
                      {"paragraphs", "sentences"},
                      "What becomes a document. A paragraph is a line with something in it; "
                      "sentences end within their paragraph."};
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column to split."};
  Param<int64_t> min_length_{this, "min_length", 0,
                             "Pieces with fewer characters are left out, and counted as "
                             "`left_out`.",
                             Range{0, 1e9}};
  In<Utf8> id_{this, "id", "the document's id"};
  In<Utf8> text_{this, column_, "the text to split"};
  Out<Utf8> piece_id_{this, "id", "the document's id, `#`, and the number of the piece in it"};
  Out<Utf8> piece_{this, "text", "the piece, without the blanks around it"};
  Out<Utf8> parent_{this, "parent", "the id of the document that the piece comes from"};
  Out<Int64> begin_{this, "begin", "where the piece begins in that document's text, in bytes"};
  Out<Int64> end_{this, "end", "where it ends, in bytes"};
  Counter left_out_{this, "left_out"};
};

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_SPLIT_H_
