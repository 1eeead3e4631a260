// Memory that two processes share, and that grows: one of them packs a message into it, the other
// reads it there.
//
// Belongs to whoever packs into it, one thread at a time. It cannot shrink: what one process has
// measured stays there, whatever the other does.
#ifndef CORE_ISOLATE_SHARED_MEMORY_H_
#define CORE_ISOLATE_SHARED_MEMORY_H_

#include <cstddef>
#include <string_view>
#include <utility>

namespace textmill::core {

class SharedMemory {
 public:
  SharedMemory() = default;
  // Of a descriptor that another process made; owns it.
  explicit SharedMemory(int file) : file_(file) {}
  SharedMemory(SharedMemory&& other) noexcept { Swap(other); }
  SharedMemory& operator=(SharedMemory&& other) noexcept {
    Swap(other);
    return *this;
  }
  ~SharedMemory();

  // Not for processes that are forked later on. False when there is none left.
  bool Make();
  int file() const { return file_; }

  // The memory with room for `size` bytes at least, at a place that is good until the next call.
  // NULL when there is none left.
  char* Room(size_t size);
  // The first `size` bytes that the other process packed; data() is NULL when there are fewer.
  std::string_view Read(size_t size);
  // Gives the pages of a large message back to the system.
  void Forget();

 private:
  bool Map(size_t size);
  void Swap(SharedMemory& other) {
    std::swap(file_, other.file_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(not_forked_, other.not_forked_);
  }
  int file_ = -1;
  char* data_ = nullptr;
  size_t size_ = 0;
  bool not_forked_ = false;
};

}  // namespace textmill::core

#endif  // CORE_ISOLATE_SHARED_MEMORY_H_
