// A table from hashes to places in an array, as models keep it: made once, then constant. Keys are
// told apart by 32 bits, so one of some ten thousand unknown keys is mistaken for a known one.
//
// The keys are in order, some four to a part: with five bytes a key, most of the table stays in
// the processor's cache.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_HASH_TABLE_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_HASH_TABLE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "plugins/lib/hash/hash.h"

namespace textmill::entities {

class HashTable {
 public:
  static constexpr uint32_t kNone = 0xFFFFFFFF;

  // What is left of a 64-bit hash; never 0.
  static uint32_t Key(uint64_t hash) {
    const uint64_t mixed = hash::Spread(hash);
    const auto key = static_cast<uint32_t>(mixed >> 32);
    return key == 0 ? 1 : key;
  }

  // The i-th key is found at i. False when they do not ascend.
  bool Make(const std::vector<uint32_t>& keys) {
    for (size_t i = 1; i < keys.size(); ++i) {
      if (keys[i] <= keys[i - 1]) return false;
    }
    const size_t parts = std::bit_ceil(keys.size() / 4 + 1);
    shift_ = 32 - std::countr_zero(parts);
    begins_.resize(parts + 1);
    for (size_t part = 0, i = 0; part <= parts; ++part) {
      while (i < keys.size() && Part(keys[i]) < part) ++i;
      begins_[part] = static_cast<uint32_t>(i);
    }
    keys_ = keys;
    return true;
  }
  uint32_t Find(uint32_t key) const {
    const size_t part = Part(key);
    for (uint32_t i = begins_[part]; i < begins_[part + 1]; ++i) {
      if (keys_[i] == key) return i;
    }
    return kNone;
  }
  void Prefetch(uint32_t key) const { __builtin_prefetch(keys_.data() + begins_[Part(key)]); }
  size_t bytes() const { return sizeof(uint32_t) * (keys_.size() + begins_.size()); }

 private:
  // By the highest bits: keys are of equal likelihood there.
  size_t Part(uint32_t key) const { return static_cast<uint64_t>(key) >> shift_; }

  std::vector<uint32_t> keys_;
  std::vector<uint32_t> begins_{0, 0};  // where the keys of each part begin, and the end
  int shift_ = 32;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_HASH_TABLE_H_
