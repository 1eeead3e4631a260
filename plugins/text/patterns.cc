#include "plugins/text/patterns.h"

#include "textmill/error.hpp"

namespace textmill::text {

std::unique_ptr<RE2> CompilePattern(const std::string& pattern, const std::string& parameter) {
  RE2::Options options;
  options.set_log_errors(false);
  auto made = std::make_unique<RE2>(pattern, options);
  if (made->ok()) return made;
  throw Error("the regular expression `" + pattern + "` is not one: " + made->error())
      .Parameter(parameter)
      .Hint("the syntax is RE2's: without looking ahead or behind, and without \\1 in the pattern");
}

bool MatchesAny(const std::vector<std::unique_ptr<RE2>>& patterns, std::string_view text) {
  for (const auto& pattern : patterns) {
    if (RE2::PartialMatch(Piece(text), *pattern)) return true;
  }
  return false;
}

}  // namespace textmill::text
