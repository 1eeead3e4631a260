// Stages that look at one document at a time: Filter keeps or drops it, MapStage adds columns to
// it.
//
//     class MinLength final : public textmill::Filter {
//      public:
//       MinLength() { Describe("my.min_length", "1.0.0", "Drops documents that are too short."); }
//       Param<int64_t> least{this, "least", 100, "Bytes a text must have."};
//       In<Utf8> text{this, "text", "the text that is measured"};
//       Reason too_short{this, "short"};
//       const Reason* Drop(const Row& row) const override {
//         return static_cast<int64_t>(row[text].size()) < least ? &too_short : nullptr;
//       }
//     };
//     TEXTMILL_PLUGIN("my-filter", "1.0.0", "MIT", MinLength)
#ifndef TEXTMILL_ROW_STAGE_HPP_
#define TEXTMILL_ROW_STAGE_HPP_

#include "stage.hpp"

namespace textmill {

// One document of a batch.
class Row {
 public:
  Row(const Batch& batch, int64_t index) : batch_(batch), index_(index) {}
  template <class Tag>
  typename View<Tag>::Value operator[](const In<Tag>& in) const {
    return batch_[in][index_];
  }
  bool IsNull(const InBase& in) const {
    return !in.present() ||
           ViewBase(&batch_.array(in.slot()), batch_.raw().columns->offset, batch_.rows())
               .IsNull(index_);
  }
  int64_t index() const { return index_; }

 private:
  const Batch& batch_;
  int64_t index_;
};

// Keeps or drops each document.
class Filter : public Transform {
 public:
  // The reason to drop the document, or NULL to keep it. Called on many threads at once.
  virtual const Reason* Drop(const Row& row) const = 0;

  void Process(const Batch& batch, Reply& reply, Lane*) const final {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      const Reason* reason = Drop(Row(batch, i));
      if (reason != nullptr) {
        reply.Drop(*reason);
      } else {
        reply.Keep();
      }
    }
  }
};

// Adds to each document: appends one value, or null, to each of the stage's Out columns.
class MapStage : public Transform {
 public:
  virtual void Apply(const Row& row, Reply& out) const = 0;

  void Process(const Batch& batch, Reply& reply, Lane*) const final {
    for (int64_t i = 0; i < batch.rows(); ++i) Apply(Row(batch, i), reply);
  }
};

}  // namespace textmill

#endif  // TEXTMILL_ROW_STAGE_HPP_
