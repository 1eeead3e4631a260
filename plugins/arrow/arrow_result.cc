#include "plugins/arrow/arrow_result.h"

#include <algorithm>

#include "plugins/lib/io/utf8.h"

namespace textmill::arrowfiles {

std::string MessageOf(const arrow::Status& status) {
  std::string text = status.message();
  // The first line is what happened; others say where in Arrow's sources.
  text.resize(std::min(text.find('\n'), text.size()));
  for (const char* prefix : {"IOError: ", "Invalid: ", "Unexpected end of stream: "}) {
    const std::string_view front(prefix);
    if (text.starts_with(front) && text.size() > front.size()) text.erase(0, front.size());
  }
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  if (text.size() > 300) text.resize(300);
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  return text.empty() ? status.CodeAsString() : io::ShowPath(text);
}

}  // namespace textmill::arrowfiles
