// Gives equal strings equal numbers, counted from 0 in the order of their first appearance. Holds
// views: what they show must live until Clear. One thread.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_INTERNER_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_INTERNER_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "plugins/lib/hash/hash.h"

namespace textmill::quality {

class Interner {
 public:
  // Forgets everything; there will be at most so many strings. `readable` is where the memory ends
  // that holds them: up to there their bytes may be read.
  void Clear(size_t most, const char* readable) {
    const size_t slots = std::bit_ceil(most + most / 4 + 2);
    if (slots_.size() < slots) slots_.resize(slots);
    mask_ = slots - 1;
    std::fill_n(slots_.begin(), slots, Slot{0, 0, kNone});
    strings_.clear();
    readable_ = readable;
  }
  // Of a string: up to eight bytes as they are, of more a hash.
  uint64_t Key(std::string_view s) const {
    if (s.size() <= 8) return Bytes(s);
    return hash::HashOn(hash::kSeed, s.data(), s.size(),
                        readable_ - s.data() >= static_cast<std::ptrdiff_t>(s.size() + 8));
  }
  uint32_t Number(std::string_view s) { return Number(s, Key(s)); }
  uint32_t Number(std::string_view s, uint64_t key) {
    const auto size = static_cast<uint32_t>(s.size());
    for (size_t at = (hash::Spread(key ^ size) >> 32) & mask_;; at = (at + 1) & mask_) {
      Slot& slot = slots_[at];
      if (slot.number == kNone) {
        slot = {key, size, static_cast<uint32_t>(strings_.size())};
        strings_.push_back(s);
        return slot.number;
      }
      if (slot.key == key && slot.size == size && (size <= 8 || strings_[slot.number] == s))
        return slot.number;
    }
  }
  size_t size() const { return strings_.size(); }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Slot {
    uint64_t key;
    uint32_t size, number;
  };
  uint64_t Bytes(std::string_view s) const {
    uint64_t bytes = 0;
    if (readable_ - s.data() >= 8) {
      std::memcpy(&bytes, s.data(), 8);
      return s.size() == 8 ? bytes : bytes & ((uint64_t{1} << (8 * s.size())) - 1);
    }
    std::memcpy(&bytes, s.data(), s.size());
    return bytes;
  }
  std::vector<Slot> slots_;
  std::vector<std::string_view> strings_;
  const char* readable_ = nullptr;
  size_t mask_ = 0;
};

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_INTERNER_H_
