#include "plugins/write-csv/cell.h"

#include <algorithm>
#include <cstdint>

#include "textmill/escape.hpp"
#include "textmill/utf8.hpp"

namespace textmill::write_csv {
namespace {

// A quotation mark is doubled; nothing else changes.
struct QuoteEscapes {
  static bool Special(char c) { return c == '"'; }
#if defined(__SSE2__)
  static unsigned Mask(__m128i block) {
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8('"'))));
  }
#endif
  static char* Write(char c, char* to) {
    to[0] = to[1] = c;
    return to + 2;
  }
};

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// White space, invisible characters and quotation marks: a formula may still begin after them.
bool IsSkipped(uint32_t c) {
  return c <= 0x20 || c == '"' || c == '\'' || c == 0x7F || c == 0x85 || c == 0xA0 ||  // no-break
         c == 0xAB || c == 0xAD || c == 0xBB ||  // guillemets, soft hyphen
         (c >= 0x2000 && c <= 0x200F) ||         // spaces of all widths, marks
         (c >= 0x2018 && c <= 0x201F) ||         // typographer's quotes
         (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) ||  // separators, marks
         c == 0x2039 || c == 0x203A || c == 0x3000 || c == 0xFEFF || c == 0xFF02 || c == 0xFF07;
}

// = + - @, and their full-width and small forms.
bool IsFormulaStart(uint32_t c) {
  return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xFF1D || c == 0xFF0B ||
         c == 0xFF0D || c == 0xFF20 || c == 0xFE66 || c == 0xFE62 || c == 0xFE63 || c == 0xFE6B;
}

}  // namespace

bool LooksLikeFormula(std::string_view text) {
  if (text.starts_with('\t') || text.starts_with('\r')) return true;
  while (!text.empty()) {
    const DecodedChar c = DecodeUtf8(text.data(), text.data() + text.size());
    if (IsFormulaStart(c.code_point)) return true;
    if (!IsSkipped(c.code_point)) return false;
    text.remove_prefix(c.size);
  }
  return false;
}

bool CellWriter::NeedsQuotes(std::string_view text) const {
  if (text.empty() || IsBlank(text.front()) || IsBlank(text.back())) return true;
  const char* p = text.data();
  const char* const end = p + text.size();
#if defined(__SSE2__)
  const __m128i separator = _mm_set1_epi8(separator_), quote = _mm_set1_epi8('"');
  const __m128i line_feed = _mm_set1_epi8('\n'), carriage_return = _mm_set1_epi8('\r');
  for (; end - p >= 16; p += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i found = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(block, separator), _mm_cmpeq_epi8(block, quote)),
        _mm_or_si128(_mm_cmpeq_epi8(block, line_feed), _mm_cmpeq_epi8(block, carriage_return)));
    if (_mm_movemask_epi8(found) != 0) return true;
  }
#endif
  return std::any_of(
      p, end, [this](char c) { return c == separator_ || c == '"' || c == '\n' || c == '\r'; });
}

void CellWriter::AppendQuoted(std::string_view text, Buffer& out) const {
  out.Append("\"", 1);
  AppendEscaped<QuoteEscapes>(text, out);
  out.Append("\"", 1);
}

void CellWriter::AppendPlain(std::string_view text, Buffer& out) const {
  if (NeedsQuotes(text)) {
    AppendQuoted(text, out);
  } else {
    out.Append(text.data(), text.size());
  }
}

void CellWriter::AppendText(std::string_view text, Buffer& out) const {
  if (!safe_ || !LooksLikeFormula(text)) return AppendPlain(text, out);
  // Spreadsheets show the apostrophe, and take what follows for text.
  if (NeedsQuotes(text)) {
    out.Append("\"'", 2);
    AppendEscaped<QuoteEscapes>(text, out);
    out.Append("\"", 1);
  } else {
    out.Append("'", 1);
    out.Append(text.data(), text.size());
  }
}

}  // namespace textmill::write_csv
