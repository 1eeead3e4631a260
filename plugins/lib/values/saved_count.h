// Counts in a saved state, which may hold anything under a right checksum: none that is negative or
// beyond 2^53 was ever counted, and sums of those that are not are far from overflowing.
//
// Pure functions.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_SAVED_COUNT_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_SAVED_COUNT_H_

#include <cstdint>

#include "textmill/error.hpp"
#include "textmill/state.hpp"

namespace textmill::values {

inline bool IsCount(uint64_t count) { return count <= uint64_t{1} << 53; }

// `before` and the next number of the state, a count. Throws Error where it is none, or too many
// together.
template <class T = int64_t>
T TakeCount(StateReader& from, T before = 0) {
  static_assert(sizeof(T) == sizeof(uint64_t));
  const auto more = from.Take<uint64_t>();
  const uint64_t sum = static_cast<uint64_t>(before) + more;
  if (!IsCount(more) || !IsCount(sum)) throw Error("the saved state does not fit together");
  return static_cast<T>(sum);
}

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_SAVED_COUNT_H_
