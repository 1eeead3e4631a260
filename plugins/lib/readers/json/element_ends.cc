#include "plugins/lib/readers/json/element_ends.h"

#include <algorithm>

namespace textmill::json {

void ElementEnds::Restart() {
  depth_ = 0;
  in_string_ = escaped_ = false;
}

// What comes after the last end, or after the first one.
size_t ElementEnds::Scan(std::string_view more, bool to_first) {
  size_t last = 0;
  for (size_t i = 0; i < more.size() && !closed_; ++i) {
    if (in_string_) {
      if (escaped_) {
        escaped_ = false;
        continue;
      }
      i = std::min(more.find_first_of("\"\\", i), more.size());
      if (i == more.size()) break;
      escaped_ = more[i] == '\\';
      in_string_ = escaped_;
      continue;
    }
    const char c = more[i];
    bool ends = false;
    if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ']') {
      closed_ = closed_ || (array_ && depth_ == 0);
      if (depth_ > 0) --depth_;
      ends = !array_ && depth_ == 0;
    } else if (c == ',') {
      ends = array_ && depth_ == 0;
    }
    if (!ends) continue;
    last = i + 1;
    if (to_first) break;
  }
  return last;
}

size_t ElementEnds::Last(std::string_view more) { return Scan(more, false); }

size_t ElementEnds::First(std::string_view more) {
  const size_t end = Scan(more, true);
  if (end > 0) Restart();
  return end;
}

}  // namespace textmill::json
