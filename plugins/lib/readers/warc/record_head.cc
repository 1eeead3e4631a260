#include "plugins/lib/readers/warc/record_head.h"

#include <algorithm>
#include <array>

namespace textmill::warc {
namespace {

bool AllDigits(std::string_view text) { return std::all_of(text.begin(), text.end(), IsDigit); }

// "WARC/1.0", and the end of the line.
bool IsVersionLine(std::string_view line) {
  if (!line.starts_with("WARC/") || line.size() > 16) return false;
  line = Trim(line.substr(5));
  return line.size() >= 3 && IsDigit(line[0]) && line[1] == '.' && AllDigits(line.substr(2));
}

bool ParseWarc(std::string_view bytes, RecordHead* head) {
  std::string_view rest = bytes, line;
  const bool cr = EndsWithCr(bytes.substr(0, 32));
  if (!TakeLine(rest, cr, line) || !IsVersionLine(line)) return false;
  if (!head->fields.Parse(rest, cr, /*markup=*/false, &rest)) return false;
  if (head->fields.size() == 0) return false;
  head->size = bytes.size() - rest.size();
  uint64_t length;
  head->length.reset();
  if (ParseNumber(head->fields.Get("content-length"), &length)) head->length = length;
  return true;
}

bool IsScheme(std::string_view url) {
  const size_t colon = url.find(':');
  if (colon == url.npos || colon == 0 || colon > 20) return false;
  return std::all_of(url.begin(), url.begin() + static_cast<ptrdiff_t>(colon), [](char c) {
    return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' ||
           c == '.';
  });
}

bool IsIp(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF.:-") == text.npos;
}

// From the right, as addresses may hold spaces.
bool ParseArc(std::string_view bytes, RecordHead* head) {
  const size_t end = bytes.find('\n');
  if (end == bytes.npos || !IsScheme(bytes)) return false;
  std::string_view line = bytes.substr(0, end);
  while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
  std::array<std::string_view, 10> words;  // the last one first
  size_t n = 0;
  for (size_t at = line.size(); n < words.size();) {
    const size_t space = at == 0 ? line.npos : line.rfind(' ', at - 1);
    const size_t begin = space == line.npos ? 0 : space + 1;
    words[n++] = line.substr(begin, at - begin);
    if (begin == 0) break;
    at = space;
  }
  // The date is the third word from the right in ARC 1, the eighth in ARC 2; some writers leave
  // fields out, and some have no date.
  const auto is_date = [](std::string_view word) {
    return word.size() >= 8 && word.size() <= 20 && AllDigits(word);
  };
  for (size_t i = 1; i + 1 < n; ++i) {
    const bool without = i == 2 && AllDigits(words[0]) && words[1].find('/') != words[1].npos &&
                         words[3].find_first_of(".:") != words[3].npos;
    if ((!is_date(words[i]) && !without) || !IsIp(words[i + 1])) continue;
    const char* const url_end = words[i + 1].data();
    if (url_end <= line.data() + 1) return false;
    head->url = line.substr(0, static_cast<size_t>(url_end - line.data()) - 1);
    head->ip = words[i + 1];
    head->date = words[i];
    head->mime = i > 1 ? words[i - 1] : std::string_view();
    head->size = end + 1;
    uint64_t length;
    head->length.reset();
    if (ParseNumber(words[0], &length)) head->length = length;
    return true;
  }
  return false;
}

}  // namespace

bool ParseHead(std::string_view bytes, Format format, RecordHead* head) {
  bytes = bytes.substr(0, kLongestHead);
  return format == Format::kWarc ? ParseWarc(bytes, head) : ParseArc(bytes, head);
}

bool MayBeHead(std::string_view bytes, Format format) {
  if (format == Format::kArc) {
    RecordHead head;
    return ParseArc(bytes.substr(0, kLongestHead), &head);
  }
  return bytes.starts_with("WARC/") && bytes.size() > 5 && IsDigit(bytes[5]);
}

}  // namespace textmill::warc
