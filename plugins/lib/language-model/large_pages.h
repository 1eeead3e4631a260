// A constant array on large pages: it is visited at random, and far larger than what the processor
// knows the addresses of.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_LARGE_PAGES_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_LARGE_PAGES_H_

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace textmill::language {

template <class T>
class LargePages {
  static_assert(std::is_trivial_v<T>);

 public:
  LargePages() = default;
  // All zeros; what is never written takes no memory.
  explicit LargePages(size_t size) : size_(size) {
    constexpr size_t kPage = size_t{2} << 20;
    bytes_ = (size * sizeof(T) + kPage - 1) / kPage * kPage;
    void* const at = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED) throw std::bad_alloc();
    madvise(at, bytes_, MADV_HUGEPAGE);  // a wish, nothing more
    data_ = static_cast<T*>(at);
  }
  ~LargePages() {
    if (data_ != nullptr) munmap(data_, bytes_);
  }
  LargePages(LargePages&& other) noexcept { *this = std::move(other); }
  LargePages& operator=(LargePages&& other) noexcept {
    std::swap(size_, other.size_);
    std::swap(bytes_, other.bytes_);
    std::swap(data_, other.data_);
    return *this;
  }
  size_t size() const { return size_; }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }

 private:
  size_t size_ = 0, bytes_ = 0;
  T* data_ = nullptr;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_LARGE_PAGES_H_
