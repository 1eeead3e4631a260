#include <algorithm>
#include <cstring>

#include "plugins/text-mask/digits.h"
#include "plugins/text-mask/recognisers.h"

namespace textmill::mask {
namespace {

bool IsHigh(char c) { return static_cast<signed char>(c) < 0; }

bool IsLocal(char c) {
  return IsDigit(c) || IsLetter(c) || std::strchr("!#$%&'*+/=?^_`{|}~.-", c) != nullptr;
}
// Letters of other scripts are taken as they are; signs such as a quotation mark are not among
// these.
bool IsLetterBefore(std::string_view text, size_t end, size_t* size) {
  size_t begin = end - 1;
  while (begin > 0 && end - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80)
    --begin;
  *size = end - begin;
  const std::string_view c = text.substr(begin, *size);
  return c.substr(0, 2) != "\xE2\x80" && c.substr(0, 2) != "\xE3\x80" && c.substr(0, 1) != "\xC2";
}

// Whether what follows makes it a place of files, as for git and scp: git@host.example:team/tool.
bool IsPlaceOfFiles(std::string_view rest) {
  if (!rest.starts_with(':')) return false;
  std::string_view path = rest.substr(1, rest.find_first_of(" \t\r\n\"'<>,;|") - 1);
  path = path.substr(0, path.find_last_not_of(".)]") + 1);
  if (path.find(':') != path.npos) return false;
  if (path.starts_with('~') || path.find('/') != path.npos) return true;
  const size_t dot = path.find_last_of('.');
  return dot != path.npos && IsFileEnding(path.substr(dot + 1));
}

// Whether it is who logs in to a server: ssh://git@host.example/, https://user:word@host.example/.
bool IsLogin(std::string_view before) {
  constexpr size_t kMost = 64;  // of a name and a password
  if (before.ends_with("://")) return true;
  const size_t begin = before.size() - std::min(before.size(), kMost);
  const std::string_view near = before.substr(begin);
  const size_t scheme = near.rfind("://");
  return near.ends_with(':') && scheme != near.npos &&
         near.find_first_of(" \t\r\n/@?#\"'<>", scheme + 3) == near.npos;
}

}  // namespace

size_t EmailAt(std::string_view text, size_t at, size_t from, size_t* begin) {
  constexpr size_t kMostLocal = 64 * 4, kMostLabel = 63 * 4;
  size_t first = at;
  while (first > from && at - first < kMostLocal) {
    const char c = text[first - 1];
    size_t size = 1;
    if (IsHigh(c) ? !IsLetterBefore(text, first, &size) : !IsLocal(c)) break;
    if (first - size < from) break;
    first -= size;
  }
  // Marks at the beginning are around the address, no part of it.
  while (first < at && std::strchr("'.*/=?`|{}~!#&-", text[first]) != nullptr) ++first;
  if (first == at || text[at - 1] == '.') return 0;
  if (first > 0 && text[first - 1] == '@') return 0;
  if (text.substr(first, at - first).find("..") != text.npos) return 0;
  const std::string_view local = text.substr(first, at - first);
  // The path before it, https://host.example/ann@mail.example, is no part of it.
  if (local.find('/') != local.npos || local.find('=') != local.npos) {
    const size_t mark = local.find_last_of("/=");
    first += mark + 1;
    if (first == at) return 0;
  }
  if (IsLogin(text.substr(0, first))) return 0;
  size_t end = at + 1, last_label = 0, labels = 0;
  // A server by its address: john@[10.1.2.3].
  if (text.substr(end, 1) == "[") {
    const size_t close = text.find_first_not_of("0123456789abcdefABCDEF.:", end + 1);
    if (close == text.npos || text[close] != ']' || close < end + 4) return 0;
    *begin = first;
    return close + 1;
  }
  while (end < text.size()) {
    const size_t label = end;
    while (end < text.size() && end - label < kMostLabel) {
      const char c = text[end];
      if (IsHigh(c)) {
        size_t size = 1;
        while (end + size < text.size() && size < 4 &&
               (static_cast<unsigned char>(text[end + size]) & 0xC0) == 0x80)
          ++size;
        size_t before;
        if (!IsLetterBefore(text, end + size, &before)) break;
        end += size;
      } else if (IsDigit(c) || IsLetter(c) || (c == '-' && end > label)) {
        ++end;
      } else {
        break;
      }
    }
    while (end > label && text[end - 1] == '-') --end;
    if (end == label) {
      if (labels > 0) --end;  // the full stop before it ends the sentence
      break;
    }
    last_label = label;
    ++labels;
    if (end < text.size() && text[end] == '.') {
      ++end;
    } else {
      break;
    }
  }
  if (end > text.size() || labels < 2) return 0;
  if (end > 0 && text[end - 1] == '.') --end;
  const std::string_view top = text.substr(last_label, end - last_label);
  const bool letters =
      std::all_of(top.begin(), top.end(), [](char c) { return IsLetter(c) || IsHigh(c); });
  if (top.size() < 2 || (!letters && top.substr(0, 4) != "xn--") || IsFileEnding(top)) return 0;
  if (end < text.size() && (text[end] == '_' || text[end] == '@')) return 0;
  if (IsPlaceOfFiles(text.substr(end))) return 0;
  *begin = first;
  return end;
}

}  // namespace textmill::mask
