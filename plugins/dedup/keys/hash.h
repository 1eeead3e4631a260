// The hashes of this plugin: the same on every machine, fast on short strings. Not for keeping out
// somebody who makes collisions on purpose.
#ifndef TEXTMILL_PLUGINS_DEDUP_HASH_H_
#define TEXTMILL_PLUGINS_DEDUP_HASH_H_

#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace textmill::dedup {

inline uint64_t Load64(const char* p) {
  uint64_t v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

// The two halves of a product, one over the other.
inline uint64_t FoldedProduct(uint64_t a, uint64_t b) {
  const unsigned __int128 p = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(p) ^ static_cast<uint64_t>(p >> 64);
}

// A bijection in which every bit of the result hangs on every bit of `x`.
inline uint64_t Mix(uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93;
  return x ^ (x >> 32);
}

// The n-th of an endless row of numbers without a pattern.
inline uint64_t Constant(uint64_t n) { return Mix((n + 1) * 0x9e3779b97f4a7c15); }

// A word; 16 bytes may be read from `p` whatever its size.
inline uint64_t HashWord(const char* p, size_t size) {
  if (size > 16) return XXH3_64bits(p, size);
  static constexpr uint64_t kMasks[9] = {
      0,           0xff,         0xffff,         0xffffff,
      0xffffffff,  0xffffffffff, 0xffffffffffff, 0xffffffffffffff,
      ~uint64_t{0}};
  const uint64_t low = Load64(p) & kMasks[size < 8 ? size : 8];
  const uint64_t high = Load64(p + 8) & kMasks[size < 8 ? 0 : size - 8];
  return FoldedProduct(low ^ 0xa0761d6478bd642f, high ^ 0xe7037ed1a0b428db ^ (size << 56));
}

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_HASH_H_
