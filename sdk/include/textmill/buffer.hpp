// Memory: `Buffer` grows as a column is built, `ArrayHolder` is what an exported array keeps alive.
// Not thread-safe; an exported array may be released on any thread.
#ifndef TEXTMILL_BUFFER_HPP_
#define TEXTMILL_BUFFER_HPP_

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "arrow_c.h"

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
    if (capacity > capacity_) Grow(capacity);
  }
  // Room for `n` more bytes at the end; they count once `Advance`d over.
  char* Room(size_t n) {
    Reserve(size_ + n);
    return data_ + size_;
  }
  void Advance(size_t n) { size_ += n; }
  void Clear() { size_ = 0; }  // keeps the memory
  void Append(const void* bytes, size_t n) {
    if (n == 0) return;
    std::memcpy(Room(n), bytes, n);
    size_ += n;
  }
  void Fill(char byte, size_t n) {
    if (n == 0) return;
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
  [[gnu::noinline]] void Grow(size_t capacity) {
    size_t grown = capacity_ + capacity_ / 2 + 64;
    if (grown < capacity) grown = capacity;
    void* p = std::realloc(data_, grown);
    if (p == nullptr) throw std::bad_alloc();
    data_ = static_cast<char*>(p);
    capacity_ = grown;
  }
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
  Buffer pointers;  // to the children
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

[[gnu::noinline]] inline void ExportArray(std::unique_ptr<ArrayHolder> holder, int64_t length,
                                          int64_t nulls, int64_t n_buffers, ArrowArray* out) {
  for (ArrowArray& child : holder->children) {
    ArrowArray* const pointer = &child;
    holder->pointers.Append(&pointer, sizeof(void*));
  }
  *out = ArrowArray{};
  out->length = length;
  out->null_count = nulls;
  out->n_buffers = n_buffers;
  out->buffers = holder->buffers;
  out->n_children = static_cast<int64_t>(holder->children.size());
  out->children = reinterpret_cast<ArrowArray**>(holder->pointers.data());
  out->release = ReleaseArray;
  out->private_data = holder.release();
}

}  // namespace internal
}  // namespace textmill

#endif  // TEXTMILL_BUFFER_HPP_
