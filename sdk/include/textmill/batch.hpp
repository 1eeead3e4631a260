// What Process and Commit are given, and what they give back. A batch and a reply belong to one
// call on one thread; neither may be kept.
#ifndef TEXTMILL_BATCH_HPP_
#define TEXTMILL_BATCH_HPP_

#include <array>
#include <cstdint>
#include <memory>

#include "abi.h"
#include "builder.hpp"
#include "declared.hpp"
#include "view.hpp"

namespace textmill {

// Scratch state of one thread; derive from it what Process needs.
class Lane {
 public:
  virtual ~Lane() = default;
};

// The rows a call works on. Borrowed; gone when the call returns.
class Batch {
 public:
  explicit Batch(const textmill_batch& batch) : batch_(batch) {}
  int64_t rows() const { return batch_.rows; }
  uint32_t pass() const { return batch_.pass; }

  template <class Tag>
  View<Tag> operator[](const In<Tag>& in) const {
    return At<Tag>(in.slot());
  }
  // The column at a place that Binder::Use gave.
  template <class Tag>
  View<Tag> At(int slot) const {
    return View<Tag>(&array(slot), batch_.columns->offset, batch_.rows);
  }
  const ArrowArray& array(int slot) const { return *batch_.columns->children[slot]; }
  const textmill_batch& raw() const { return batch_; }

 private:
  const textmill_batch& batch_;
};

// What Process left for Commit.
class Carried {
 public:
  explicit Carried(const ArrowArray* array) : array_(array) {}
  int64_t rows() const { return array_ == nullptr ? 0 : array_->length; }
  template <class Tag>
  View<Tag> operator[](const Carry<Tag>& field) const {
    return View<Tag>(array_->children[field.slot()], array_->offset, array_->length);
  }

 private:
  const ArrowArray* array_;
};

// What a call gives back. A field that is enabled needs a value for each row.
class Reply {
 public:
  explicit Reply(const StageBase& stage) : stage_(stage) {}

  template <class Tag, Part kPart>
  BuilderOf<Tag>& operator[](const FieldOut<Tag, kPart>& field) {
    return static_cast<BuilderOf<Tag>&>(At(kPart, field.slot()));
  }
  // The column at a place that Binder::Produce gave.
  Builder& At(Part part, int slot) { return parts(part).any_member(static_cast<size_t>(slot)); }

  // Verdicts, one for each row in order: call for all rows or for none.
  void Keep() { verdicts_.Append(0); }
  void Drop(const Reason& reason) { verdicts_.Append(reason.verdict()); }
  // The row's document cannot be worked on: it is taken out and recorded with this sentence, and
  // what is said of the other rows counts. Each row once, and without children; it needs its value,
  // null will do, in each column, and its verdict, and nothing in the carry.
  void Fail(int64_t row, std::string_view message, uint8_t kind = TEXTMILL_FAILED_DOCUMENT);
  // A null in each column that the stage makes: a row of nothing.
  void AppendNulls();
  // Parents, one for each row made, ascending.
  void Parent(int64_t row) { parents_.Append(static_cast<int32_t>(row)); }
  void Count(const Counter& counter, int64_t n = 1) { counts_[counter.slot()] += n; }

  // The last row that Fail was called for, or -1.
  int64_t last_failed() const { return last_failed_; }
  // Nulls for what is missing to `rows` rows.
  void FillUp(Part part, int64_t rows);
  // Of `failures` in textmill_reply.
  static std::vector<Field> FailureFields() {
    return {{"row", "l", {}, {}}, {"message", "u", {}, {}}, {"kind", "C", {}, {}}};
  }

  // Moves everything into the host's struct.
  void Export(Part columns, textmill_reply* out);

 private:
  StructBuilder& parts(Part part) {
    const auto& builder = parts_[static_cast<size_t>(part)];
    return builder != nullptr ? *builder : Start(part);
  }
  StructBuilder& Start(Part part);
  void Finish(Part part, ArrowArray* out);
  const StageBase& stage_;
  std::array<std::unique_ptr<StructBuilder>, kParts> parts_;
  std::unique_ptr<StructBuilder> failures_;
  int64_t last_failed_ = -1;
  PrimitiveBuilder<uint8_t> verdicts_;
  PrimitiveBuilder<int32_t> parents_;
  std::array<int64_t, TEXTMILL_MAX_COUNTERS> counts_{};
};

}  // namespace textmill

#endif  // TEXTMILL_BATCH_HPP_
