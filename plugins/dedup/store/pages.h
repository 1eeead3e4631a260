// An array that begins as zeros, straight from the system: what it has not touched takes no memory,
// and what is given up is free at once, whatever the allocator would keep. Large ones ask for huge
// pages, since tables that are looked at in random places cost a page walk at each look otherwise.
// One owner.
#ifndef TEXTMILL_PLUGINS_DEDUP_PAGES_H_
#define TEXTMILL_PLUGINS_DEDUP_PAGES_H_

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace textmill::dedup {

template <class T>
class Pages {
  static_assert(std::is_trivial_v<T>);

 public:
  Pages() = default;
  explicit Pages(size_t n) { Resize(n); }
  ~Pages() { Free(); }
  Pages(Pages&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Pages& operator=(Pages&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }

  // Keeps what was there; what is new is zero.
  void Resize(size_t n) {
    if (n == size_) return;
    if (n == 0) return Free();
    void* at = size_ == 0 ? ::mmap(nullptr, n * sizeof(T), PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                          : ::mremap(data_, bytes(), n * sizeof(T), MREMAP_MAYMOVE);
    if (at == MAP_FAILED) throw std::bad_alloc();
    data_ = static_cast<T*>(at);
    size_ = n;
    if (bytes() >= kLarge) ::madvise(at, bytes(), MADV_HUGEPAGE);  // where there are none, well
  }

  T* data() { return data_; }
  const T* data() const { return data_; }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }
  size_t size() const { return size_; }
  size_t bytes() const { return size_ * sizeof(T); }

 private:
  static constexpr size_t kLarge = size_t{4} << 20;
  void Free() {
    if (size_ > 0) ::munmap(data_, bytes());
    data_ = nullptr;
    size_ = 0;
  }
  T* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_PAGES_H_
