#include "core/pipeline/yaml/source_text.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "textmill/utf8.hpp"

namespace textmill::core {

SourceText::SourceText(std::string_view text, std::string file)
    : text_(text), file_(std::move(file)) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  lines_.push_back(0);
  for (size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') lines_.push_back(i + 1);
  }
}

size_t SourceText::LineStart(size_t offset) const {
  return *(std::upper_bound(lines_.begin(), lines_.end(), offset) - 1);
}

Place SourceText::At(size_t offset) const {
  offset = std::min(offset, text_.size());
  const size_t start = LineStart(offset);
  const auto line = std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin();
  return {file_, static_cast<int>(line),
          static_cast<int>(CountCharacters(text_.substr(start, offset - start))) + 1};
}

std::optional<Problem> SourceText::Check() const {
  if (text_.size() > kLongestPipeline) {
    return Problem{{file_, 0, 0},
                   "a pipeline file may be 1 MiB long, but this one has " +
                       std::to_string(text_.size()) + " bytes",
                   "is it really a pipeline? Long lists belong in files of their own"};
  }
  if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
    return Problem{{file_, 1, 1}, "the file is UTF-16", "save it as UTF-8"};
  }
  if (const size_t bad = FirstInvalidUtf8(text_); bad < text_.size())
    return Problem{At(bad), "this byte is not UTF-8", "save the file as UTF-8"};
  for (size_t i = 0; i < text_.size(); ++i) {
    const auto c = static_cast<unsigned char>(text_[i]);
    if (c == '\r' && text_.substr(i + 1, 1) != "\n")
      return Problem{At(i), "a line ends with a lone carriage return",
                     "save the file with line feeds (LF) at the ends of lines"};
    if ((c >= 0x20 && c != 0x7F) || c == '\n' || c == '\r' || c == '\t') continue;
    char name[8];
    std::snprintf(name, sizeof name, "U+%04X", c);
    return Problem{At(i), std::string("the control character ") + name + " cannot be in a pipeline",
                   "remove it; in double quotes, \\x" + std::string(name + 4) + " means it"};
  }
  return std::nullopt;
}

}  // namespace textmill::core
