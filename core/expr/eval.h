// Evaluates a checked expression, one batch at a time and one node of the expression after the
// other, each over all rows.
//
// In `and` and `or`, rows that the first parts have decided are left out where a row costs much
// (patterns, counting characters). Keeps nothing: any thread.
#ifndef CORE_EXPR_EVAL_H_
#define CORE_EXPR_EVAL_H_

#include <cstdint>
#include <vector>

#include "core/expr/condition.h"
#include "core/table/column.h"

namespace textmill::core::expr {

std::vector<Truth> Evaluate(const Condition& condition, const std::vector<Array>& columns,
                            int64_t rows);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_EVAL_H_
