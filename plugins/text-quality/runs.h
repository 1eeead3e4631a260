// The runs of a text between white space, found 64 bytes at a time. Any thread may call.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_RUNS_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_RUNS_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>

#include "plugins/lib/simd/block.h"
#include "plugins/text-quality/characters.h"

namespace textmill::quality {

struct Run {
  size_t begin, end;
  size_t others;  // bytes in it that are not ASCII letters: 0, 1, or more than that for several
  bool wide;      // after white space that is more than a blank
};

// 0, 1, or 2 for more: counting all of a mask is slow without an instruction for it.
inline size_t UpToTwo(uint64_t mask) {
  return (mask != 0 ? 1 : 0) + ((mask & (mask - 1)) != 0 ? 1 : 0);
}

// Calls `use(run)` for each, in order.
template <class Use>
void ForEachRun(std::string_view text, Use use) {
  const Characters& is = Characters::Get();
  Run run{0, 0, 0, false};
  bool inside = false;
  size_t carried = 0;  // bytes of white space that began in the block before
  for (size_t at = 0; at < text.size(); at += simd::kBlock) {
    const size_t size = std::min(text.size() - at, simd::kBlock);
    const simd::Block block(text.data() + at, size, ' ');
    uint64_t space = block.Mask(
        [](__m128i b) { return _mm_or_si128(simd::InRange(b, 9, 13), simd::InRange(b, 28, 32)); });
    const uint64_t letters = block.Mask(
        [](__m128i b) { return simd::InRange(_mm_or_si128(b, _mm_set1_epi8(0x20)), 'a', 'z'); });
    space |= simd::LowBits(carried);
    carried = 0;
    // With these bytes all white space beyond ASCII begins.
    uint64_t may_be = block.Mask([](__m128i b) {
      return _mm_or_si128(simd::Equal(b, '\xC2'),
                          _mm_and_si128(simd::AtLeast(b, 0xE1), simd::AtMost(b, 0xE3)));
    });
    for (; may_be != 0; may_be &= may_be - 1) {
      const auto i = static_cast<size_t>(std::countr_zero(may_be));
      size_t bytes;
      if ((is.At(text, at + i, &bytes) & kSpace) == 0) continue;
      space |= simd::LowBits(bytes) << i;
      carried = i + bytes > simd::kBlock ? i + bytes - simd::kBlock : 0;
    }
    const uint64_t other = ~(letters | space);
    for (size_t i = 0;;) {
      const uint64_t change = (inside ? space : ~space) >> i;
      if (change == 0) {
        if (inside) run.others += UpToTwo(other >> i);
        break;
      }
      const size_t next = i + static_cast<size_t>(std::countr_zero(change));
      if (inside) {
        run.others += UpToTwo(other >> i & simd::LowBits(next - i));
        run.end = at + next;
        use(static_cast<const Run&>(run));
      } else {
        run.begin = at + next;  // run.end is that of the run before
        run.wide = run.begin > run.end + (text[run.end] == ' ' ? 1 : 0);
        run.others = 0;
      }
      inside = !inside;
      i = next;
    }
  }
  if (!inside) return;
  run.end = text.size();
  use(static_cast<const Run&>(run));
}

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_RUNS_H_
