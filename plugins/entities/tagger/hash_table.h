// A table from hashes to places in an array, as models keep it: made once, then constant. Keys are
// told apart by 32 bits, so one of some ten thousand unknown keys is mistaken for a known one.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_HASH_TABLE_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_HASH_TABLE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace textmill::entities {

class HashTable {
 public:
  static constexpr uint32_t kNone = 0xFFFFFFFF;

  // What is left of a 64-bit hash; never 0.
  static uint32_t Key(uint64_t hash) {
    const uint64_t mixed = hash * 0x9E3779B97F4A7C15ULL;
    const auto key = static_cast<uint32_t>(mixed >> 32);
    return key == 0 ? 1 : key;
  }

  // The i-th key is found at i. False when two are equal.
  bool Make(const std::vector<uint32_t>& keys) {
    const size_t slots = std::bit_ceil(keys.size() + keys.size() / 2 + 2);
    shift_ = 32 - std::countr_zero(slots);
    slots_.assign(slots, {0, 0});
    for (size_t i = 0; i < keys.size(); ++i) {
      size_t at = Home(keys[i]);
      while (slots_[at].key != 0) {
        if (slots_[at].key == keys[i]) return false;
        at = (at + 1) & (slots - 1);
      }
      slots_[at] = {keys[i], static_cast<uint32_t>(i)};
    }
    return true;
  }
  uint32_t Find(uint32_t key) const {
    for (size_t at = Home(key);; at = (at + 1) & (slots_.size() - 1)) {
      const Slot slot = slots_[at];
      if (slot.key == key) return slot.place;
      if (slot.key == 0) return kNone;
    }
  }
  void Prefetch(uint32_t key) const { __builtin_prefetch(&slots_[Home(key)]); }
  size_t bytes() const { return slots_.size() * sizeof(Slot); }

 private:
  struct Slot {
    uint32_t key, place;
  };
  // The highest bits: keys are of equal likelihood there.
  size_t Home(uint32_t key) const { return shift_ >= 32 ? 0 : key >> shift_; }

  std::vector<Slot> slots_{{0, 0}, {0, 0}};
  int shift_ = 31;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_HASH_TABLE_H_
