// Two texts beside each other, as text for a terminal or a file: what they share in full on both
// sides, or its beginning and end where it is long, and between the columns a mark: `|` where both
// differ, `<` and `>` where only one has something.
#ifndef CORE_CLI_SIDE_BY_SIDE_H_
#define CORE_CLI_SIDE_BY_SIDE_H_

#include <string>
#include <vector>

#include "core/present/word_diff.h"

namespace textmill::core {

struct SideBySideOptions {
  size_t width = 100;  // columns of the terminal
  bool color = false;
  bool full = false;  // long shared passages too
};

std::string SideBySide(const std::vector<DiffPart>& parts, const SideBySideOptions& options);

// Text broken into lines of at most `width` columns, at blanks where there are any; runs of blanks
// and line breaks count as one blank, what would act on the terminal as nothing.
std::vector<std::string> Wrap(std::string_view text, size_t width);

// Columns that a text takes: wide characters take two, combining ones none.
size_t Columns(std::string_view text);

}  // namespace textmill::core

#endif  // CORE_CLI_SIDE_BY_SIDE_H_
