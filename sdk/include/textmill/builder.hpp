// Builders: make the columns of a reply, value by value. Not thread-safe; each batch has its own.
//
// `Finish` moves what was built into an ArrowArray that the receiver owns, and leaves the builder
// empty.
#ifndef TEXTMILL_BUILDER_HPP_
#define TEXTMILL_BUILDER_HPP_

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "buffer.hpp"
#include "error.hpp"
#include "type.hpp"

namespace textmill {

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
  [[gnu::noinline]] void Null() {
    if (nulls_ == 0) {  // until now all rows were valid and nothing was written down
      validity_.Fill(static_cast<char>(0xFF), static_cast<size_t>(length_ / 8 + 1));
    }
    ++nulls_;
    PushBit(false);
    ++length_;
  }
  std::unique_ptr<internal::ArrayHolder> Start() {
    std::unique_ptr<internal::ArrayHolder> holder(new internal::ArrayHolder);
    if (nulls_ > 0) holder->buffers[0] = validity_.Release();
    return holder;
  }
  // Hands over what Start gave, and what the builder has put into it.
  void End(std::unique_ptr<internal::ArrayHolder> holder, int64_t n_buffers, ArrowArray* out) {
    internal::ExportArray(std::move(holder), length_, nulls_, n_buffers, out);
    length_ = nulls_ = 0;
  }

  int64_t length_ = 0, nulls_ = 0;

 private:
  [[gnu::noinline]] void PushBit(bool bit) {
    const size_t byte = static_cast<size_t>(length_ >> 3);
    if (byte >= validity_.size()) validity_.Fill(0, byte + 1 - validity_.size());
    const char mask = static_cast<char>(1 << (length_ & 7));
    char& at = validity_.data()[byte];
    at = static_cast<char>(bit ? (at | mask) : (at & ~mask));
  }
  Buffer validity_;
};

// What the builders of numbers and of bools share.
class ValuesBuilder : public Builder {
 public:
  void AppendNull() override {
    values_.Fill(0, width_);
    Null();
  }
  void Finish(ArrowArray* out) final {
    auto holder = Start();
    holder->buffers[1] = values_.Release();
    End(std::move(holder), 2, out);
  }

 protected:
  explicit ValuesBuilder(size_t width) : width_(width) {}
  Buffer values_;

 private:
  size_t width_;  // of a value in bytes
};

template <class T>
class PrimitiveBuilder final : public ValuesBuilder {
 public:
  PrimitiveBuilder() : ValuesBuilder(sizeof(T)) {}
  void Append(T value) {
    values_.Append(&value, sizeof value);
    Valid();
  }
};

class BoolBuilder final : public ValuesBuilder {
 public:
  BoolBuilder() : ValuesBuilder(0) {}
  void Append(bool value) {
    Push(value);
    Valid();
  }
  void AppendNull() override {
    Push(false);
    Null();
  }

 private:
  void Push(bool value) {
    if ((length_ & 7) == 0) values_.Fill(0, 1);
    if (value)
      values_.data()[length_ >> 3] =
          static_cast<char>(values_.data()[length_ >> 3] | (1 << (length_ & 7)));
  }
};

namespace internal {
// Where the values of a column end in what they are made of: 0, then a number for each row.
class Ends {
 public:
  void Reserve(size_t rows) { numbers_.Reserve((rows + 1) * sizeof(int32_t)); }
  void Push(size_t end) {
    Begin();
    Put(static_cast<int32_t>(end));
  }
  int32_t last() const {
    int32_t end = 0;
    if (numbers_.size() > 0)
      std::memcpy(&end, numbers_.data() + numbers_.size() - sizeof end, sizeof end);
    return end;
  }
  char* Release() {
    Begin();
    return numbers_.Release();
  }

 private:
  void Begin() {
    if (numbers_.size() == 0) Put(0);
  }
  void Put(int32_t end) { numbers_.Append(&end, sizeof end); }
  Buffer numbers_;
};
}  // namespace internal

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
  void DropPart() { bytes_.Advance(static_cast<size_t>(ends_.last()) - bytes_.size()); }
  size_t bytes() const { return bytes_.size(); }
  void AppendNull() override {
    PushEnd();
    Null();
  }
  void Reserve(size_t rows, size_t bytes) {
    ends_.Reserve(rows);
    bytes_.Reserve(bytes);
  }
  void Finish(ArrowArray* out) override {
    auto holder = Start();
    holder->buffers[1] = ends_.Release();
    holder->buffers[2] = bytes_.Release();
    End(std::move(holder), 3, out);
  }

 private:
  void PushEnd() {
    if (bytes_.size() > INT32_MAX) throw Error("a batch holds more than 2 GiB in one column");
    ends_.Push(bytes_.size());
  }
  internal::Ends ends_;
  Buffer bytes_;
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
    auto holder = Start();
    holder->buffers[1] = ends_.Release();
    holder->children.resize(1);
    items_->Finish(&holder->children[0]);
    End(std::move(holder), 2, out);
  }

 private:
  void PushEnd() {
    if (items_->size() > INT32_MAX) throw Error("a batch holds more than 2^31 list items");
    ends_.Push(static_cast<size_t>(items_->size()));
  }
  std::unique_ptr<Builder> items_;
  internal::Ends ends_;
};

class StructBuilder final : public Builder {
 public:
  explicit StructBuilder(const Field& field) : StructBuilder(field.children) {}
  explicit StructBuilder(const std::vector<Field>& members) {
    for (const Field& member : members) members_.push_back(MakeBuilder(member));
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
    for (auto& member : members_) {
      if (member->size() == length_) member->AppendNull();  // more: begun and given up
    }
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
    End(std::move(holder), 1, out);
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

[[gnu::cold]] inline std::unique_ptr<Builder> MakeBuilder(const Field& field) {
  using Made = std::unique_ptr<Builder>;
  const std::string& f = field.format;
  if (f == "+l") return Made(new ListBuilder(field));
  if (f == "+s") return Made(new StructBuilder(field));
  switch (f.compare(0, 2, "ts") == 0 ? 'l' : f.size() == 1 ? f[0] : '?') {
    case 'b':
      return Made(new BoolBuilder);
    case 'C':
      return Made(new PrimitiveBuilder<uint8_t>);
    case 'i':
      return Made(new PrimitiveBuilder<int32_t>);
    case 'I':
      return Made(new PrimitiveBuilder<uint32_t>);
    case 'l':
      return Made(new PrimitiveBuilder<int64_t>);
    case 'L':
      return Made(new PrimitiveBuilder<uint64_t>);
    case 'f':
      return Made(new PrimitiveBuilder<float>);
    case 'g':
      return Made(new PrimitiveBuilder<double>);
    case 'u':
    case 'z':
      return Made(new BytesBuilder);
  }
  throw Error("column `" + field.name + "` has the type " + TypeName(field) +
                  ", for which there is no builder",
              TEXTMILL_WRONG_TYPE)
      .Column(field.name);
}

}  // namespace textmill

#endif  // TEXTMILL_BUILDER_HPP_
