// Calculations with two numbers. Pure functions; any thread.
#ifndef CORE_EXPR_ARITHMETIC_H_
#define CORE_EXPR_ARITHMETIC_H_

#include <string_view>

#include "core/expr/function.h"

namespace textmill::core::expr {

// `name` is +, -, *, /, %, min or max. `whole`: of whole numbers, whose result is one, too. A
// result that does not fit, or a division by zero, has no value.
RowFunction Arithmetic(std::string_view name, bool whole);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_ARITHMETIC_H_
