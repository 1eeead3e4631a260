// A table from hashes to places in an array, as models keep it: made once, then constant. Keys are
// told apart by 32 bits, so one of some ten thousand unknown keys is mistaken for a known one.
//
// The keys are in order, some four to a part: with five bytes a key, most of the table stays in
// the processor's cache.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_HASH_TABLE_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_HASH_TABLE_H_

#include <emmintrin.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/memory/items.h"

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
  bool Make(std::vector<uint32_t> keys) {
    if (!Ascends(keys)) return false;
    begins_ = memory::Items(BeginsOf(keys));
    keys_ = memory::Items(std::move(keys));
    SetShift();
    return true;
  }
  // The same table as it was written before: its keys() and begins(). False when they are no table.
  bool Use(memory::Items<uint32_t> keys, memory::Items<uint32_t> begins) {
    if (begins.size() < 2 || !std::has_single_bit(begins.size() - 1)) return false;
    keys_ = std::move(keys);
    begins_ = std::move(begins);
    SetShift();
    return true;
  }
  // Whether all of such a table is as Make() makes it: reads all of it.
  bool IsWhole() const { return Ascends(keys_) && std::ranges::equal(begins_, BeginsOf(keys_)); }
  // Eight keys at once, whichever parts they are of: how many there are in a part, and whether one
  // of them is the key, cannot be foreseen, so that a branch for either would be mistaken often.
  uint32_t Find(uint32_t key) const {
    const size_t part = Part(key);
    const uint32_t begin = begins_[part];
    if (begins_[part + 1] - begin > kAtOnce || keys_.size() - begin < kAtOnce) [[unlikely]]
      return FindOneByOne(key, part);
    const __m128i wanted = _mm_set1_epi32(static_cast<int>(key));
    const auto* const keys = reinterpret_cast<const __m128i*>(keys_.data() + begin);
    const __m128i low = _mm_cmpeq_epi32(_mm_loadu_si128(keys), wanted),
                  high = _mm_cmpeq_epi32(_mm_loadu_si128(keys + 1), wanted);
    const auto found = static_cast<uint32_t>(_mm_movemask_ps(_mm_castsi128_ps(low)) |
                                             _mm_movemask_ps(_mm_castsi128_ps(high)) << 4);
    const uint32_t at = begin + static_cast<uint32_t>(std::countr_zero(found | 1U << kAtOnce));
    return at | (0U - static_cast<uint32_t>(found == 0));
  }
  void Prefetch(uint32_t key) const {
    const uint32_t* const keys = keys_.data() + begins_[Part(key)];
    __builtin_prefetch(keys);
    __builtin_prefetch(keys + kAtOnce - 1);
  }
  size_t size() const { return keys_.size(); }
  size_t bytes() const { return keys_.bytes() + begins_.bytes(); }
  const memory::Items<uint32_t>& keys() const { return keys_; }
  const memory::Items<uint32_t>& begins() const { return begins_; }

 private:
  static constexpr uint32_t kAtOnce = 8;

  uint32_t FindOneByOne(uint32_t key, size_t part) const {
    for (uint32_t i = begins_[part]; i < begins_[part + 1]; ++i) {
      if (keys_[i] == key) return i;
    }
    return kNone;
  }
  template <class Keys>
  static bool Ascends(const Keys& keys) {
    for (size_t i = 1; i < keys.size(); ++i) {
      if (keys[i] <= keys[i - 1]) return false;
    }
    return true;
  }
  template <class Keys>
  static std::vector<uint32_t> BeginsOf(const Keys& keys) {
    const size_t parts = std::bit_ceil(keys.size() / 4 + 1);
    const int shift = 32 - std::countr_zero(parts);
    std::vector<uint32_t> begins(parts + 1);
    for (size_t part = 0, i = 0; part <= parts; ++part) {
      while (i < keys.size() && static_cast<uint64_t>(keys[i]) >> shift < part) ++i;
      begins[part] = static_cast<uint32_t>(i);
    }
    return begins;
  }
  void SetShift() { shift_ = 32 - std::countr_zero(begins_.size() - 1); }
  // By the highest bits: keys are of equal likelihood there.
  size_t Part(uint32_t key) const { return static_cast<uint64_t>(key) >> shift_; }

  memory::Items<uint32_t> keys_;
  // Where the keys of each part begin, and the end.
  memory::Items<uint32_t> begins_{std::vector<uint32_t>{0, 0}};
  int shift_ = 32;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_HASH_TABLE_H_
