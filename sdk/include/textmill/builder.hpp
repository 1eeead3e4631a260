// Builders: make the columns of a reply, value by value. Not thread-safe; each batch has its own.
//
// `Finish` moves what was built into an ArrowArray that the receiver owns, and leaves the builder
// empty.
#ifndef TEXTMILL_BUILDER_HPP_
#define TEXTMILL_BUILDER_HPP_

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

#include "error.hpp"
#include "type.hpp"

namespace textmill {

// Growable memory that is not zeroed when it grows; freed with free().
class Buffer {
 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept { Swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    Swap(other);
    return *this;
  }
  ~Buffer() { std::free(data_); }

  char* data() const { return data_; }
  size_t size() const { return size_; }
  void Reserve(size_t capacity) {
    if (capacity <= capacity_) return;
    size_t grown = capacity_ + capacity_ / 2 + 64;
    if (grown < capacity) grown = capacity;
    void* p = std::realloc(data_, grown);
    if (p == nullptr) throw std::bad_alloc();
    data_ = static_cast<char*>(p);
    capacity_ = grown;
  }
  // Room for `n` more bytes at the end; they count once `Advance`d over.
  char* Room(size_t n) {
    Reserve(size_ + n);
    return data_ + size_;
  }
  void Advance(size_t n) { size_ += n; }
  void Append(const void* bytes, size_t n) {
    if (n == 0) return;
    std::memcpy(Room(n), bytes, n);
    size_ += n;
  }
  void Fill(char byte, size_t n) {
    std::memset(Room(n), byte, n);
    size_ += n;
  }
  // The caller frees the memory. Never NULL: Arrow wants a pointer for empty buffers too.
  char* Release() {
    if (data_ == nullptr) Reserve(1);
    char* p = data_;
    data_ = nullptr;
    size_ = capacity_ = 0;
    return p;
  }

 private:
  void Swap(Buffer& other) {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }
  char* data_ = nullptr;
  size_t size_ = 0, capacity_ = 0;
};

namespace internal {

struct ArrayHolder {
  const void* buffers[3] = {nullptr, nullptr, nullptr};
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
  ~ArrayHolder() {
    for (const void* buffer : buffers) std::free(const_cast<void*>(buffer));
    for (ArrowArray& child : children) {
      if (child.release != nullptr) child.release(&child);
    }
  }
};

inline void ReleaseArray(ArrowArray* array) {
  delete static_cast<ArrayHolder*>(array->private_data);
  array->release = nullptr;
}

inline void ExportArray(std::unique_ptr<ArrayHolder> holder, int64_t length, int64_t nulls,
                        int64_t n_buffers, ArrowArray* out) {
  for (ArrowArray& child : holder->children) holder->pointers.push_back(&child);
  *out = ArrowArray{};
  out->length = length;
  out->null_count = nulls;
  out->n_buffers = n_buffers;
  out->buffers = holder->buffers;
  out->n_children = static_cast<int64_t>(holder->children.size());
  out->children = holder->pointers.data();
  out->release = ReleaseArray;
  out->private_data = holder.release();
}

}  // namespace internal

class Builder {
 public:
  virtual ~Builder() = default;
  int64_t size() const { return length_; }
  virtual void AppendNull() = 0;
  virtual void Finish(ArrowArray* out) = 0;

 protected:
  void Valid() {
    if (nulls_ > 0) PushBit(true);
    ++length_;
  }
  void Null() {
    if (nulls_ == 0) {  // until now all rows were valid and nothing was written down
      validity_.Fill(static_cast<char>(0xFF), static_cast<size_t>(length_ / 8 + 1));
    }
    ++nulls_;
    PushBit(false);
    ++length_;
  }
  std::unique_ptr<internal::ArrayHolder> Start() {
    auto holder = std::make_unique<internal::ArrayHolder>();
    if (nulls_ > 0) holder->buffers[0] = validity_.Release();
    return holder;
  }
  void Reset() { length_ = nulls_ = 0; }

  int64_t length_ = 0, nulls_ = 0;

