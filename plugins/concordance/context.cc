#include "plugins/concordance/context.h"

#include <algorithm>

#include "plugins/lib/simd/block.h"
#include "plugins/lib/unicode/fold_table.h"
#include "plugins/lib/unicode/white_space.h"
#include "textmill/utf8.hpp"

namespace textmill::concordance {
namespace {

enum class Kind { kBlank, kMark, kOther };

Kind KindOf(const DecodedChar& c) {
  if (!c.valid) return Kind::kOther;
  const unicode::CodePoint is = unicode::FoldTable::Get()[c.code_point];
  return is.blank() ? Kind::kBlank : is.continues() ? Kind::kMark : Kind::kOther;
}

// Whether the white space in a part of a text is single spaces, and all of it is ASCII.
bool HasSingleSpaces(std::string_view text, size_t begin, size_t end) {
  uint64_t after_space = 0;  // the first byte of a block comes after a space
  for (size_t i = begin; i < end; i += simd::kBlock) {
    // What follows in the text may be read, too.
    const size_t n = std::min(simd::kBlock, end - i);
    const simd::Block block = text.size() - i >= simd::kBlock
                                  ? simd::Block(text.data() + i)
                                  : simd::Block(text.data() + i, n, 'x');
    const uint64_t spaces = block.Mask([](__m128i b) { return simd::Equal(b, ' '); });
    const uint64_t others = block.Mask(
        [](__m128i b) { return _mm_or_si128(simd::AtMost(b, 0x1F), simd::AtLeast(b, 0x80)); });
    const uint64_t wrong = others | (spaces & (spaces << 1 | after_space));
    if ((wrong & simd::LowBits(n)) != 0) return false;
    after_space = spaces >> 63;
  }
  return true;
}

// Whether a byte is a character of ASCII that leaves a mark on paper, or is deleted.
bool IsAsciiMark(char c) { return c > ' '; }

}  // namespace

std::string_view OnOneLine(std::string_view text, size_t begin, size_t end, std::string* made) {
  const bool single_spaces = HasSingleSpaces(text, begin, end);
  text = text.substr(begin, end - begin);
  if (single_spaces) {  // most texts
    if (text.starts_with(' ')) text.remove_prefix(1);
    if (text.ends_with(' ')) text.remove_suffix(1);
    return text;
  }
  made->clear();
  const char* p = text.data();
  const char* const last = p + text.size();
  const auto skip_blank = [&] {
    while (p < last) {
      const size_t size = unicode::WhiteSpaceAt(p, last);
      if (size == 0) return;
      p += size;
    }
  };
  // A space that comes before a letter is left as it is; other white space parts two runs.
  const auto goes_on = [&](const char* at) {
    return *at == ' ' ? at + 1 < last && IsAsciiMark(at[1])
                      : IsAsciiMark(*at) || unicode::WhiteSpaceAt(at, last) == 0;
  };
  for (skip_blank(); p < last;) {
    const char* const first = p;
    while (p < last && goes_on(p)) ++p;
    made->append(first, p);
    skip_blank();
    if (p < last) *made += ' ';
  }
  return *made;
}

size_t CharactersBefore(std::string_view text, size_t at, size_t characters) {
  bool after_blank = false;  // nearer to `at`
  size_t begin = at;         // of the last that counted: marks come before their letter here
  while (at > 0) {
    const DecodedChar c = DecodeUtf8Before(text.data(), text.data() + at);
    const Kind kind = KindOf(c);
    const bool counts = kind == Kind::kOther || (kind == Kind::kBlank && !after_blank);
    if (counts && characters-- == 0) return begin;
    after_blank = kind == Kind::kBlank;
    at -= c.size;
    if (kind != Kind::kMark) begin = at;
  }
  return at;
}

size_t CharactersAfter(std::string_view text, size_t at, size_t characters) {
  bool after_blank = false;
  while (at < text.size()) {
    const DecodedChar c = DecodeUtf8(text.data() + at, text.data() + text.size());
    const Kind kind = KindOf(c);
    const bool counts = kind == Kind::kOther || (kind == Kind::kBlank && !after_blank);
    if (counts && characters-- == 0) return at;
    after_blank = kind == Kind::kBlank;
    at += c.size;
  }
  return at;
}

}  // namespace textmill::concordance
