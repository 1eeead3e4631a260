// Sorts 64 bytes of text at once: one bit a byte, the lowest for the first.
#ifndef TEXTMILL_PLUGINS_ENTITIES_WORD_MASK_H_
#define TEXTMILL_PLUGINS_ENTITIES_WORD_MASK_H_

#include <emmintrin.h>  // SSE2, which every x86-64 has

#include <cstdint>
#include <cstring>

namespace textmill::entities {

struct Block {
  __m128i part[4];

  // The 64 bytes at `p`; those from `n` on count as zero.
  Block(const char* p, size_t n) {
    char copy[64];
    if (n < 64) {
      std::memset(copy, 0, sizeof copy);
      std::memcpy(copy, p, n);
      p = copy;
    }
    for (int i = 0; i < 4; ++i) {
      part[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * i));
    }
  }

  template <class F>
  uint64_t Mask(F of_part) const {
    uint64_t mask = 0;
    for (int i = 0; i < 4; ++i) {
      mask |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(of_part(part[i]))))
              << (16 * i);
    }
    return mask;
  }

  // Bytes from `low` to `high`, both below 0x80.
  static __m128i InRange(__m128i bytes, char low, char high) {
    // Moved so that the range ends at the greatest signed byte.
    const __m128i moved = _mm_add_epi8(bytes, _mm_set1_epi8(static_cast<char>(127 - high)));
    return _mm_cmpgt_epi8(moved, _mm_set1_epi8(static_cast<char>(127 - high + low - 1)));
  }

  uint64_t NotAscii() const {
    return Mask([](__m128i b) { return b; });
  }
  // ASCII letters, digits and `_`.
  uint64_t AsciiWord() const {
    return Mask([](__m128i b) {
      const __m128i lower = _mm_or_si128(b, _mm_set1_epi8(0x20));
      return _mm_or_si128(_mm_or_si128(InRange(lower, 'a', 'z'), InRange(b, '0', '9')),
                          _mm_cmpeq_epi8(b, _mm_set1_epi8('_')));
    });
  }
  uint64_t Digits() const {
    return Mask([](__m128i b) { return InRange(b, '0', '9'); });
  }
  uint64_t Capitals() const {
    return Mask([](__m128i b) { return InRange(b, 'A', 'Z'); });
  }
  // Bytes below the letters of ASCII: blanks, digits, most marks.
  uint64_t NoLetters() const {
    return Mask([](__m128i b) { return InRange(b, 1, '@'); });
  }
  uint64_t EqualInAnyCase(char lower) const {
    return Mask([lower](__m128i b) {
      return _mm_cmpeq_epi8(_mm_or_si128(b, _mm_set1_epi8(0x20)), _mm_set1_epi8(lower));
    });
  }
  uint64_t Equal(char c) const {
    return Mask([c](__m128i b) { return _mm_cmpeq_epi8(b, _mm_set1_epi8(c)); });
  }
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_WORD_MASK_H_