 private:
  void PushBit(bool bit) {
    const size_t byte = static_cast<size_t>(length_ >> 3);
    if (byte >= validity_.size()) validity_.Fill(0, byte + 1 - validity_.size());
    const char mask = static_cast<char>(1 << (length_ & 7));
    char& at = validity_.data()[byte];
    at = static_cast<char>(bit ? (at | mask) : (at & ~mask));
  }
  Buffer validity_;
};

template <class T>
class PrimitiveBuilder final : public Builder {
 public:
  void Append(T value) {
    values_.Append(&value, sizeof value);
    Valid();
  }
  void AppendNull() override {
    values_.Fill(0, sizeof(T));
    Null();
  }
  void Finish(ArrowArray* out) override {
    auto holder = Start();
    holder->buffers[1] = values_.Release();
    internal::ExportArray(std::move(holder), length_, nulls_, 2, out);
    Reset();
  }

 private:
  Buffer values_;
};

class BoolBuilder final : public Builder {
 public:
  void Append(bool value) {
    Push(value);
    Valid();
  }
  void AppendNull() override {
    Push(false);
    Null();
  }
  void Finish(ArrowArray* out) override {
    auto holder = Start();
    holder->buffers[1] = values_.Release();
    internal::ExportArray(std::move(holder), length_, nulls_, 2, out);
    Reset();
  }

 private:
  void Push(bool value) {
    if ((length_ & 7) == 0) values_.Fill(0, 1);
    if (value)
      values_.data()[length_ >> 3] =
          static_cast<char>(values_.data()[length_ >> 3] | (1 << (length_ & 7)));
  }
  Buffer values_;
};

// Of utf8 and binary columns, at most 2 GiB in all.
class BytesBuilder final : public Builder {
 public:
  void Append(std::string_view value) {
    bytes_.Append(value.data(), value.size());
    EndValue();
  }
  // To write a value in place: room for `n` bytes, `Wrote` those that are used, then `EndValue`.
  char* Room(size_t n) { return bytes_.Room(n); }
  void Wrote(size_t n) { bytes_.Advance(n); }
  // Ends a value of which parts were written by `Wrote` or `AppendPart`.
  void EndValue() {
    PushEnd();
    Valid();
  }
  void AppendPart(std::string_view part) { bytes_.Append(part.data(), part.size()); }
  // Forgets what was written since the last value.
  void DropPart() { bytes_.Advance(static_cast<size_t>(Last()) - bytes_.size()); }
  size_t bytes() const { return bytes_.size(); }
  void AppendNull() override {
    PushEnd();
    Null();
  }
  void Reserve(size_t rows, size_t bytes) {
    ends_.Reserve((rows + 1) * sizeof(int32_t));
    bytes_.Reserve(bytes);
  }
  void Finish(ArrowArray* out) override {
    if (length_ == 0) First();
    auto holder = Start();
    holder->buffers[1] = ends_.Release();
    holder->buffers[2] = bytes_.Release();
    internal::ExportArray(std::move(holder), length_, nulls_, 3, out);
    Reset();
  }

 private:
  void First() {
    const int32_t zero = 0;
    if (ends_.size() == 0) ends_.Append(&zero, sizeof zero);
  }
  int32_t Last() const {
    if (length_ == 0) return 0;
    int32_t end;
    std::memcpy(&end, ends_.data() + ends_.size() - sizeof end, sizeof end);
    return end;
  }
  void PushEnd() {
    if (bytes_.size() > INT32_MAX) throw Error("a batch holds more than 2 GiB in one column");
    First();
    const int32_t end = static_cast<int32_t>(bytes_.size());
    ends_.Append(&end, sizeof end);
  }
  Buffer ends_, bytes_;
};

std::unique_ptr<Builder> MakeBuilder(const Field& field);

class ListBuilder final : public Builder {
 public:
  explicit ListBuilder(const Field& field) : items_(MakeBuilder(field.children.at(0))) {}
  // Append the items of a row to `items()`, then end the row.
  template <class B>
  B& items() {
    return static_cast<B&>(*items_);
  }
  Builder& any_items() { return *items_; }
  void EndRow() {
    PushEnd();
    Valid();
  }
  void AppendNull() override {
    PushEnd();
    Null();
  }
  void Finish(ArrowArray* out) override {
    if (length_ == 0) First();
    auto holder = Start();
    holder->buffers[1] = ends_.Release();
    holder->children.resize(1);
    items_->Finish(&holder->children[0]);
    internal::ExportArray(std::move(holder), length_, nulls_, 2, out);
    Reset();
  }

