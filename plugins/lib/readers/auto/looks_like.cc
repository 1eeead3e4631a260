#include "plugins/lib/readers/auto/looks_like.h"

#include <algorithm>
#include <string>
#include <vector>

namespace textmill::readauto {
namespace {

std::string_view WithoutMark(std::string_view begin) {
  if (begin.starts_with("\xEF\xBB\xBF")) begin.remove_prefix(3);
  return begin;
}

std::string_view WithoutSpace(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

// `{`, a key, and `:`.
bool BeginsObject(std::string_view text) {
  if (!text.starts_with('{')) return false;
  text = WithoutSpace(text.substr(1));
  if (!text.starts_with('"')) return false;
  size_t end = 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return end < text.size() && WithoutSpace(text.substr(end + 1)).starts_with(':');
}

struct CsvRecord {
  std::vector<std::string> cells = std::vector<std::string>(1);
  bool quoted = false;  // ends within quotation marks
  bool whole = false;
};

// The first one, which it takes off.
CsvRecord TakeRecord(std::string_view* text, char separator) {
  CsvRecord record;
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

bool LooksLikeConllu(std::string_view begin) {
  while (begin.starts_with('#')) {
    const size_t end = begin.find('\n');
    if (end == begin.npos) return false;
    begin.remove_prefix(end + 1);
  }
  const size_t end = begin.find('\n');
  if (end == begin.npos) return false;
  const std::string_view line = begin.substr(0, end);
  return (line.starts_with("1\t") || line.starts_with("1-")) &&
         std::count(line.begin(), line.end(), '\t') == 9;
}

bool LooksLikeJson(std::string_view begin) {
  begin = WithoutSpace(WithoutMark(begin));
  if (begin.starts_with('[')) begin = WithoutSpace(begin.substr(1));
  return BeginsObject(begin);
}

bool LooksLikeJsonLines(std::string_view begin) {
  begin = WithoutMark(begin);
  std::string_view line = begin.substr(0, begin.find('\n'));
  while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
  return BeginsObject(begin) && (line.ends_with('}') || line.size() == begin.size());
}

bool LooksLikeCsv(std::string_view begin, std::string_view text_column) {
  for (const char separator : {',', ';', '\t', '|'}) {
    std::string_view rest = WithoutMark(begin);
    const CsvRecord names = TakeRecord(&rest, separator);
    if (!names.whole || names.cells.size() < 2 ||
        std::ranges::find(names.cells, text_column) == names.cells.end())
      continue;
    const CsvRecord first = TakeRecord(&rest, separator);
    const size_t n = first.cells.size();
    if (first.whole ? n == names.cells.size() : n <= names.cells.size() && (n > 1 || first.quoted))
      return true;
  }
  return false;
}

}  // namespace textmill::readauto
