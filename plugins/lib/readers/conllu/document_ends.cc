#include "plugins/lib/readers/conllu/document_ends.h"

#include <algorithm>
#include <string>

namespace textmill::conllu {
namespace {

constexpr std::string_view kMark = "#newdoc";

}  // namespace

// Takes a character that is not in the middle of a line of words; whether a record ends with it.
bool DocumentEnds::Ends(char c) {
  if (sentences_) {
    if (c == '\r' && state_ == kLineBegins) return false;  // of an empty line
    const bool empty = c == '\n' && state_ == kLineBegins;
    state_ = c == '\n' ? kLineBegins : kInLine;
    return empty;
  }
  const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
  if (state_ == static_cast<int>(kMark.size())) {
    state_ = kInLine;  // after the end of a line, too, as after Restart
    return blank;      // or else it is another word, as `# newdocument`
  }
  if (c == '\n') {
    state_ = kLineBegins;
  } else if (c == kMark[static_cast<size_t>(state_)]) {
    ++state_;
  } else if (state_ != 1 || (c != ' ' && c != '\t')) {
    state_ = kInLine;
  }
  return false;
}

// What comes after the last end, or after the first one.
size_t DocumentEnds::Scan(std::string_view more, bool to_first) {
  size_t last = 0;
  for (size_t i = 0; i < more.size(); ++i) {
    if (state_ == kInLine) {
      i = std::min(more.find('\n', i), more.size());
      if (i == more.size()) break;
      state_ = kLineBegins;
      continue;
    }
    if (!Ends(more[i])) continue;
    last = i + 1;
    if (to_first) break;
  }
  return last;
}

size_t DocumentEnds::Last(std::string_view more) { return Scan(more, false); }

size_t DocumentEnds::First(std::string_view more) { return Scan(more, true); }

std::string_view WithoutNext(std::string_view record) {
  const size_t line = record.substr(0, record.size() - record.ends_with('\n')).rfind('\n') + 1;
  DocumentEnds ends;
  ends.Restart();
  const std::string last = "\n" + std::string(record.substr(line));
  return ends.Last(last) == last.size() ? record.substr(0, line) : record;
}

}  // namespace textmill::conllu
