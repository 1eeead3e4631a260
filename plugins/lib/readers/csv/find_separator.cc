#include "plugins/lib/readers/csv/find_separator.h"

#include <algorithm>
#include <string>
#include <vector>

namespace textmill::csv {
namespace {

struct FirstRecord {
  std::vector<std::string> cells = std::vector<std::string>(1);
  bool quoted = false;  // ends within quotation marks
  bool whole = false;
};

// The first one, which it takes off.
FirstRecord TakeFirst(std::string_view* text, char separator) {
  FirstRecord record;
  bool may_open = true;  // a quotation mark
  size_t at = 0;
  while (at < text->size() && !record.whole) {
    const char c = (*text)[at++];
    if (c == '"' && (record.quoted || may_open)) {
      record.quoted = !record.quoted;
      may_open = !record.quoted;  // the second of two
    } else if (c == separator && !record.quoted) {
      record.cells.emplace_back();
      may_open = true;
    } else if (c == '\n' && !record.quoted) {
      record.whole = true;
    } else {
      record.cells.back() += c;
      may_open = false;
    }
  }
  text->remove_prefix(at);
  while (record.cells.back().ends_with('\r')) record.cells.back().pop_back();
  return record;
}

}  // namespace

std::optional<char> FindSeparator(std::string_view begin, std::string_view text_column) {
  if (begin.starts_with("\xEF\xBB\xBF")) begin.remove_prefix(3);
  for (const char separator : {',', ';', '\t', '|'}) {
    std::string_view rest = begin;
    const FirstRecord names = TakeFirst(&rest, separator);
    if (!names.whole || names.cells.size() < 2 ||
        std::ranges::find(names.cells, text_column) == names.cells.end())
      continue;
    const FirstRecord first = TakeFirst(&rest, separator);
    const size_t n = first.cells.size();
    if (first.whole ? n == names.cells.size() : n <= names.cells.size() && (n > 1 || first.quoted))
      return separator;
  }
  return {};
}

}  // namespace textmill::csv
