// Memory for tables that are visited at random: on large pages where the system has them, since
// the processor would wait for the address of nearly each visit otherwise.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_LARGE_PAGES_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_LARGE_PAGES_H_

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <vector>

namespace textmill::entities {

template <class T>
struct LargePages {
  using value_type = T;
  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>&) {}  // NOLINT(google-explicit-constructor): an allocator's

  T* allocate(size_t n) {
    const size_t bytes = n * sizeof(T);
    if (bytes < kLarge) return static_cast<T*>(::operator new(bytes, kAlignment));
    // Straight from the system, which takes it back whole when a table has outgrown it.
    void* at = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) throw std::bad_alloc();
    ::madvise(at, bytes, MADV_HUGEPAGE);  // a wish, nothing more
    return static_cast<T*>(at);
  }
  void deallocate(T* at, size_t n) {
    const size_t bytes = n * sizeof(T);
    bytes < kLarge ? ::operator delete(at, kAlignment) : static_cast<void>(::munmap(at, bytes));
  }
  bool operator==(const LargePages&) const { return true; }

 private:
  static constexpr size_t kLarge = size_t{4} << 20;
  static constexpr std::align_val_t kAlignment{64};
};

template <class T>
using LargeVector = std::vector<T, LargePages<T>>;

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_LARGE_PAGES_H_
