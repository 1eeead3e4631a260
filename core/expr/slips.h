// Words that other languages have, and what to write instead. Pure functions; any thread.
#ifndef CORE_EXPR_SLIPS_H_
#define CORE_EXPR_SLIPS_H_

#include <optional>
#include <string_view>

#include "core/expr/lexer.h"

namespace textmill::core::expr {

struct OperatorSlip {
  Token::Kind kind;
  const char* instead;
};

// `contains`, `equals`: a word between two values that is not an operator here.
std::optional<OperatorSlip> OperatorMeant(std::string_view word);

// `len`, `size`: functions and members that mean `.length`.
bool MeansLength(std::string_view word);

// `startswith`, `contains`: functions that look into a text, for which there is `matches`.
bool MeansMatches(std::string_view word);

// The operator among the language's words that is nearest to `word`, or "".
std::string_view NearestOperator(std::string_view word);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_SLIPS_H_
