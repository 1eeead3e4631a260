// Checks an expression against the columns that it may use: names, types, values that can occur.
#ifndef CORE_EXPR_CHECK_H_
#define CORE_EXPR_CHECK_H_

#include <string_view>
#include <vector>

#include "core/expr/ast.h"
#include "core/expr/condition.h"
#include "core/expr/expr.h"
#include "core/table/column.h"

namespace textmill::core::expr {

// More than these are of no use to anybody; checking ends there.
inline constexpr size_t kMostErrors = 100;

// `expression` is the text that `node` was read from. Appends all errors found, and the places of
// the columns that are used, in no order; what is returned has a meaning only if there are none.
Condition Check(const Node& node, std::string_view expression, const Schema& columns,
                std::vector<ExprError>* errors, std::vector<int>* uses);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_CHECK_H_