 private:
  void First() {
    const int32_t zero = 0;
    if (ends_.size() == 0) ends_.Append(&zero, sizeof zero);
  }
  void PushEnd() {
    if (items_->size() > INT32_MAX) throw Error("a batch holds more than 2^31 list items");
    First();
    const int32_t end = static_cast<int32_t>(items_->size());
    ends_.Append(&end, sizeof end);
  }
  std::unique_ptr<Builder> items_;
  Buffer ends_;
};

class StructBuilder final : public Builder {
 public:
  explicit StructBuilder(const Field& field) {
    for (const Field& child : field.children) members_.push_back(MakeBuilder(child));
  }
  // Append a value to each member, then end the row.
  template <class B>
  B& member(size_t k) {
    return static_cast<B&>(*members_[k]);
  }
  Builder& any_member(size_t k) { return *members_[k]; }
  size_t members() const { return members_.size(); }
  void EndRow() { Valid(); }
  void AppendNull() override {
    for (auto& member : members_) member->AppendNull();
    Null();
  }
  void Finish(ArrowArray* out) override {
    for (const auto& member : members_) {
      if (member->size() != length_)
        throw Error("the members of a struct differ in length", TEXTMILL_INTERNAL);
    }
    auto holder = Start();
    holder->children.resize(members_.size());
    for (size_t i = 0; i < members_.size(); ++i) members_[i]->Finish(&holder->children[i]);
    internal::ExportArray(std::move(holder), length_, nulls_, 1, out);
    Reset();
  }

 private:
  std::vector<std::unique_ptr<Builder>> members_;
};

namespace internal {
template <class Tag>
struct BuilderFor;
template <>
struct BuilderFor<Bool> {
  using type = BoolBuilder;
};
template <>
struct BuilderFor<UInt8> {
  using type = PrimitiveBuilder<uint8_t>;
};
template <>
struct BuilderFor<Int32> {
  using type = PrimitiveBuilder<int32_t>;
};
template <>
struct BuilderFor<UInt32> {
  using type = PrimitiveBuilder<uint32_t>;
};
template <>
struct BuilderFor<Int64> {
  using type = PrimitiveBuilder<int64_t>;
};
template <>
struct BuilderFor<UInt64> {
  using type = PrimitiveBuilder<uint64_t>;
};
template <>
struct BuilderFor<Float32> {
  using type = PrimitiveBuilder<float>;
};
template <>
struct BuilderFor<Float64> {
  using type = PrimitiveBuilder<double>;
};
template <>
struct BuilderFor<Timestamp> {
  using type = PrimitiveBuilder<int64_t>;
};
template <>
struct BuilderFor<Utf8> {
  using type = BytesBuilder;
};
template <>
struct BuilderFor<Binary> {
  using type = BytesBuilder;
};
template <>
struct BuilderFor<List> {
  using type = ListBuilder;
};
template <>
struct BuilderFor<Struct> {
  using type = StructBuilder;
};
}  // namespace internal

// BuilderOf<Utf8>, BuilderOf<Int64>, ...
template <class Tag>
using BuilderOf = typename internal::BuilderFor<Tag>::type;

inline std::unique_ptr<Builder> MakeBuilder(const Field& field) {
  const std::string& f = field.format;
  if (f == "b") return std::make_unique<BoolBuilder>();
  if (f == "C") return std::make_unique<PrimitiveBuilder<uint8_t>>();
  if (f == "i") return std::make_unique<PrimitiveBuilder<int32_t>>();
  if (f == "I") return std::make_unique<PrimitiveBuilder<uint32_t>>();
  if (f == "l" || f.compare(0, 2, "ts") == 0) return std::make_unique<PrimitiveBuilder<int64_t>>();
  if (f == "L") return std::make_unique<PrimitiveBuilder<uint64_t>>();
  if (f == "f") return std::make_unique<PrimitiveBuilder<float>>();
  if (f == "g") return std::make_unique<PrimitiveBuilder<double>>();
  if (f == "u" || f == "z") return std::make_unique<BytesBuilder>();
  if (f == "+l") return std::make_unique<ListBuilder>(field);
  if (f == "+s") return std::make_unique<StructBuilder>(field);
  throw Error("column `" + field.name + "` has the type " + TypeName(field) +
              ", for which there is no builder");
}

}  // namespace textmill

#endif  // TEXTMILL_BUILDER_HPP_
