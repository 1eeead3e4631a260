#include "core/present/cell_width.h"

#include <unicode/uchar.h>

#include "textmill/utf8.hpp"

namespace textmill::core {

size_t CellsOf(char32_t code_point) {
  if (code_point < 0x7F) return code_point < 0x20 ? 0 : 1;
  const auto c = static_cast<UChar32>(code_point);
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return code_point == 0xAD ? 1 : 0;  // terminals show the soft hyphen
    default:
      break;
  }
  // The vowels and final consonants of Korean syllables that are written apart.
  if (code_point >= 0x1160 && code_point <= 0x11FF) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t CellsOf(std::string_view text) {
  size_t cells = 0;
  for (size_t i = 0; i < text.size();) {
    const DecodedChar c = DecodeUtf8(text.data() + i, text.data() + text.size());
    cells += CellsOf(static_cast<char32_t>(c.code_point));
    i += c.size;
  }
  return cells;
}

std::string_view FirstCells(std::string_view text, size_t cells) {
  size_t end = 0;
  for (size_t used = 0; end < text.size();) {
    const DecodedChar c = DecodeUtf8(text.data() + end, text.data() + text.size());
    used += CellsOf(static_cast<char32_t>(c.code_point));
    if (used > cells) break;
    end += c.size;
  }
  return text.substr(0, end);
}

std::string_view LastCells(std::string_view text, size_t cells) {
  size_t begin = text.size();  // of the last character that fits
  size_t used = 0;
  for (size_t at = text.size(); at > 0;) {
    const DecodedChar c = DecodeUtf8Before(text.data(), text.data() + at);
    at -= c.size;
    const size_t width = CellsOf(static_cast<char32_t>(c.code_point));
    used += width;
    if (used > cells) break;
    if (width > 0) begin = at;  // a mark comes after its letter
  }
  return text.substr(begin);
}

}  // namespace textmill::core
