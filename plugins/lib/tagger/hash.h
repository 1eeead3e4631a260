// The hash of a name's beginnings: built up token by token, from left to right.
#ifndef TEXTMILL_PLUGINS_ENTITIES_HASH_H_
#define TEXTMILL_PLUGINS_ENTITIES_HASH_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace textmill::entities {

inline constexpr uint64_t kSeed = 0x2545F4914F6CDD1DULL;

inline uint64_t Mix(uint64_t state, uint64_t block) {
  state = (state ^ block) * 0x9E3779B97F4A7C15ULL;
  return state ^ (state >> 32);
}

// Goes on from `state` with `n` bytes. With `spare`, at least 7 bytes behind them may be read.
inline uint64_t HashOn(uint64_t state, const char* p, size_t n, bool spare = false) {
  state ^= n;
  for (; n > 8; n -= 8, p += 8) {
    uint64_t block;
    std::memcpy(&block, p, 8);
    state = Mix(state, block);
  }
  uint64_t block = 0;
  if (spare) {
    std::memcpy(&block, p, 8);
    if (n < 8) block &= (uint64_t{1} << (8 * n)) - 1;
  } else {
    std::memcpy(&block, p, n);
  }
  return Mix(state, block) * 0xD6E8FEB86659FD93ULL;
}

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_HASH_H_
