// Reads tokens into a tree, by recursive descent.
//
//     or      := and { "or" and }
//     and     := not { "and" not }
//     not     := "not" not | test
//     test    := value [ COMPARISON value | ["not"] "in" list | ["not"] "matches" TEXT
//                      | "is" ["not"] "null" ]
//     value   := product { ("+" | "-") product }
//     product := single { ("*" | "/" | "%") single }
//     single  := "-" single | NAME "(" [or { "," or }] ")"
//              | NAME [".length"] | TEXT | NUMBER | "true" | "false" | "(" or ")"
//     list    := "[" literal { "," literal } "]"
//
// Common slips (`x == null`, `1 < x < 2`, `len(x)`) are errors, after which reading goes on; at
// others it ends, and what was read until then is still checked. No state, any thread.
#ifndef CORE_EXPR_PARSER_H_
#define CORE_EXPR_PARSER_H_

#include <string_view>
#include <vector>

#include "core/expr/ast.h"
#include "core/expr/expr.h"

namespace textmill::core::expr {

// How deep parentheses and `not` may be nested.
inline constexpr int kMaxDepth = 100;
// How many times an expression may calculate.
inline constexpr int kMostCalculations = 250;

Node Parse(std::string_view expression, std::vector<ExprError>* errors);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_PARSER_H_
