#include "plugins/lib/readers/auto/looks_like.h"

#include <algorithm>

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

}  // namespace textmill::readauto
