#include "plugins/text/cleaner.h"

#include <emmintrin.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace textmill::text {
namespace {

inline uint64_t LowBits(size_t n) { return n >= 64 ? ~uint64_t{0} : (uint64_t{1} << n) - 1; }

inline __m128i Equal(__m128i v, int byte) {
  return _mm_cmpeq_epi8(v, _mm_set1_epi8(static_cast<char>(byte)));
}
inline __m128i AtLeast(__m128i v, int byte) {
  const __m128i limit = _mm_set1_epi8(static_cast<char>(byte));
  return _mm_cmpeq_epi8(_mm_max_epu8(v, limit), v);
}
inline uint64_t Bits(__m128i v, int k) {
  return static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(v))) << (16 * k);
}

// Copies 64 bytes, and says where in them something may have to be done.
struct Block {
  uint64_t spaces = 0, breaks = 0, controls = 0, high = 0;
  uint64_t leads = 0;   // first bytes of the characters that may be cleaned
  uint64_t others = 0;  // first bytes of those that NFC may change, E2 aside

  Block(const char* in, char* out) {
    __m128i v[4];
    for (int k = 0; k < 4; ++k) {
      v[k] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in + 16 * k));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 16 * k), v[k]);
      high |= Bits(v[k], k);
      spaces |= Bits(Equal(v[k], ' '), k);
      breaks |= Bits(Equal(v[k], '\n'), k);
      const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v[k], _mm_set1_epi8(0x1F)), v[k]);
      controls |= Bits(_mm_or_si128(low, Equal(v[k], 0x7F)), k);
    }
    controls &= ~breaks;
    if (high == 0) return;
    for (int k = 0; k < 4; ++k) {
      const __m128i e2 = Equal(v[k], 0xE2);
      const __m128i c2_d8 = _mm_or_si128(Equal(v[k], 0xC2), Equal(v[k], 0xD8));
      const __m128i e1_e3 = Equal(_mm_or_si128(v[k], _mm_set1_epi8(2)), 0xE3);
      leads |=
          Bits(_mm_or_si128(_mm_or_si128(c2_d8, e1_e3), _mm_or_si128(e2, Equal(v[k], 0xEF))), k);
      // Two-byte characters up to U+02FF, Cyrillic, and most Chinese ones are in NFC as they are.
      const __m128i cyrillic = Equal(_mm_or_si128(v[k], _mm_set1_epi8(1)), 0xD1);
      const __m128i han = _mm_andnot_si128(AtLeast(v[k], 0xEA), AtLeast(v[k], 0xE4));
      const __m128i known = _mm_or_si128(e2, _mm_or_si128(cyrillic, han));
      others |= Bits(_mm_andnot_si128(known, AtLeast(v[k], 0xCC)), k);
    }
  }
};

// A code point below 0x10000 and its size. What is none reads as U+FFFF, which is kept.
struct Decoded {
  uint32_t c, size;
};
inline Decoded Decode(const char* p, size_t left) {
  const auto at = [&](size_t k) { return static_cast<uint32_t>(static_cast<uint8_t>(p[k])); };
  const auto trails = [&](size_t k) { return (at(k) & 0xC0) == 0x80; };
  if (at(0) < 0x80) return {at(0), 1};
  if (at(0) < 0xE0 && left >= 2 && trails(1)) return {(at(0) & 0x1F) << 6 | (at(1) & 0x3F), 2};
  if (at(0) >= 0xE0 && at(0) < 0xF0 && left >= 3 && trails(1) && trails(2))
    return {(at(0) & 0xF) << 12 | (at(1) & 0x3F) << 6 | (at(2) & 0x3F), 3};
  return {0xFFFF, 1};
}

}  // namespace

