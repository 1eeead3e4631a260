// Cuts an expression into tokens.
//
// Operators of other languages (`=`, `&&`, `≠`) and typographic quotation marks are errors that say
// what to write; the tokens go on as if it had been written, so that later mistakes are found too.
// What has no meaning at all becomes a kBad token, and cutting ends there. No state, any thread.
#ifndef CORE_EXPR_LEXER_H_
#define CORE_EXPR_LEXER_H_

#include <string>
#include <string_view>
#include <vector>

#include "core/expr/expr.h"

namespace textmill::core::expr {

struct Token {
  enum class Kind {
    kEnd,
    kBad,  // an error was given for it
    kName,
    kText,
    kNumber,
    kTrue,
    kFalse,
    kNull,
    kAnd,
    kOr,
    kNot,
    kIn,
    kIs,
    kMatches,
    kEq,
    kNe,
    kLt,
    kLe,
    kGt,
    kGe,
    kOpen,
    kClose,
    kListOpen,
    kListClose,
    kComma,
    kDot,
    kPlus,
    kDash,
    kTimes,
    kSlash,
    kPercent
  };
  static constexpr size_t kNone = static_cast<size_t>(-1);

  Kind kind = Kind::kEnd;
  size_t begin = 0, end = 0;  // bytes of the expression
  std::string text;           // the name or text meant; a number as it is written
  bool plain = true;          // of a name: it needs no backquotes, or has them
  // Place of the first escape sequence that text does not know. Patterns may have them, so they
  // stay in `text` as they are.
  size_t odd_escape = kNone;
};

// The last token is kEnd or kBad.
std::vector<Token> Tokenize(std::string_view expression, std::vector<ExprError>* errors);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_LEXER_H_
