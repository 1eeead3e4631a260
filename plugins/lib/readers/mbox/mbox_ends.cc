#include "plugins/lib/readers/mbox/mbox_ends.h"

#include <cstddef>

namespace textmill::mbox {
namespace {

constexpr size_t kLongestSeparator = 512;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool IsSeparator(std::string_view line) {
  if (!line.starts_with("From ") || line.size() > kLongestSeparator) return false;
  bool time = false, year = false;
  for (size_t i = 5; i + 2 < line.size(); ++i) {
    if (line[i] == ':' && IsDigit(line[i - 1]) && IsDigit(line[i + 1]) && IsDigit(line[i + 2]))
      time = true;
    const std::string_view word = line.substr(i, 5);
    if (line[i - 1] == ' ' && (word.starts_with("19") || word.starts_with("20")) &&
        word.size() >= 4 && IsDigit(word[2]) && IsDigit(word[3]) &&
        (word.size() == 4 || !IsDigit(word[4])))
      year = true;
  }
  return time && year;
}

void MboxEnds::Restart() {
  after_blank_ = true;
  line_.clear();
}

size_t MboxEnds::Scan(std::string_view more, bool first) {
  size_t last = 0;
  for (size_t at = 0; at < more.size();) {
    const size_t end = more.find('\n', at);
    std::string_view line = more.substr(at, end == more.npos ? end : end - at);
    if (end == more.npos || !line_.empty()) {
      // So much tells a separator from other lines.
      if (line_.size() <= kLongestSeparator) line_.append(line.substr(0, kLongestSeparator + 1));
      if (end == more.npos) break;
      line = line_;
    }
    const bool separator = after_blank_ && IsSeparator(line);
    after_blank_ = separator || line.empty() || line == "\r";
    line_.clear();
    at = end + 1;
    if (!separator) continue;
    if (first) return at;
    last = at;
  }
  return last;
}

std::string_view WithoutSeparator(std::string_view record) {
  if (record.ends_with('\n')) {
    const size_t begin = record.substr(0, record.size() - 1).rfind('\n') + 1;
    std::string_view line = record.substr(begin);
    line.remove_suffix(1);
    const std::string_view before = record.substr(0, begin);
    const bool blank = before.empty() || before.ends_with("\n\n") || before.ends_with("\n\r\n") ||
                       before == "\n" || before == "\r\n";
    if (blank && IsSeparator(line)) {
      record = before;
      if (record.ends_with('\n')) record.remove_suffix(1);
      if (record.ends_with('\r')) record.remove_suffix(1);
    }
  }
  return record;
}

}  // namespace textmill::mbox