Cleaner::Cleaner(const Options& options) : whitespace_(options.whitespace) {
  if (options.control) {
    Set(0x00, 0x08, kDrop);  // all control characters that are no white space
    Set(0x0E, 0x1F, kDrop);
    Set(0x7F, 0x84, kDrop);
    Set(0x86, 0x9F, kDrop);
    Set(0xAD, 0xAD, kDrop);      // soft hyphen
    Set(0x61C, 0x61C, kDrop);    // marks of direction, here and below
    Set(0x200B, 0x200B, kDrop);  // zero-width space; joiner and non-joiner stay, they spell words
    Set(0x200E, 0x200F, kDrop);
    Set(0x202A, 0x202E, kDrop);
    Set(0x2060, 0x2064, kDrop);  // word joiner, invisible operators
    Set(0x2066, 0x2069, kDrop);
    Set(0xFEFF, 0xFEFF, kDrop);  // byte order mark
    Set(0xFFF9, 0xFFFB, kDrop);  // interlinear annotation
  }
  if (options.whitespace) {
    Set('\t', '\t', kBlank);
    Set(' ', ' ', kBlank);
    Set(0x85, 0x85, kBlank);  // a line break by the book, but most often a wrongly read character
    Set(0xA0, 0xA0, kBlank);
    Set(0x1680, 0x1680, kBlank);
    Set(0x2000, 0x200A, kBlank);
    Set(0x202F, 0x202F, kBlank);
    Set(0x205F, 0x205F, kBlank);
    Set(0x3000, 0x3000, kBlank);
    Set('\n', '\r', kBreak);
    Set(0x2028, 0x2029, kBreak);
  }
  if (options.quotes) {
    Set(0xB4, 0xB4, kSingleQuote);      // the acute accent, misused as an apostrophe
    Set(0x1FFD, 0x1FFD, kSingleQuote);  // the same to NFC
    Set(0x2018, 0x201B, kSingleQuote);
    Set(0x201C, 0x201F, kDoubleQuote);
    Set(0x275B, 0x275C, kSingleQuote);
    Set(0x275D, 0x275E, kDoubleQuote);
  }
  if (options.dashes) {
    Set(0x2010, 0x2015, kDash);
    Set(0x2212, 0x2212, kDash);
    Set(0x2E3A, 0x2E3B, kDash);
    Set(0xFE58, 0xFE58, kDash);
    Set(0xFE63, 0xFE63, kDash);
    Set(0xFF0D, 0xFF0D, kDash);
  }
  if (options.ellipsis) Set(0x2026, 0x2026, kDots);
}

void Cleaner::Set(uint32_t first, uint32_t last, Action action) {
  std::fill(actions_.begin() + first, actions_.begin() + last + 1, action);
}

Cleaner::Result Cleaner::Clean(std::string_view text, char* const begin) const {
  char* out = begin;
  bool changed = false, surely_nfc = true;
  uint64_t high = 0;
  const auto ends = [&](char c) { return out > begin && out[-1] == c; };
  for (size_t i = 0; i < text.size();) {
    char tail[64];
    const char* in = text.data() + i;
    const size_t n = std::min<size_t>(text.size() - i, 64);
    if (n < 64) {
      std::memset(tail, 'x', sizeof tail);
      std::memcpy(tail, in, n);
      in = tail;
    }
    const Block block(in, out);
    high |= block.high;
    surely_nfc = surely_nfc && block.others == 0;
    uint64_t visit = block.controls | block.leads;
    if (whitespace_) {
      // What stands before the block is what was written last: nothing counts as a blank line.
      const uint64_t after_space = block.spaces << 1 | (ends(' ') ? 1 : 0);
      const bool after_line = out == begin || ends('\n');
      const bool after_two = out < begin + 2 ? out == begin : after_line && out[-2] == '\n';
      const uint64_t after_break = block.breaks << 1 | (after_line ? 1 : 0);
      const uint64_t after_two_breaks =
          after_break & (block.breaks << 2 | (after_line ? 2 : 0) | (after_two ? 1 : 0));
      visit |= (block.spaces & (after_space | after_break)) |
               (block.breaks & (after_space | after_two_breaks));
    }
    visit &= LowBits(n);

    size_t done = n;
    for (; visit != 0; visit &= visit - 1) {
      const size_t k = static_cast<size_t>(std::countr_zero(visit));
      const Decoded is = Decode(text.data() + i + k, text.size() - i - k);
      // Of what begins with E2, NFC leaves alone U+2002 to U+203F; others it may change.
      if (is.c >= 0x2000 && is.c < 0x3000)
        surely_nfc = surely_nfc && is.c >= 0x2002 && is.c < 0x2040;
      const uint8_t action = actions_[is.c];
      if (action == kKeep) continue;
      out += k;
      done = k + is.size;
      changed = true;
      switch (action) {
        case kBlank:
          if (out > begin && !ends(' ') && !ends('\n')) *out++ = ' ';
          break;
        case kBreak:
          if (is.c == '\r' && i + done < text.size() && text[i + done] == '\n') break;
          if (ends(' ')) --out;
          if (out > begin && !(ends('\n') && out > begin + 1 && out[-2] == '\n')) *out++ = '\n';
          break;
        case kSingleQuote:
          *out++ = '\'';
          break;
        case kDoubleQuote:
          *out++ = '"';
          break;
        case kDash:
          *out++ = '-';
          break;
        case kDots:
          out = std::fill_n(out, 3, '.');
          break;
        default:  // kDrop
          break;
      }
      break;
    }
    if (visit == 0) out += n;
    i += done;
  }
  while (whitespace_ && (ends(' ') || ends('\n'))) {
    --out;
    changed = true;
  }
  return {static_cast<size_t>(out - begin), changed, high == 0, surely_nfc};
}

}  // namespace textmill::text
