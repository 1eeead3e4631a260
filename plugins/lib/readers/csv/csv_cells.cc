#include "plugins/lib/readers/csv/csv_cells.h"

#include <emmintrin.h>

#include <algorithm>
#include <cstring>

namespace textmill::csv {

// The next separator or line end, or the end.
const char* CsvCells::CellEnd(const char* p) const {
  const __m128i separator = _mm_set1_epi8(dialect_.separator),
                line_end = _mm_set1_epi8(dialect_.line_end);
  for (; p < end_; p += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const int mask =
        _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(v, separator), _mm_cmpeq_epi8(v, line_end)));
    if (mask != 0) return std::min(p + __builtin_ctz(static_cast<unsigned>(mask)), end_);
  }
  return end_;
}

// Adds the cell whose opening quotation mark is at `p`; returns what comes after the closing one.
const char* CsvCells::QuotedCell(const char* p) {
  const char* const opening = p++;
  Cell cell;
  for (const char* from = p;;) {
    const void* found =
        from < end_ ? std::memchr(from, '"', static_cast<size_t>(end_ - from)) : nullptr;
    const char* quote = static_cast<const char*>(found);
    if (quote == nullptr) {
      Fault(opening, kUnclosed);
      quote = dialect_.unclosed_with_line ? LineEnd(opening, end_) : end_;
      cell.raw = {p, static_cast<size_t>(quote - p)};
      cells_.push_back(cell);
      return quote;
    } else if (quote + 1 < end_ && quote[1] == '"') {
      cell.doubled = true;
      from = quote + 2;
      continue;
    }
    const bool closed_later = !EndsCell(quote + 1) && LineEnd(opening, quote) < quote;
    if (closed_later) Fault(opening, kClosedLater);
    if (closed_later && dialect_.unclosed_with_line) quote = LineEnd(opening, quote);
    cell.raw = {p, static_cast<size_t>(quote - p)};
    cells_.push_back(cell);
    return closed_later && dialect_.unclosed_with_line ? quote : std::min(quote + 1, end_);
  }
}

// The first line end from `p` on, or `end`.
const char* CsvCells::LineEnd(const char* p, const char* end) const {
  const void* at = std::memchr(p, dialect_.line_end, static_cast<size_t>(end - p));
  return at != nullptr ? static_cast<const char*>(at) : end;
}

bool CsvCells::EndsCell(const char* p) const {
  return p >= end_ || *p == dialect_.separator || *p == '\n' || *p == '\r';
}

// A line end of another kind may be in quotation marks only.
void CsvCells::CheckReturns(const char* from, const char* to) {
  const char other = dialect_.line_end == '\n' ? '\r' : '\n';
  const char* const at = std::find(from, to, other);
  if (at == to) return;
  Fault(at, other == '\r' ? "there is a carriage return outside quotation marks, and the lines of "
                            "this file end in a line feed"
                          : "there is a line feed outside quotation marks, and the lines of this "
                            "file end in a carriage return");
}

// False when nothing else comes.
bool CsvCells::SkipBlankLines() {
  while (true) {
    const char* p = at_;
    if (dialect_.line_end == '\n') {
      while (p < end_ && *p == '\r') ++p;
    }
    if (p == end_) return false;
    if (*p != dialect_.line_end) return true;
    at_ = p + 1;
  }
}

void CsvCells::Fault(const char* at, const char* what) {
  if (fault_ != nullptr) return;
  fault_ = what;
  fault_at_ = static_cast<size_t>(at - record_.data());
}

bool CsvCells::Next() {
  if (!SkipBlankLines()) return false;
  cells_.clear();
  fault_ = nullptr;
  const char* const begin = at_;
  record_ = std::string_view(begin, static_cast<size_t>(end_ - begin));  // as yet
  for (const char* p = begin;; ++p) {
    const bool quoted = p < end_ && *p == '"';
    const char* const after = quoted ? QuotedCell(p) : p;
    const char* const cell_end = CellEnd(after);
    const bool last = cell_end == end_ || *cell_end == dialect_.line_end;
    // Carriage returns before the line end are part of it.
    const char* text_end = cell_end;
    while (last && dialect_.line_end == '\n' && text_end > after && text_end[-1] == '\r')
      --text_end;
    if (!quoted) {
      cells_.push_back({{p, static_cast<size_t>(text_end - p)}, false});
      if (returns_) CheckReturns(p, text_end);
    } else if (text_end > after) {
      Fault(after, "there is something between a closing quotation mark and the next cell");
    }
    p = cell_end;
    if (!last) continue;
    record_ = {begin, static_cast<size_t>(text_end - begin)};
    at_ = std::min(cell_end + 1, end_);
    return true;
  }
}

std::string_view CellText(const Cell& cell, std::string& scratch) {
  if (!cell.doubled) return cell.raw;
  scratch.clear();
  std::string_view rest = cell.raw;
  for (size_t quote; (quote = rest.find('"')) != std::string_view::npos;) {
    scratch.append(rest.substr(0, quote + 1));
    rest.remove_prefix(quote + 2);
  }
  scratch.append(rest);
  return scratch;
}

}  // namespace textmill::csv
