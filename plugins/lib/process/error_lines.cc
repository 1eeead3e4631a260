#include "plugins/lib/process/error_lines.h"

#include <algorithm>
#include <utility>

#include "plugins/lib/io/utf8.h"

namespace textmill::process {
namespace {

constexpr int64_t kLinesShown = 20;
constexpr size_t kLineBytes = 200;
constexpr size_t kLastWords = 64 << 10;

}  // namespace

std::string Beginning(std::string_view text, size_t bytes) {
  size_t n = std::min(text.size(), bytes);
  while (n > 0 && n < text.size() && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80) --n;
  std::string shown(text.substr(0, n));
  if (!io::IsUtf8(shown)) {
    for (char& c : shown) {
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
  }
  return shown + (n < text.size() ? "..." : "");
}

std::string LastLine(std::string_view text) {
  text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

void AddLastWords(std::string_view text, std::string* words) {
  *words += text;
  if (words->size() > 2 * kLastWords) words->erase(0, words->size() - kLastWords);
}

void ErrorLines::Start(std::string name, std::function<void(const std::string&)> log) {
  name_ = std::move(name);
  log_ = std::move(log);
}

void ErrorLines::Take(std::string_view text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const int64_t number = ++lines_;
    if (number <= kLinesShown)
      log_("`" + name_ + "`: " + Beginning(text.substr(0, end), kLineBytes));
    if (number == kLinesShown + 1)
      log_("`" + name_ + "` writes more on standard error; it is not shown");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace textmill::process
