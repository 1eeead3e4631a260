// Works out the functions that look at the items of a list: has, unique, any, all, count, filter,
// map, first, last. Keeps nothing: any thread.
#ifndef CORE_EXPR_COMPUTE_ITEMS_H_
#define CORE_EXPR_COMPUTE_ITEMS_H_

#include <cstdint>
#include <vector>

#include "core/expr/computed.h"
#include "core/expr/function.h"
#include "core/table/column.h"

namespace textmill::core::expr {

bool LooksAtItems(const Computed& call);

// `in` are the call's arguments, the first of them the column `list`; the rest is as for Compute.
Array ComputeItems(const Computed& call, const Arguments& in, const Array& list,
                   const std::vector<Array>& columns, int64_t rows, std::vector<uint8_t>* odd);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_COMPUTE_ITEMS_H_
