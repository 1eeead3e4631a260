// Memory straight from the system, for large arrays that are looked at in random places: from 4 MiB
// on it asks for huge pages, since each look costs a page walk otherwise. What is not touched takes
// no memory, and what is given up is free at once, whatever the allocator would keep.
//
// There are two faces: Pages, an array that begins as zeros and grows in place, without a copy; and
// PageVector, a std::vector for what grows element by element or has constructors. Neither does the
// other's work: a vector writes all that it makes room for, and Pages constructs nothing.
//
// One owner each; std::bad_alloc when there is no memory.
#ifndef TEXTMILL_PLUGINS_LIB_MEMORY_PAGES_H_
#define TEXTMILL_PLUGINS_LIB_MEMORY_PAGES_H_

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace textmill::memory {

inline constexpr size_t kLarge = size_t{4} << 20;

inline void AskForHugePages(void* at, size_t bytes) {
  if (bytes >= kLarge) ::madvise(at, bytes, MADV_HUGEPAGE);  // a wish, nothing more
}

// Zeros.
inline void* MapPages(size_t bytes) {
  void* const at = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  AskForHugePages(at, bytes);
  return at;
}

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
    if (size_ == 0) {
      data_ = static_cast<T*>(MapPages(n * sizeof(T)));
    } else {
      void* const at = ::mremap(data_, bytes(), n * sizeof(T), MREMAP_MAYMOVE);
      if (at == MAP_FAILED) throw std::bad_alloc();
      AskForHugePages(at, n * sizeof(T));
      data_ = static_cast<T*>(at);
    }
    size_ = n;
  }

  T* data() { return data_; }
  const T* data() const { return data_; }
  // Whoever asks for one has some: a sum of sizes that is 0 is clang-tidy's.
  // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.UndefReturn)
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }
  size_t size() const { return size_; }
  size_t bytes() const { return size_ * sizeof(T); }

 private:
  void Free() {
    if (size_ > 0) ::munmap(data_, bytes());
    data_ = nullptr;
    size_ = 0;
  }
  T* data_ = nullptr;
  size_t size_ = 0;
};

template <class T>
struct PageAllocator {
  using value_type = T;
  PageAllocator() = default;
  template <class U>
  PageAllocator(const PageAllocator<U>&) {}  // NOLINT(google-explicit-constructor): an allocator's

  T* allocate(size_t n) {
    const size_t bytes = n * sizeof(T);
    return static_cast<T*>(bytes < kLarge ? ::operator new(bytes, kAlignment) : MapPages(bytes));
  }
  void deallocate(T* at, size_t n) {
    const size_t bytes = n * sizeof(T);
    bytes < kLarge ? ::operator delete(at, kAlignment) : static_cast<void>(::munmap(at, bytes));
  }
  bool operator==(const PageAllocator&) const { return true; }

 private:
  static constexpr std::align_val_t kAlignment{64};
};

template <class T>
using PageVector = std::vector<T, PageAllocator<T>>;

}  // namespace textmill::memory

#endif  // TEXTMILL_PLUGINS_LIB_MEMORY_PAGES_H_
