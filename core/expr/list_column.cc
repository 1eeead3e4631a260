#include "core/expr/list_column.h"

#include <memory>
#include <utility>

#include "textmill/print.hpp"

namespace textmill::core::expr {
namespace {

// An array that borrows another's buffers; what it borrows from lives as long.
struct Borrowed {
  Array from;
  ArrowArray array;
  std::vector<ArrowArray*> children;
  std::vector<int32_t> ends;
  std::vector<uint8_t> validity;
  const void* buffers[2] = {nullptr, nullptr};
};

void ReleaseNothing(ArrowArray* array) { array->release = nullptr; }

Array Share(std::shared_ptr<Borrowed> borrowed) {
  borrowed->array.release = ReleaseNothing;
  const ArrowArray* array = &borrowed->array;
  return {std::move(borrowed), array};
}

}  // namespace

Extent ExtentOf(const ArrowArray& list, int64_t rows) {
  const auto* ends = static_cast<const int32_t*>(list.buffers[1]) + list.offset;
  Extent out;
  out.ends.resize(static_cast<size_t>(rows) + 1);
  if (rows == 0) return out;
  out.begin = ends[0];
  out.items = ends[rows] - ends[0];
  for (int64_t i = 0; i <= rows; ++i) out.ends[static_cast<size_t>(i)] = ends[i] - ends[0];
  for (int64_t i = 0; i < rows; ++i) {
    if (!IsNullAt(list, i)) continue;
    if (out.validity.empty()) out.validity.assign(static_cast<size_t>(rows / 8 + 1), uint8_t{0xFF});
    out.validity[static_cast<size_t>(i / 8)] &= static_cast<uint8_t>(~(1U << (i % 8)));
  }
  return out;
}

Array Slice(const Array& whole, const ArrowArray& part, int64_t begin, int64_t rows) {
  auto out = std::make_shared<Borrowed>();
  out->from = whole;
  out->array = part;
  out->array.offset += begin;
  out->array.length = rows;
  if (part.null_count != 0) out->array.null_count = -1;
  return Share(std::move(out));
}

Array MakeList(std::vector<int32_t> ends, std::vector<uint8_t> validity, Array items) {
  auto out = std::make_shared<Borrowed>();
  out->from = std::move(items);
  out->ends = std::move(ends);
  out->validity = std::move(validity);
  out->children = {const_cast<ArrowArray*>(out->from.get())};
  out->buffers[0] = out->validity.empty() ? nullptr : out->validity.data();
  out->buffers[1] = out->ends.data();
  out->array = ArrowArray{};
  out->array.length = static_cast<int64_t>(out->ends.size()) - 1;
  out->array.null_count = out->validity.empty() ? 0 : -1;
  out->array.n_buffers = 2;
  out->array.buffers = out->buffers;
  out->array.n_children = 1;
  out->array.children = out->children.data();
  return Share(std::move(out));
}

}  // namespace textmill::core::expr
