#include "plugins/text/cleaner.h"

#include <algorithm>
#include <bit>

#include "plugins/lib/simd/block.h"
#include "plugins/text/invisible.h"
#include "textmill/utf8.hpp"

namespace textmill::text {
namespace {

// Copies 64 bytes, and says where in them something may have to be done.
struct CleanBlock {
  uint64_t spaces, breaks, controls, high;
  uint64_t leads = 0;   // first bytes of the characters that may be cleaned
  uint64_t others = 0;  // first bytes of those that NFC may change, E2 aside

  CleanBlock(const simd::Block& block, char* out) {
    block.Store(out);
    high = block.NotAscii();
    spaces = block.Equal(' ');
    breaks = block.Equal('\n');
    controls = block.Mask([](__m128i b) {
      return _mm_or_si128(simd::AtMost(b, 0x1F), simd::Equal(b, 0x7F));
    }) & ~breaks;
    if (high == 0) return;
    leads = block.Mask([](__m128i b) {
      const __m128i c2_d8 = _mm_or_si128(simd::Equal(b, '\xC2'), simd::Equal(b, '\xD8'));
      const __m128i e1_e3 = simd::Equal(_mm_or_si128(b, _mm_set1_epi8(2)), '\xE3');
      const __m128i e2_ef = _mm_or_si128(simd::Equal(b, '\xE2'), simd::Equal(b, '\xEF'));
      const __m128i f0_f3 = simd::Equal(_mm_or_si128(b, _mm_set1_epi8(3)), '\xF3');
      const __m128i cd_f0_f3 = _mm_or_si128(simd::Equal(b, '\xCD'), f0_f3);
      return _mm_or_si128(_mm_or_si128(c2_d8, e1_e3), _mm_or_si128(e2_ef, cd_f0_f3));
    });
    others = block.Mask([](__m128i b) {
      // Two-byte characters up to U+02FF, Cyrillic, and most Chinese ones are in NFC as they are.
      const __m128i cyrillic = simd::Equal(_mm_or_si128(b, _mm_set1_epi8(1)), '\xD1');
      const __m128i han = _mm_andnot_si128(simd::AtLeast(b, 0xEA), simd::AtLeast(b, 0xE4));
      const __m128i known = _mm_or_si128(simd::Equal(b, '\xE2'), _mm_or_si128(cyrillic, han));
      return _mm_andnot_si128(known, simd::AtLeast(b, 0xCC));
    });
  }
};

}  // namespace

Cleaner::Cleaner(const Options& options) : whitespace_(options.whitespace) {
  if (options.control) {
    beyond_ = kLook;
    Set(0x00, 0x08, kDrop);  // all control characters that are no white space
    Set(0x0E, 0x1F, kDrop);
    Set(0x7F, 0x84, kDrop);
    Set(0x86, 0x9F, kDrop);
    Set(0xAD, 0xAD, kDrop);      // soft hyphen
    Set(0x34F, 0x34F, kDrop);    // grapheme joiner, which joins nothing that is seen
    Set(0x61C, 0x61C, kDrop);    // marks of direction, here and below
    Set(0x115F, 0x1160, kDrop);  // fillers of Korean, here and below
    Set(0x17B4, 0x17B5, kDrop);  // vowels of Khmer that are not written
    Set(0x180B, 0x180D, kLook);  // variation selectors, here and below
    Set(0x180E, 0x180E, kDrop);  // vowel separator of Mongolian
    Set(0x180F, 0x180F, kLook);
    Set(0x200B, 0x200B, kDrop);  // zero-width space; joiner and non-joiner stay, they spell words
    Set(0x200E, 0x200F, kDrop);
    Set(0x202A, 0x202E, kDrop);
    Set(0x2060, 0x206F, kDrop);  // word joiner, invisible operators
    Set(0x2800, 0x2800, kLook);  // the blank of Braille
    Set(0x3164, 0x3164, kDrop);
    Set(0xFE00, 0xFE0F, kLook);
    Set(0xFEFF, 0xFEFF, kDrop);  // byte order mark
    Set(0xFFA0, 0xFFA0, kDrop);
    Set(0xFFF0, 0xFFFB, kDrop);  // interlinear annotation
  }
  if (options.whitespace) {
    Set('\t', '\t', kBlank);
    Set(' ', ' ', kBlank);
    Set(0xA0, 0xA0, kBlank);
    Set(0x1680, 0x1680, kBlank);
    Set(0x2000, 0x200A, kBlank);
    Set(0x202F, 0x202F, kBlank);
    Set(0x205F, 0x205F, kBlank);
    Set(0x3000, 0x3000, kBlank);
    Set('\n', '\r', kBreak);
    Set(0x85, 0x85, kBreak);
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

// A text on its way to where it is cleaned.
struct Cleaner::Run {
  std::string_view text;
  char* const begin;
  char* out;
  bool changed = false, surely_nfc = true;

  bool Ends(char c) const { return out > begin && out[-1] == c; }

  // The spaces and line breaks of a block that follow others, so that they may be too many.
  uint64_t Surplus(const CleanBlock& block) const {
    // What is before the block is what was written last: nothing counts as a blank line.
    const uint64_t after_space = block.spaces << 1 | (Ends(' ') ? 1 : 0);
    const bool after_line = out == begin || Ends('\n');
    const bool after_two = out < begin + 2 ? out == begin : after_line && out[-2] == '\n';
    const uint64_t after_break = block.breaks << 1 | (after_line ? 1 : 0);
    const uint64_t after_two_breaks =
        after_break & (block.breaks << 2 | (after_line ? 2 : 0) | (after_two ? 1 : 0));
    return (block.spaces & (after_space | after_break)) |
           (block.breaks & (after_space | after_two_breaks));
  }

  // Writes what becomes of a character of which `rest` is what follows.
  void Write(uint8_t action, uint32_t c, std::string_view rest) {
    switch (action) {
      case kBlank:
        if (out > begin && !Ends(' ') && !Ends('\n')) *out++ = ' ';
        break;
      case kBreak:
        if (c == '\r' && rest.starts_with('\n')) break;
        if (Ends(' ')) --out;
        if (out > begin && !(Ends('\n') && out > begin + 1 && out[-2] == '\n')) *out++ = '\n';
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
  }
};

// Of a block that is at `at` in the text and was copied: cleans the first of the characters in
// `visit` that does not stay as it is. Returns how many bytes are done with it; `n` when all stay.
inline size_t Cleaner::CleanFirst(size_t at, size_t n, uint64_t visit, Run* run) const {
  for (; visit != 0; visit &= visit - 1) {
    const size_t k = static_cast<size_t>(std::countr_zero(visit));
    const std::string_view rest = run->text.substr(at + k);
    const DecodedChar is = DecodeUtf8(rest.data(), rest.data() + rest.size());
    // Of what begins with E2, NFC leaves alone U+2002 to U+203F; others it may change.
    if (is.code_point >= 0x2000 && is.code_point < 0x3000)
      run->surely_nfc = run->surely_nfc && is.code_point >= 0x2002 && is.code_point < 0x2040;
    uint8_t action = is.code_point < actions_.size() ? actions_[is.code_point] : beyond_;
    if (action == kLook) {
      const size_t written = static_cast<size_t>(run->out - run->begin) + k;
      const bool goes = IsInvisible(is.code_point, {run->begin, written}, rest.substr(is.size));
      action = goes ? kDrop : kKeep;
    }
    if (action == kKeep) continue;
    run->out += k;
    run->changed = true;
    run->Write(action, is.code_point, rest.substr(is.size));
    return k + is.size;
  }
  run->out += n;
  return n;
}

Cleaner::Result Cleaner::Clean(std::string_view text, char* const begin) const {
  Run run{text, begin, begin};
  uint64_t high = 0;
  for (size_t i = 0; i < text.size();) {
    const size_t n = std::min(text.size() - i, simd::kBlock);
    const CleanBlock block(simd::Block(text.data() + i, n, 'x'), run.out);
    high |= block.high;
    run.surely_nfc = run.surely_nfc && block.others == 0;
    const uint64_t surplus = whitespace_ ? run.Surplus(block) : 0;
    i += CleanFirst(i, n, (block.controls | block.leads | surplus) & simd::LowBits(n), &run);
  }
  while (whitespace_ && (run.Ends(' ') || run.Ends('\n'))) {
    --run.out;
    run.changed = true;
  }
  return {static_cast<size_t>(run.out - begin), run.changed, high == 0, run.surely_nfc};
}

}  // namespace textmill::text
