#include "plugins/lib/readers/warc/http_message.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace textmill::warc {
namespace {

bool IsStatusLine(std::string_view bytes) {
  return BeginsWith(bytes, "http/") || BeginsWith(bytes, "icy ");
}

// The first number of three digits after the version; 0 where there is none.
int StatusOf(std::string_view line) {
  const size_t space = line.find_first_of(" \t");
  line = space == line.npos ? std::string_view() : Trim(line.substr(space));
  if (line.size() < 3 || !IsDigit(line[0]) || !IsDigit(line[1]) || !IsDigit(line[2])) return 0;
  if (line.size() > 3 && IsDigit(line[3])) return 0;
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
}

// The size line of a chunk: hexadecimal digits, and an extension that nobody uses.
bool TakeSize(std::string_view& rest, uint64_t* size, bool* with_cr) {
  const size_t end = rest.substr(0, 1024).find('\n');
  if (end == rest.npos) return false;
  std::string_view line = rest.substr(0, end);
  *with_cr = line.ends_with('\r');
  line = line.substr(0, line.find(';'));
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
    line.remove_suffix(1);
  line = Trim(line);
  if (line.empty() || line.size() > 15) return false;
  *size = 0;
  for (const char c : line) {
    const char lower = static_cast<char>(c | 0x20);
    if (!IsDigit(c) && (lower < 'a' || lower > 'f')) return false;
    *size = *size * 16 + static_cast<uint64_t>(IsDigit(c) ? c - '0' : lower - 'a' + 10);
  }
  rest.remove_prefix(end + 1);
  return true;
}

}  // namespace

void ParseHttp(std::string_view block, HttpHead* head) {
  head->found = false;
  head->status = 0;
  head->body = block;
  // Some servers send line ends before their answer.
  std::string_view rest = block.substr(std::min(block.find_first_not_of("\r\n"), block.size()));
  while (IsStatusLine(rest)) {
    const bool cr = EndsWithCr(rest.substr(0, 1024));
    std::string_view line;
    if (!TakeLine(rest, cr, line)) line = std::exchange(rest, {});
    head->found = true;
    head->status = StatusOf(line);
    head->fields.Parse(rest, cr, /*markup=*/true, &rest);
    head->body = rest;
    if (head->status < 100 || head->status >= 200 || head->status == 101) break;
  }
}

Unchunked Unchunk(std::string_view body, std::string* to) {
  to->clear();
  std::string_view rest = body;
  const auto done = [&](Unchunked::Result result) {
    return Unchunked{result, body.size() - rest.size()};
  };
  for (bool first = true;; first = false) {
    uint64_t size;
    bool with_cr;
    if (!TakeSize(rest, &size, &with_cr))
      return done(first ? Unchunked::Result::kNot : Unchunked::Result::kBroken);
    if (size == 0) {
      // Fields may come after the last chunk, and then a blank line.
      for (std::string_view line; TakeLine(rest, false, line) && !line.empty();) continue;
      return done(Unchunked::Result::kWhole);
    }
    if (size > rest.size()) {
      // A text may begin with letters that look like a size.
      if (first && (!with_cr || size > 16 * uint64_t{body.size()}))
        return done(Unchunked::Result::kNot);
      to->append(rest);
      rest = {};
      return done(Unchunked::Result::kBroken);
    }
    to->append(rest.substr(0, size));
    rest.remove_prefix(size);
    if (rest.starts_with('\r')) rest.remove_prefix(1);
    if (rest.starts_with('\n')) rest.remove_prefix(1);
  }
}

}  // namespace textmill::warc
