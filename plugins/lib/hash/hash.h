// The hashes of Textmill's plugins: the same on every machine, fast on short strings. Not for
// keeping out somebody who makes collisions on purpose.
//
// Model files and saved states hold such hashes: what a function gives never changes. Pure
// functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_HASH_HASH_H_
#define TEXTMILL_PLUGINS_LIB_HASH_HASH_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace textmill::hash {

// Odd numbers without a pattern.
inline constexpr uint64_t kGolden = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio
inline constexpr uint64_t kStir = 0xD6E8FEB86659FD93;
inline constexpr uint64_t kSeed = 0x2545F4914F6CDD1D;  // to begin with
inline constexpr uint64_t kSalt = 0x5851F42D4C957F2D;  // what tells two kinds of one value apart
inline constexpr uint64_t kBase = 0x9DDFEA08EB382D69;  // of polynomials, for hashes that roll

// The upper bits of the result depend on all of `x`: for what takes a few of them.
inline uint64_t Spread(uint64_t x) { return x * kGolden; }

// A bijection in which every bit of the result depends on every bit of `x`.
inline uint64_t Mix(uint64_t x) {
  x ^= x >> 32;
  x *= kStir;
  x ^= x >> 32;
  x *= kStir;
  return x ^ (x >> 32);
}

// The n-th of an endless row of numbers without a pattern.
inline uint64_t Constant(uint64_t n) { return Mix((n + 1) * kGolden); }

// The two halves of a product, one over the other.
inline uint64_t FoldedProduct(uint64_t a, uint64_t b) {
  const unsigned __int128 p = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(p) ^ static_cast<uint64_t>(p >> 64);
}

// Goes on from `state` with eight bytes.
template <int kShift = 32>
uint64_t Step(uint64_t state, uint64_t block) {
  state = (state ^ block) * kGolden;
  return state ^ (state >> kShift);
}

// Goes on from `state` with `n` bytes. With `spare`, at least 7 bytes after them may be read.
inline uint64_t HashOn(uint64_t state, const char* p, size_t n, bool spare = false) {
  state ^= n;
  for (; n > 8; n -= 8, p += 8) {
    uint64_t block;
    std::memcpy(&block, p, 8);
    state = Step(state, block);
  }
  uint64_t block = 0;
  if (spare) {
    std::memcpy(&block, p, 8);
    if (n < 8) block &= (uint64_t{1} << (8 * n)) - 1;
  } else if (n != 0) {  // `p` may be null then
    std::memcpy(&block, p, n);
  }
  return Step(state, block) * kStir;
}

// Byte by byte (FNV-1a): slow, for finding damage in a file.
inline uint64_t Checksum(std::string_view bytes) {
  uint64_t sum = 0xCBF29CE484222325;
  for (const char c : bytes) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return sum;
}

}  // namespace textmill::hash

#endif  // TEXTMILL_PLUGINS_LIB_HASH_HASH_H_
