// The text of a pipeline file: what bytes may be in it, and which line and column one is.
//
// Immutable; any thread. Borrows the text.
#ifndef CORE_PIPELINE_SOURCE_TEXT_H_
#define CORE_PIPELINE_SOURCE_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/pipeline/problem.h"

namespace textmill::core {

inline constexpr size_t kLongestPipeline = size_t{1} << 20;  // bytes

class SourceText {
 public:
  // A byte order mark is passed over. `file` is what places call it.
  SourceText(std::string_view text, std::string file);

  std::string_view text() const { return text_; }
  const std::string& file() const { return file_; }
  // The place of a byte of text(); beyond the end is the end.
  Place At(size_t offset) const;
  // Where the line begins that `offset` is in.
  size_t LineStart(size_t offset) const;

  // Why it is not text to begin with: its size, an encoding other than UTF-8, control
  // characters.
  std::optional<Problem> Check() const;

 private:
  std::string_view text_;
  std::string file_;
  std::vector<size_t> lines_;  // where they begin
};

}  // namespace textmill::core

#endif  // CORE_PIPELINE_SOURCE_TEXT_H_
