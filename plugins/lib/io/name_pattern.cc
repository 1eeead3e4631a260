#include "plugins/lib/io/name_pattern.h"

#include <cstddef>
#include <string>

namespace textmill::io {
namespace {

// Code points; bytes that are no UTF-8 come as numbers that no code point has.
std::u32string CharactersOf(std::string_view text) {
  std::u32string out;
  for (size_t i = 0; i < text.size();) {
    const auto byte = [&](size_t at) { return static_cast<unsigned char>(text[at]); };
    const size_t size = byte(i) < 0x80                      ? 1
                        : byte(i) >= 0xC2 && byte(i) < 0xE0 ? 2
                        : byte(i) >= 0xE0 && byte(i) < 0xF0 ? 3
                        : byte(i) >= 0xF0 && byte(i) < 0xF5 ? 4
                                                            : 0;
    char32_t c = size > 1 ? byte(i) & (0x7F >> size) : byte(i);
    bool good = size > 0 && i + size <= text.size();
    for (size_t k = 1; good && k < size; ++k) {
      good = (byte(i + k) & 0xC0) == 0x80;
      c = c << 6 | (byte(i + k) & 0x3F);
    }
    out += good ? c : char32_t{0x110000} + byte(i);
    i += good ? size : 1;
  }
  return out;
}

bool InClass(std::u32string_view name, char32_t c) {
  const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
  const bool digit = c >= '0' && c <= '9';
  if (name == U"alpha") return upper || lower;
  if (name == U"digit") return digit;
  if (name == U"alnum") return upper || lower || digit;
  if (name == U"upper") return upper;
  if (name == U"lower") return lower;
  if (name == U"space") return c == ' ' || (c >= '\t' && c <= '\r');
  if (name == U"punct") return c > 0x20 && c < 0x7F && !upper && !lower && !digit;
  return false;
}

// A set begins at `at`. Whether `c` is in it; `at` is moved past it. A bracket that is not closed
// means itself.
bool InSet(std::u32string_view pattern, size_t& at, char32_t c) {
  size_t i = at + 1;
  const bool others = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (others) ++i;
  bool found = false;
  for (const size_t first = i; i < pattern.size() && (pattern[i] != ']' || i == first);) {
    if (pattern.substr(i, 2) == U"[:") {
      const size_t end = pattern.find(U":]", i + 2);
      if (end != pattern.npos) {
        found = found || InClass(pattern.substr(i + 2, end - i - 2), c);
        i = end + 2;
        continue;
      }
    }
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    const char32_t from = pattern[i++];
    char32_t to = from;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      i += pattern[i + 1] == '\\' && i + 2 < pattern.size() ? 2 : 1;
      to = pattern[i++];
    }
    found = found || (c >= from && c <= to);
  }
  if (i >= pattern.size()) return pattern[at++] == c;
  at = i + 1;
  return found != others;
}

}  // namespace

bool MatchesName(std::string_view pattern_text, std::string_view name_text) {
  if (name_text.starts_with('.') && !pattern_text.starts_with('.') &&
      !pattern_text.starts_with("\\."))
    return false;
  const std::u32string pattern = CharactersOf(pattern_text), name = CharactersOf(name_text);
  size_t p = 0, n = 0;
  size_t star = pattern.npos, star_n = 0;  // where to go on when the last `*` takes one more
  while (true) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_n = n;
      continue;
    }
    bool fits = false;
    if (n == name.size()) {
      if (p == pattern.size()) return true;
    } else if (p < pattern.size()) {
      if (pattern[p] == '[') {
        fits = InSet(pattern, p, name[n]);
      } else {
        if (pattern[p] == '\\' && p + 1 < pattern.size())
          ++p, fits = pattern[p] == name[n];
        else
          fits = pattern[p] == '?' || pattern[p] == name[n];
        ++p;
      }
    }
    if (fits) {
      ++n;
      continue;
    }
    if (star == pattern.npos || star_n == name.size()) return false;
    p = star;
    n = ++star_n;
  }
}

}  // namespace textmill::io
