// Views: typed, read-only access to the columns of a batch. A view borrows: it is valid as long as
// the array it looks at, and costs nothing to make or copy. Any number of threads may read through
// one.
#ifndef TEXTMILL_VIEW_HPP_
#define TEXTMILL_VIEW_HPP_

#include <cstdint>
#include <string_view>

#include "type.hpp"

namespace textmill {

namespace internal {
inline bool BitAt(const uint8_t* bits, int64_t i) { return (bits[i >> 3] >> (i & 7)) & 1; }
}  // namespace internal

// What all views share: the length, and which rows are null. `base` is the offset of the struct
// that the array is a member of: Arrow adds it to the member's own.
class ViewBase {
 public:
  ViewBase() = default;
  ViewBase(const ArrowArray* array, int64_t base, int64_t length)
      : array_(array), offset_(array->offset + base), length_(length) {
    if (array->n_buffers > 0 && array->null_count != 0) {
      validity_ = static_cast<const uint8_t*>(array->buffers[0]);
    }
  }
  int64_t size() const { return length_; }
  bool IsNull(int64_t i) const {
    return validity_ != nullptr && !internal::BitAt(validity_, offset_ + i);
  }
  const ArrowArray* array() const { return array_; }
  int64_t offset() const { return offset_; }

 protected:
  const ArrowArray* array_ = nullptr;
  const uint8_t* validity_ = nullptr;
  int64_t offset_ = 0;
  int64_t length_ = 0;
};

template <class T>
class PrimitiveView : public ViewBase {
 public:
  using Value = T;
  PrimitiveView() = default;
  PrimitiveView(const ArrowArray* array, int64_t base, int64_t length)
      : ViewBase(array, base, length) {
    values_ = static_cast<const T*>(array->buffers[1]);
  }
  // Undefined content, but no harm, where the row is null.
  T operator[](int64_t i) const { return values_[offset_ + i]; }

 private:
  const T* values_ = nullptr;
};

class BoolView : public ViewBase {
 public:
  using Value = bool;
  BoolView() = default;
  BoolView(const ArrowArray* array, int64_t base, int64_t length) : ViewBase(array, base, length) {
    values_ = static_cast<const uint8_t*>(array->buffers[1]);
  }
  bool operator[](int64_t i) const { return internal::BitAt(values_, offset_ + i); }

 private:
  const uint8_t* values_ = nullptr;
};

// Of utf8 and binary columns. Null rows read as empty.
class BytesView : public ViewBase {
 public:
  using Value = std::string_view;
  BytesView() = default;
  BytesView(const ArrowArray* array, int64_t base, int64_t length) : ViewBase(array, base, length) {
    ends_ = static_cast<const int32_t*>(array->buffers[1]);
    data_ = static_cast<const char*>(array->buffers[2]);
  }
  std::string_view operator[](int64_t i) const {
    if (IsNull(i)) return {};
    const int32_t* at = ends_ + offset_ + i;
    return {data_ + at[0], static_cast<size_t>(at[1] - at[0])};
  }

 private:
  const int32_t* ends_ = nullptr;
  const char* data_ = nullptr;
};

// Of list columns: row i holds the items [begin(i), end(i)) of `Items<...>()`, empty when null.
class ListView : public ViewBase {
 public:
  ListView() = default;
  ListView(const ArrowArray* array, int64_t base, int64_t length) : ViewBase(array, base, length) {
    ends_ = static_cast<const int32_t*>(array->buffers[1]);
  }
  int64_t begin(int64_t i) const { return ends_[offset_ + i]; }
  int64_t end(int64_t i) const { return IsNull(i) ? begin(i) : ends_[offset_ + i + 1]; }
  template <class V>
  V Items() const {
    const ArrowArray* items = array_->children[0];
    return V(items, 0, items->length);
  }

 private:
  const int32_t* ends_ = nullptr;
};

// Of struct columns: `Member<View>(k)` is the k-th member, with the same row numbers.
class StructView : public ViewBase {
 public:
  StructView() = default;
  StructView(const ArrowArray* array, int64_t base, int64_t length)
      : ViewBase(array, base, length) {}
  template <class V>
  V Member(int64_t k) const {
    return V(array_->children[k], offset_, length_);
  }
};

namespace internal {
template <class Tag>
struct ViewFor;
template <>
struct ViewFor<Bool> {
  using type = BoolView;
};
template <>
struct ViewFor<UInt8> {
  using type = PrimitiveView<uint8_t>;
};
template <>
struct ViewFor<Int32> {
  using type = PrimitiveView<int32_t>;
};
template <>
struct ViewFor<UInt32> {
  using type = PrimitiveView<uint32_t>;
};
template <>
struct ViewFor<Int64> {
  using type = PrimitiveView<int64_t>;
};
template <>
struct ViewFor<UInt64> {
  using type = PrimitiveView<uint64_t>;
};
template <>
struct ViewFor<Float32> {
  using type = PrimitiveView<float>;
};
template <>
struct ViewFor<Float64> {
  using type = PrimitiveView<double>;
};
template <>
struct ViewFor<Timestamp> {
  using type = PrimitiveView<int64_t>;
};
template <>
struct ViewFor<Utf8> {
  using type = BytesView;
};
template <>
struct ViewFor<Binary> {
  using type = BytesView;
};
template <>
struct ViewFor<List> {
  using type = ListView;
};
template <>
struct ViewFor<Struct> {
  using type = StructView;
};
}  // namespace internal

// View<Utf8>, View<Int64>, ...
template <class Tag>
using View = typename internal::ViewFor<Tag>::type;

}  // namespace textmill

#endif  // TEXTMILL_VIEW_HPP_
