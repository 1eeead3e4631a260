#include "plugins/text-quality/address.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

#include "plugins/text-quality/characters.h"

namespace textmill::quality {
namespace {

// Of a label of a host's name, its ends included: letters, digits, and all from U+00A1 to U+FFFF.
size_t HostCharacterAt(std::string_view text, size_t at) {
  const char c = text[at];
  if (static_cast<signed char>(c) >= 0) return IsDigit(c) || IsAsciiLetter(c) ? 1 : 0;
  const DecodedChar is = DecodeUtf8(text.data() + at, text.data() + text.size());
  return is.code_point >= 0xA1 && is.code_point <= 0xFFFF ? is.size : 0;
}

bool IsLabel(std::string_view label) {
  size_t characters = 0;
  bool first = true, last = false;
  for (size_t at = 0; at < label.size(); ++characters) {
    const size_t size = HostCharacterAt(label, at);
    if (size == 0 && first) return false;
    first = false;
    last = size > 0;
    at += std::max<size_t>(size, 1);  // else it is `_` or `-`
  }
  return last && characters <= 64;
}

bool IsTopLevel(std::string_view label) {
  const Characters& is = Characters::Get();
  size_t characters = 0;
  for (size_t at = 0, size; at < label.size(); at += size, ++characters) {
    if ((is.At(label, at, &size) & kLower) == 0) return false;
  }
  return characters >= 2 && characters <= 63;
}

// Four numbers that are an address of the public internet.
bool IsPublicIpv4(const std::vector<std::string_view>& labels) {
  if (labels.size() != 4) return false;
  int n[4];
  for (size_t i = 0; i < 4; ++i) {
    const std::string_view label = labels[i];
    if (label.empty() || label.size() > 3 || !std::all_of(label.begin(), label.end(), IsDigit))
      return false;
    std::from_chars(label.data(), label.data() + label.size(), n[i]);
  }
  const bool usual = n[0] >= 1 && n[0] <= 223 && n[1] <= 255 && n[2] <= 255 && n[3] >= 1 &&
                     n[3] <= 254 && labels[0][0] != '0' && labels[3][0] != '0';
  const bool is_private = n[0] == 10 || n[0] == 127 || (n[0] == 169 && n[1] == 254) ||
                          (n[0] == 192 && n[1] == 168) || (n[0] == 172 && n[1] >= 16 && n[1] <= 31);
  return usual && !is_private;
}

// A host, and what may follow it up to the end.
bool IsHostAndRest(std::string_view text) {
  size_t end = 0;
  while (end < text.size()) {
    const char c = text[end];
    const size_t size = c == '.' || c == '_' || c == '-' ? 1 : HostCharacterAt(text, end);
    if (size == 0) break;
    end += size;
  }
  std::vector<std::string_view> labels;
  for (size_t begin = 0; begin <= end;) {
    const size_t dot = std::min(text.find('.', begin), end);
    labels.push_back(text.substr(begin, dot - begin));
    begin = dot + 1;
  }
  if (labels.size() < 2) return false;
  const bool name =
      IsTopLevel(labels.back()) && std::all_of(labels.begin(), labels.end() - 1, IsLabel);
  if (!name && !IsPublicIpv4(labels)) return false;
  std::string_view rest = text.substr(end);
  if (rest.starts_with(':')) {
    size_t digits = 0;
    while (digits + 1 < rest.size() && IsDigit(rest[digits + 1])) ++digits;
    if (digits < 2 || digits > 5) return false;
    rest.remove_prefix(digits + 1);
  }
  return rest.empty() || rest[0] == '/' || rest[0] == '?' || rest[0] == '#';
}

// With a user before it, or without.
bool IsUserAndHost(std::string_view text) {
  if (IsHostAndRest(text)) return true;
  for (size_t at = text.find('@', 1); at < text.size(); at = text.find('@', at + 1)) {
    if (IsHostAndRest(text.substr(at + 1))) return true;
  }
  return false;
}

}  // namespace

bool IsAddress(std::string_view word) {
  if (IsUserAndHost(word)) return true;
  const size_t scheme = word.find("://");
  if (scheme == word.npos || scheme < 2) return false;
  const Characters& is = Characters::Get();
  for (size_t at = 0, size; at < scheme; at += size) {
    const uint16_t cls = is.At(word, at, &size);
    const char c = word[at];
    if ((cls & kLetter) == 0 && !IsDigit(c) && c != '_' && c != '+' && c != '-' && c != '.')
      return false;
  }
  return IsUserAndHost(word.substr(scheme + 3));
}

}  // namespace textmill::quality
