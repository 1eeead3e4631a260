// 64 bytes of text at once, as masks: one bit a byte, the lowest for the first. With SSE2, which
// every x86-64 has, so that results do not depend on the processor. Any thread may call.
#ifndef TEXTMILL_PLUGINS_LIB_SIMD_BLOCK_H_
#define TEXTMILL_PLUGINS_LIB_SIMD_BLOCK_H_

#include <emmintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace textmill::simd {

inline constexpr size_t kBlock = 64;

// The lowest `n` bits; all of them from 64 on.
inline uint64_t LowBits(size_t n) { return n >= 64 ? ~uint64_t{0} : (uint64_t{1} << n) - 1; }

// On 16 bytes: 0xFF for those of which it is true, else 0.
inline __m128i Equal(__m128i bytes, char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); }
inline __m128i AtLeast(__m128i bytes, uint8_t least) {
  const __m128i limit = _mm_set1_epi8(static_cast<char>(least));
  return _mm_cmpeq_epi8(_mm_max_epu8(bytes, limit), bytes);
}
inline __m128i AtMost(__m128i bytes, uint8_t most) {
  const __m128i limit = _mm_set1_epi8(static_cast<char>(most));
  return _mm_cmpeq_epi8(_mm_min_epu8(bytes, limit), bytes);
}
// From `low` to `high`, both below 0x80.
inline __m128i InRange(__m128i bytes, char low, char high) {
  // Moved so that the range ends at the greatest signed byte.
  const __m128i moved = _mm_add_epi8(bytes, _mm_set1_epi8(static_cast<char>(127 - high)));
  return _mm_cmpgt_epi8(moved, _mm_set1_epi8(static_cast<char>(127 - high + low - 1)));
}

struct Block {
  __m128i part[4];

  // Reads 64 bytes.
  explicit Block(const char* p) {
    for (int i = 0; i < 4; ++i)
      part[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * i));
  }
  // Reads `n` bytes, at most 64; the others count as `filler`.
  Block(const char* p, size_t n, char filler = '\0') {
    char copy[kBlock];
    if (n < kBlock) {
      std::memset(copy, filler, sizeof copy);
      std::memcpy(copy, p, n);
      p = copy;
    }
    for (int i = 0; i < 4; ++i)
      part[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * i));
  }
  // Writes 64 bytes.
  void Store(char* to) const {
    for (int i = 0; i < 4; ++i) _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 16 * i), part[i]);
  }
  // ASCII letters in lower case.
  Block Lower() const {
    Block lower = *this;
    for (__m128i& bytes : lower.part)
      bytes = _mm_or_si128(bytes, _mm_and_si128(InRange(bytes, 'A', 'Z'), _mm_set1_epi8(0x20)));
    return lower;
  }

  // Of each part, what `of_part` says.
  template <class F>
  uint64_t Mask(F of_part) const {
    uint64_t mask = 0;
    for (int i = 0; i < 4; ++i) {
      mask |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(of_part(part[i]))))
              << (16 * i);
    }
    return mask;
  }
  uint64_t NotAscii() const {
    return Mask([](__m128i b) { return b; });
  }
  // ASCII letters, digits and `_`.
  uint64_t AsciiWord() const {
    return Mask([](__m128i b) {
      const __m128i lower = _mm_or_si128(b, _mm_set1_epi8(0x20));
      return _mm_or_si128(_mm_or_si128(InRange(lower, 'a', 'z'), InRange(b, '0', '9')),
                          simd::Equal(b, '_'));
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
    return Mask(
        [lower](__m128i b) { return simd::Equal(_mm_or_si128(b, _mm_set1_epi8(0x20)), lower); });
  }
  uint64_t Equal(char c) const {
    return Mask([c](__m128i b) { return simd::Equal(b, c); });
  }
};

}  // namespace textmill::simd

#endif  // TEXTMILL_PLUGINS_LIB_SIMD_BLOCK_H_
