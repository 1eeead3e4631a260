// Regular expressions as parameters of a stage. Compiled by one thread; any thread may match.
#ifndef TEXTMILL_PLUGINS_TEXT_PATTERNS_H_
#define TEXTMILL_PLUGINS_TEXT_PATTERNS_H_

#include <re2/re2.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::text {

// Throws Error, blaming `parameter`, with what is wrong with the expression.
std::unique_ptr<RE2> CompilePattern(const std::string& pattern, const std::string& parameter);

inline re2::StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

// Whether any of the expressions matches some of the text.
bool MatchesAny(const std::vector<std::unique_ptr<RE2>>& patterns, std::string_view text);

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_PATTERNS_H_
