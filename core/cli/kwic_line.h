// A hit of a concordance as a line: in a terminal its node in one column with all others, else
// parts that tabs separate. Text that would act on a terminal is written out (Showable).
//
// Pure functions; any thread.
#ifndef CORE_CLI_KWIC_LINE_H_
#define CORE_CLI_KWIC_LINE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::core {

struct KwicHit {
  std::vector<std::string_view> columns;  // of its document
  std::string_view left, node, right;
};

struct KwicStyle {
  size_t width = 0;  // cells of the terminal; 0: not a terminal
  bool color = false;
};

// Without the line feed.
void AppendKwicLine(const KwicHit& hit, const KwicStyle& style, std::string* out);

}  // namespace textmill::core

#endif  // CORE_CLI_KWIC_LINE_H_
