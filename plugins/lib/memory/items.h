// An array that its owner has for itself, or that is elsewhere: in a file that is mapped or part of
// a library, and used as it is there. Any thread may read.
#ifndef TEXTMILL_PLUGINS_LIB_MEMORY_ITEMS_H_
#define TEXTMILL_PLUGINS_LIB_MEMORY_ITEMS_H_

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace textmill::memory {

template <class T>
class Items {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Items() = default;
  explicit Items(std::vector<T> own) : own_(std::move(own)), at_(own_) {}
  // What is elsewhere outlives this.
  explicit Items(std::span<const T> elsewhere) : at_(elsewhere) {}
  Items(Items&& other) noexcept : own_(std::move(other.own_)), at_(std::exchange(other.at_, {})) {}
  Items& operator=(Items&& other) noexcept {
    own_ = std::move(other.own_);
    at_ = std::exchange(other.at_, {});
    return *this;
  }

  const T& operator[](size_t i) const { return at_[i]; }
  const T* data() const { return at_.data(); }
  size_t size() const { return at_.size(); }
  bool empty() const { return at_.empty(); }
  auto begin() const { return at_.begin(); }
  auto end() const { return at_.end(); }
  // Of memory that is its own.
  size_t bytes() const { return own_.capacity() * sizeof(T); }

 private:
  std::vector<T> own_;
  std::span<const T> at_;
};

}  // namespace textmill::memory

#endif  // TEXTMILL_PLUGINS_LIB_MEMORY_ITEMS_H_
