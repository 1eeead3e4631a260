#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "plugins/text-mask/digits.h"
#include "plugins/text-mask/recognisers.h"

namespace textmill::mask {
namespace {

// Networks that are nobody's place in the world: private, of the machine itself, for documentation.
bool IsReserved(const unsigned char* a) {
  return a[0] == 0 || a[0] == 10 || a[0] == 127 || a[0] >= 224 ||
         (a[0] == 100 && (a[1] & 0xC0) == 64) || (a[0] == 169 && a[1] == 254) ||
         (a[0] == 172 && (a[1] & 0xF0) == 16) || (a[0] == 192 && a[1] == 168) ||
         (a[0] == 192 && a[1] == 0 && (a[2] == 0 || a[2] == 2)) ||
         (a[0] == 198 && (a[1] & 0xFE) == 18) || (a[0] == 198 && a[1] == 51 && a[2] == 100) ||
         (a[0] == 203 && a[1] == 0 && a[2] == 113);
}
bool IsReservedIpv6(const unsigned char* a) {
  const bool global = (a[0] & 0xE0) == 0x20;  // 2000::/3
  const bool documentation = a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0D && a[3] == 0xB8;
  return !global || documentation;
}

// One or two numbers of at most two digits, as in x[::2] and x[1::2]; ::1 is an address.
bool IsStep(std::string_view word) {
  const size_t colons = word.find("::");
  if (colons == word.npos || word == "::1") return false;
  const auto small = [](std::string_view part) {
    return part.size() <= 2 && std::all_of(part.begin(), part.end(), IsDigit);
  };
  return small(word.substr(0, colons)) && small(word.substr(colons + 2));
}

// Eight groups of two: EUI-64.
bool IsHardwareAddress(std::string_view word) {
  if (word.size() != 8 * 3 - 1) return false;
  for (size_t i = 2; i < word.size(); i += 3) {
    if (word[i] != ':' || word[i - 1] == ':' || word[i - 2] == ':') return false;
  }
  return true;
}

}  // namespace

size_t Ipv4At(std::string_view text, size_t at, bool only_public) {
  unsigned char parts[4];
  size_t end = at;
  for (int i = 0; i < 4; ++i) {
    if (i > 0) {
      if (end >= text.size() || text[end] != '.') return 0;
      ++end;
    }
    const size_t begin = end;
    int n = 0;
    while (end < text.size() && IsDigit(text[end]) && end - begin < 3)
      n = 10 * n + text[end++] - '0';
    if (end == begin || n > 255 || (text[begin] == '0' && end - begin > 1)) return 0;
    parts[i] = static_cast<unsigned char>(n);
  }
  // libtool.so.1.2.3.4
  if (!BeginsAlone(text, at) || (at >= 2 && text[at - 1] == '.' && IsLetter(text[at - 2])))
    return 0;
  if (end < text.size()) {
    const char c = text[end];
    const char next = end + 1 < text.size() ? text[end + 1] : ' ';
    if (IsDigit(c) || IsLetter(c) || c == '_') return 0;
    if ((c == '.' || c == '-') && (IsDigit(next) || IsLetter(next))) return 0;
  }
  if (only_public && IsReserved(parts)) return 0;
  return IsVersion(text, at, end, parts) ? 0 : end;
}

size_t Ipv6At(std::string_view text, size_t at, size_t from, bool only_public, size_t* begin) {
  constexpr size_t kMost = 45;
  size_t first = at, end = at;
  const auto belongs = [](char c) { return IsHex(c) || c == ':' || c == '.'; };
  while (first > from && at - first < kMost && belongs(text[first - 1])) --first;
  while (end < text.size() && end - first <= kMost && belongs(text[end])) ++end;
  if (end - first > kMost) return 0;
  const auto alone = [](char c) {
    return !IsDigit(c) && !IsLetter(c) && c != '_' && static_cast<signed char>(c) >= 0;
  };
  if ((first > 0 && !alone(text[first - 1])) || (end < text.size() && !alone(text[end]))) return 0;
  while (end > first && (text[end - 1] == '.' || text[end - 1] == ':') &&
         !(end - first >= 2 && text[end - 2] == ':'))
    --end;
  std::string_view word = text.substr(first, end - first);
  size_t colons = 0, digits = 0;
  for (const char c : word) {
    colons += c == ':' ? 1 : 0;
    digits += IsDigit(c) ? 1 : 0;
  }
  // Scopes of programs, add::fade, look the same, and so do steps, [1::2].
  if (colons < 2 || digits == 0 || IsStep(word) || IsHardwareAddress(word)) return 0;
  char copy[kMost + 1];
  std::memcpy(copy, word.data(), word.size());
  copy[word.size()] = '\0';
  unsigned char bytes[16];
  if (inet_pton(AF_INET6, copy, bytes) != 1 || (only_public && IsReservedIpv6(bytes))) return 0;
  *begin = first;
  return end;
}

}  // namespace textmill::mask
