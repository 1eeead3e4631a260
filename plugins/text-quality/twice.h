// Says of keys which may be there more than once: a quick look that keeps most of them away from
// the exact counting after it. It never says no of one that is.
//
// One thread.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_TWICE_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_TWICE_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "plugins/lib/hash/hash.h"

namespace textmill::quality {

class Twice {
 public:
  // Forgets everything; there will be about so many keys.
  void Clear(size_t keys) {
    const size_t cells = std::bit_ceil(std::clamp<size_t>(keys * 4, 64, kMostCells));
    cells_.assign(cells, 0);
    shift_ = 64 - std::countr_zero(cells);
  }
  void Add(uint64_t key) {
    uint8_t& cell = cells_[hash::Spread(key) >> shift_];
    cell = static_cast<uint8_t>(cell << 1 | 1);
  }
  // Of a key that was added.
  bool MayBe(uint64_t key) const { return cells_[hash::Spread(key) >> shift_] > 1; }

 private:
  static constexpr size_t kMostCells = size_t{1} << 20;  // what a processor has near itself
  std::vector<uint8_t> cells_;                           // a bit for each time, up to eight
  int shift_ = 0;
};

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_TWICE_H_
