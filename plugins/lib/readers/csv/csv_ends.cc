#include "plugins/lib/readers/csv/csv_ends.h"

#include <algorithm>

namespace textmill::csv {

void CsvEnds::Restart() {
  state_ = State::kOutside;
  previous_ = line_end_;
}

bool CsvEnds::OpensCell(std::string_view more, size_t quote) const {
  const char before = quote > 0 ? more[quote - 1] : previous_;
  return before == separator_ || before == line_end_;
}

// A quotation mark closed a cell before `at`, where no cell ends: it most likely opens one itself,
// and that cell was never closed. Where the line ends that it opened in; npos: that is this line,
// or nobody asked.
size_t CsvEnds::LineOfOpening(std::string_view more, size_t at) const {
  const char c = more[at];
  const bool ends_cell = c == separator_ || c == '\n' || c == '\r';
  if (!unclosed_with_line_ || opened_ == std::string_view::npos || ends_cell)
    return std::string_view::npos;
  return more.substr(0, at).find(line_end_, opened_);
}

// Scans on until it is outside of quotation marks, or to the end; returns where it is.
size_t CsvEnds::Leave(std::string_view more, size_t at) {
  while (at < more.size() && state_ != State::kOutside) {
    if (state_ == State::kInside) {
      at = std::min(more.find('"', at), more.size());
      if (at == more.size()) break;
      ++at;
      state_ = State::kQuoteInside;
    } else if (more[at] == '"') {
      ++at;
      state_ = State::kInside;
    } else {
      state_ = State::kOutside;
      at = std::min(at, LineOfOpening(more, at));
    }
  }
  return at;
}

size_t CsvEnds::Last(std::string_view more) {
  size_t last = 0;
  opened_ = std::string_view::npos;
  for (size_t at = 0; (at = Leave(more, at)) < more.size();) {
    const size_t quote = std::min(more.find('"', at), more.size());
    const size_t line = more.substr(at, quote - at).rfind(line_end_);
    if (line != std::string_view::npos) last = at + line + 1;
    at = quote + 1;
    if (quote < more.size() && OpensCell(more, quote)) Open(at);
  }
  if (!more.empty()) previous_ = more.back();
  return last;
}

size_t CsvEnds::First(std::string_view more) {
  opened_ = std::string_view::npos;
  size_t line = std::string_view::npos;  // the next line end: many quotation marks may be before it
  for (size_t at = 0; (at = Leave(more, at)) < more.size();) {
    if (line == std::string_view::npos || line < at)
      line = std::min(more.find(line_end_, at), more.size());
    const size_t quote = more.substr(0, line).find('"', at);
    if (quote == std::string_view::npos) {
      if (line < more.size()) {
        Restart();
        return line + 1;
      }
      break;
    }
    at = quote + 1;
    if (OpensCell(more, quote)) Open(at);
  }
  if (!more.empty()) previous_ = more.back();
  return 0;
}

}  // namespace textmill::csv
