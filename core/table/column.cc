#include "core/table/column.h"

#include <cstdint>
#include <cstring>
#include <utility>

#include "textmill/view.hpp"

namespace textmill::core {
namespace {

// How an array of a format is laid out: bytes per value, or which other kind.
enum class Layout { kFixed, kBits, kBytes, kList, kStruct, kUnknown };

struct Shape {
  Layout layout = Layout::kUnknown;
  int64_t width = 0;  // of kFixed
  int64_t n_buffers = 0;
};

Shape ShapeOf(const std::string& format) {
  if (format == "b") return {Layout::kBits, 0, 2};
  if (format == "c" || format == "C") return {Layout::kFixed, 1, 2};
  if (format == "s" || format == "S") return {Layout::kFixed, 2, 2};
  if (format == "i" || format == "I" || format == "f") return {Layout::kFixed, 4, 2};
  if (format == "l" || format == "L" || format == "g" || format.starts_with("ts")) {
    return {Layout::kFixed, 8, 2};
  }
  if (format == "u" || format == "z") return {Layout::kBytes, 0, 3};
  if (format == "+l") return {Layout::kList, 0, 2};
  if (format == "+s") return {Layout::kStruct, 0, 1};
  return {};
}

Error Bad(const Field& field, const std::string& what) {
  return {
      "the column `" + field.name + "` (" + TypeName(field) + ") is not as Arrow requires: " + what,
      "", ErrorKind::kBrokenPromise};
}

// The offsets of a list, utf8 or binary array ascend from a value that is not negative.
Status CheckOffsets(const Field& field, const ArrowArray& array) {
  const auto* ends = static_cast<const int32_t*>(array.buffers[1]) + array.offset;
  if (array.length == 0) return {};
  if (ends[0] < 0) return Bad(field, "an offset is negative");
  for (int64_t i = 0; i < array.length; ++i) {
    if (ends[i + 1] < ends[i]) return Bad(field, "its offsets do not ascend");
  }
  return {};
}

// An array moved into a shared pointer whose deleter releases it.
void ReleaseAndDelete(const ArrowArray* array) {
  auto* owned = const_cast<ArrowArray*>(array);
  if (owned->release != nullptr) owned->release(owned);
  delete owned;
}

}  // namespace

int64_t FixedWidth(const std::string& format) {
  const Shape shape = ShapeOf(format);
  return shape.layout == Layout::kFixed ? shape.width : 0;
}

int FindField(const Schema& schema, const std::string& name) {
  for (size_t i = 0; i < schema.size(); ++i) {
    if (schema[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

Array Own(ArrowArray* array) {
  auto* owned = new ArrowArray(*array);
  array->release = nullptr;
  return {owned, ReleaseAndDelete};
}

Status CheckArray(const Field& field, const ArrowArray& array) {
  const Shape shape = ShapeOf(field.format);
  if (shape.layout == Layout::kUnknown) return Bad(field, "Textmill does not know this type");
  if (array.length < 0 || array.offset < 0) return Bad(field, "its length or offset is negative");
  if (array.dictionary != nullptr) return Bad(field, "it is a dictionary");
  if (array.n_buffers != shape.n_buffers) {
    return Bad(field, "it has " + std::to_string(array.n_buffers) + " buffers, not " +
                          std::to_string(shape.n_buffers));
  }
  if (array.n_children != static_cast<int64_t>(field.children.size())) {
    return Bad(field, "it has " + std::to_string(array.n_children) + " members, not " +
                          std::to_string(field.children.size()));
  }
  if (array.length == 0) return {};
  if (array.null_count > 0 && array.buffers[0] == nullptr)
    return Bad(field, "it has nulls but no validity bits");
  if (shape.n_buffers > 1 && array.buffers[1] == nullptr) return Bad(field, "a buffer is missing");
  if (shape.layout == Layout::kBytes || shape.layout == Layout::kList) {
    if (Status status = CheckOffsets(field, array); !status) return status;
    const int64_t end = static_cast<const int32_t*>(array.buffers[1])[array.offset + array.length];
    if (shape.layout == Layout::kBytes && end > 0 && array.buffers[2] == nullptr)
      return Bad(field, "a buffer is missing");
    if (shape.layout == Layout::kList && array.children[0]->length < end)
      return Bad(field, "its items are too few");
  }
  for (int64_t i = 0; i < array.n_children; ++i) {
    const ArrowArray& child = *array.children[i];
    if (shape.layout == Layout::kStruct && child.length < array.offset + array.length) {
      return Bad(field, "its members differ in length");
    }
    if (Status status = CheckArray(field.children[static_cast<size_t>(i)], child); !status)
      return status;
  }
  return {};
}

Result<std::vector<Array>> TakeMembers(ArrowArray* array, const Schema& fields, int64_t rows) {
  const Array owner =
      Own(array);  // released when this returns: what is moved out is no longer in it
  if (owner->n_children != static_cast<int64_t>(fields.size())) {
    return Error{std::to_string(owner->n_children) + " columns were given, but " +
                     std::to_string(fields.size()) + " were announced",
                 "", ErrorKind::kBrokenPromise};
  }
  if (owner->length < 0 || owner->offset < 0 || owner->length > INT64_MAX - owner->offset)
    return Error{"columns of " + std::to_string(owner->length) + " rows from row " +
                     std::to_string(owner->offset) + " on were given",
                 "", ErrorKind::kBrokenPromise};
  if (rows >= 0 && owner->length != rows) {
    return Error{"columns of " + std::to_string(owner->length) + " rows were given for " +
                     std::to_string(rows) + " rows",
                 "", ErrorKind::kBrokenPromise};
  }
  std::vector<Array> members;
  for (size_t i = 0; i < fields.size(); ++i) {
    ArrowArray* child = owner->children[i];
    if (child->release == nullptr) return Bad(fields[i], "it was released already");
    if (child->length < owner->offset + owner->length) {
      return Error{"the column `" + fields[i].name + "` has " +
                       std::to_string(child->length - owner->offset) + " rows, not " +
                       std::to_string(owner->length),
                   "", ErrorKind::kBrokenPromise};
    }
    if (Status status = CheckArray(fields[i], *child); !status) return status.error();
    if (owner->offset != 0 || child->length != owner->length) {
      child->offset += owner->offset;
      child->length = owner->length;
      if (child->null_count != 0) child->null_count = -1;  // not known for the part
    }
    members.push_back(Own(child));
  }
  return members;
}

BorrowedStruct::BorrowedStruct(const std::vector<const ArrowArray*>& columns, int64_t rows) {
  for (const ArrowArray* column : columns) children_.push_back(const_cast<ArrowArray*>(column));
  array_.length = rows;
  array_.n_buffers = 1;
  array_.buffers = buffers_;
  array_.n_children = static_cast<int64_t>(children_.size());
  array_.children = children_.data();
}

int64_t ByteSize(const Field& field, const ArrowArray& array) {
  const Shape shape = ShapeOf(field.format);
  int64_t bytes = array.null_count != 0 ? array.length / 8 : 0;
  if (shape.layout == Layout::kFixed) bytes += array.length * shape.width;
  if (shape.layout == Layout::kBits) bytes += array.length / 8;
  if ((shape.layout == Layout::kBytes || shape.layout == Layout::kList) && array.length > 0) {
    const auto* ends = static_cast<const int32_t*>(array.buffers[1]) + array.offset;
    bytes += array.length * 4;
    if (shape.layout == Layout::kBytes) bytes += ends[array.length] - ends[0];
  }
  for (size_t i = 0; i < field.children.size(); ++i)
    bytes += ByteSize(field.children[i], *array.children[i]);
  return bytes;
}

}  // namespace textmill::core
