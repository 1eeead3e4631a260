#include "core/pipeline/yaml/yaml_scalar.h"

#include <algorithm>
#include <cstdlib>

namespace textmill::core {
namespace {

// The place after the quotation mark that closes the one at `begin`, or npos.
size_t EndOfQuoted(std::string_view text, size_t begin) {
  const char quote = text[begin];
  for (size_t i = begin + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || text.substr(i + 1, 1) != "'") return i + 1;
      ++i;
    }
  }
  return std::string_view::npos;
}

bool CommentFollows(std::string_view text, size_t end) {
  const size_t next = text.find_first_not_of(" \t", end);
  return next != std::string_view::npos && next > end && text[next] == '#';
}

// An escape of a double-quoted scalar: bytes that it takes, and bytes that it means.
struct Escape {
  size_t taken, meant;
};
Escape EscapeAt(std::string_view raw, size_t i) {
  const char c = i + 1 < raw.size() ? raw[i + 1] : ' ';
  const size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (digits == 0)
    return {2, c == '_' || c == 'N' ? size_t{2} : c == 'L' || c == 'P' ? size_t{3} : 1};
  const unsigned long code =
      std::strtoul(std::string(raw.substr(i + 2, digits)).c_str(), nullptr, 16);
  const size_t meant = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  return {2 + digits, meant};
}

}  // namespace

ScalarSource ScanScalar(std::string_view text, size_t begin, std::string_view value) {
  ScalarSource out;
  out.end = begin;
  if (begin >= text.size() || text[begin] == '|' || text[begin] == '>') return out;
  if (text[begin] == '"' || text[begin] == '\'') {
    const size_t end = EndOfQuoted(text, begin);
    out.unterminated = end == std::string_view::npos;
    out.end = out.unterminated ? text.size() : end;
    const std::string_view raw = text.substr(begin, out.end - begin);
    if (raw.find('\n') == std::string_view::npos) out.raw = raw;
    return out;
  }
  out.plain = true;
  if (text.substr(begin, value.size()) != value) return out;  // on several lines
  out.end = begin + value.size();
  out.raw = value;
  out.comment = CommentFollows(text, out.end);
  return out;
}

size_t SkipProperties(std::string_view text, size_t begin) {
  size_t i = begin;
  while (i < text.size() && (text[i] == '&' || text[i] == '!')) {
    i = std::min(text.find_first_of(" \t\r\n", i), text.size());
    while (i < text.size()) {
      if (text[i] == '#') {
        i = std::min(text.find('\n', i), text.size());
      } else if (std::string_view(" \t\r\n").find(text[i]) != std::string_view::npos) {
        ++i;
      } else {
        break;
      }
    }
  }
  return i;
}

size_t RawPosition(std::string_view raw, bool plain, size_t position) {
  if (plain || raw.empty()) return std::min(position, raw.size());
  size_t i = 1;
  for (size_t meant = 0; meant < position && i < raw.size();) {
    if (raw[0] == '\'' && raw[i] == '\'') {
      i += 2;
      ++meant;
    } else if (raw[0] == '"' && raw[i] == '\\') {
      const Escape escape = EscapeAt(raw, i);
      if (meant + escape.meant > position) break;
      i += escape.taken;
      meant += escape.meant;
    } else {
      ++i;
      ++meant;
    }
  }
  return std::min(i, raw.size());
}

size_t FindInvisible(std::string_view text) {
  size_t first = std::string_view::npos;
  for (const char* bad : {"\u00A0", "\u200B", "\u200C", "\u200D", "\u2060", "\u202F", "\uFEFF"})
    first = std::min(first, text.find(bad));
  return first;
}

}  // namespace textmill::core
