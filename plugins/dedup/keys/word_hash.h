// The hash of a word: most words are short, and are read with two loads.
#ifndef TEXTMILL_PLUGINS_DEDUP_WORD_HASH_H_
#define TEXTMILL_PLUGINS_DEDUP_WORD_HASH_H_

#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "plugins/lib/hash/hash.h"

namespace textmill::dedup {

inline uint64_t Load64(const char* p) {
  uint64_t v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

// 16 bytes may be read from `p` whatever the word's size.
inline uint64_t HashWord(const char* p, size_t size) {
  if (size > 16) return XXH3_64bits(p, size);
  static constexpr uint64_t kMasks[9] = {
      0,           0xff,         0xffff,         0xffffff,
      0xffffffff,  0xffffffffff, 0xffffffffffff, 0xffffffffffffff,
      ~uint64_t{0}};
  const uint64_t low = Load64(p) & kMasks[size < 8 ? size : 8];
  const uint64_t high = Load64(p + 8) & kMasks[size < 8 ? 0 : size - 8];
  return hash::FoldedProduct(low ^ 0xa0761d6478bd642f, high ^ 0xe7037ed1a0b428db ^ (size << 56));
}

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_WORD_HASH_H_
