// E-mail addresses and URLs. Of an address the value is the same with its domain in lower case.
#include <algorithm>

#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

bool IsAlphanumeric(char c) { return IsAsciiLetter(c) || (c >= '0' && c <= '9'); }

std::string LowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// The end of a host name at `at`, of at least `least` labels; 0 when there is none.
size_t HostEnd(std::string_view text, size_t at, int least) {
  constexpr size_t kLongest = 253;
  size_t end = 0;
  int labels = 0;
  bool letters = false;  // the last label is letters alone
  for (size_t p = at; p < text.size() && p - at < kLongest;) {
    const size_t label = p;
    letters = true;
    while (p < text.size() && p - at < kLongest && (IsAlphanumeric(text[p]) || text[p] == '-')) {
      letters = letters && IsAsciiLetter(text[p]);
      ++p;
    }
    if (p == label || text[label] == '-' || text[p - 1] == '-') break;
    if (++labels >= least && letters && p - label >= 2) end = p;
    if (p >= text.size() || text[p] != '.') break;
    ++p;
  }
  return end;
}

// Whether a URL may hold this character. Letters beyond ASCII may be in it; their punctuation
// and quotation marks end it.
bool InUrl(const DecodedChar& d) {
  if (d.code_point < 0x80) {
    const char c = static_cast<char>(d.code_point);
    return c > ' ' && c != 0x7F &&
           std::string_view("<>\"\\^`{|}").find(c) == std::string_view::npos;
  }
  return InWord(ClassOf(BmpClasses(), d.code_point));
}

// Without the punctuation that belongs to the sentence, and brackets that were opened before it.
size_t TrimUrl(std::string_view text, size_t begin, size_t end) {
  const auto count = [&](char c) {
    return std::count(text.begin() + static_cast<long>(begin),
                      text.begin() + static_cast<long>(end), c);
  };
  long round = count('(') - count(')'), square = count('[') - count(']');
  while (end > begin) {
    const char c = text[end - 1];
    if (c == ')' && round < 0) {
      ++round;
    } else if (c == ']' && square < 0) {
      ++square;
    } else if (std::string_view(".,;:!?'*_~(").find(c) == std::string_view::npos) {
      break;
    } else if (c == '(') {
      --round;
    }
    --end;
  }
  return end;
}

}  // namespace

Found FindEmail(std::string_view text, size_t at) {
  constexpr size_t kLongestLocal = 64;
  size_t begin = at;
  const auto in_local = [](char c) {
    return IsAlphanumeric(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
  };
  while (begin > 0 && at - begin <= kLongestLocal && in_local(text[begin - 1])) --begin;
  if (at - begin > kLongestLocal) return {};
  while (begin < at && !IsAlphanumeric(text[begin])) ++begin;
  if (begin == at || text[at - 1] == '.' || InsideWord(text, begin)) return {};
  if (text.substr(begin, at - begin).find("..") != std::string_view::npos) return {};
  const size_t end = HostEnd(text, at + 1, 2);
  if (end == 0 || InsideWord(text, end)) return {};
  return {begin, end,
          std::string(text.substr(begin, at - begin)) + LowerAscii(text.substr(at, end - at))};
}

Found FindUrl(std::string_view text, size_t at) {
  size_t begin = at, host = at;
  if (text[at] == ':') {
    while (begin > 0 && at - begin < 8 && IsAsciiLetter(text[begin - 1])) --begin;
    const std::string scheme = LowerAscii(text.substr(begin, at - begin));
    if (scheme != "http" && scheme != "https" && scheme != "ftp") return {};
    host = at + 3;
  } else {
    begin = at - 3;
    host = at + 1;
  }
  if (InsideWord(text, begin)) return {};
  // A host, or letters of another script: http://президент.рф/
  const char* text_end = text.data() + text.size();
  const auto in_host = [&](size_t p) {
    return p < text.size() &&
           InWord(ClassOf(BmpClasses(), DecodeUtf8(text.data() + p, text_end).code_point));
  };
  if (!in_host(host) && !(host < text.size() && text[host] == '[')) return {};

  size_t end = host;
  while (end < text.size()) {
    const DecodedChar d = DecodeUtf8(text.data() + end, text_end);
    if (!InUrl(d)) break;
    end += d.size;
  }
  end = TrimUrl(text, begin, end);
  if (end <= host) return {};
  if (text[at] == '.' && HostEnd(text, begin, 2) < host + 1) return {};
  return {begin, end, ""};
}

}  // namespace textmill::entities
