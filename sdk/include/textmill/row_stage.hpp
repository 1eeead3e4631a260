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

#include <cstdint>
#include <string>
#include <string_view>

#include "stage.hpp"

namespace textmill {

// One document of a batch, and what can be said of it beside the columns.
class Row {
 public:
  Row(const Batch& batch, int64_t index, Reply& reply, Lane* lane)
      : batch_(batch), index_(index), reply_(reply), lane_(lane) {}
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
  // What NewLane made for this thread: row.lane<Scratch>().
  template <class L>
  L& lane() const {
    return static_cast<L&>(*lane_);
  }
  // The document cannot be worked on: it is recorded with this sentence, and the others go on. The
  // value that is still to be given is not looked at. To throw an Error does the same.
  void Fail(std::string_view message, uint8_t kind = TEXTMILL_FAILED_DOCUMENT) const {
    reply_.Fail(index_, message, kind);
  }
  // Explains why the document is dropped: row.Explain(dup_of).Append(...). What is not explained is
  // null.
  template <class Tag>
  BuilderOf<Tag>& Explain(const Detail<Tag>& detail) const {
    return reply_[detail];
  }
  void Count(const Counter& counter, int64_t n = 1) const { reply_.Count(counter, n); }

 private:
  const Batch& batch_;
  int64_t index_;
  Reply& reply_;
  Lane* lane_;
};

namespace internal {

// In a catch block: the error is the document's, or is thrown again where it is not.
[[gnu::cold]] inline void FailRow(const Row& row) {
  try {
    throw;
  } catch (const Error& e) {
    if (e.code() != TEXTMILL_ERROR) throw;
    row.Fail(e.Sentence());
  }
}

}  // namespace internal

// Keeps or drops each document.
class Filter : public Transform {
 public:
  // The reason to drop the document, or NULL to keep it. Called on many threads at once.
  virtual const Reason* Drop(const Row& row) const = 0;

  void Process(const Batch& batch, Reply& reply, Lane* lane) const final {
    const bool explains = !fields(Part::kDetails).empty();
    for (int64_t i = 0; i < batch.rows(); ++i) {
      const Reason* reason = nullptr;
      const Row row(batch, i, reply, lane);
      try {
        reason = Drop(row);
      } catch (const Error&) {
        internal::FailRow(row);
      }
      if (reason != nullptr) {
        reply.Drop(*reason);
      } else {
        reply.Keep();
      }
      if (explains) reply.FillUp(Part::kDetails, i + 1);
    }
  }
};

// Adds to each document: appends one value, or null, to each of the stage's Out columns.
class MapStage : public Transform {
 public:
  virtual void Apply(const Row& row, Reply& out) const = 0;

  void Process(const Batch& batch, Reply& reply, Lane* lane) const final {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      const Row row(batch, i, reply, lane);
      try {
        Apply(row, reply);
      } catch (const Error&) {
        internal::FailRow(row);
      }
      if (reply.last_failed() == i) reply.FillUp(Part::kColumns, i + 1);
    }
  }
};

}  // namespace textmill

#endif  // TEXTMILL_ROW_STAGE_HPP_
