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

// The cells of the first line, which it takes off; none when it does not end, or a quotation mark
// is not closed in it.
std::vector<std::string> TakeCells(std::string_view* text, char separator) {
  const size_t end = text->find('\n');
  if (end == text->npos) return {};
  std::string_view line = text->substr(0, end);
  text->remove_prefix(end + 1);
  while (line.ends_with('\r')) line.remove_suffix(1);
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == separator && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  if (quoted) cells.clear();
  return cells;
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
    const std::vector<std::string> names = TakeCells(&rest, separator);
    if (names.size() > 1 && std::ranges::find(names, text_column) != names.end() &&
        TakeCells(&rest, separator).size() == names.size())
      return true;
  }
  return false;
}

}  // namespace textmill::readauto
