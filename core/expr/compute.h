// Works out computed values, a batch at a time, each over all rows. Keeps nothing: any thread.
#ifndef CORE_EXPR_COMPUTE_H_
#define CORE_EXPR_COMPUTE_H_

#include <cstdint>
#include <vector>

#include "core/expr/computed.h"
#include "core/table/column.h"

namespace textmill::core::expr {

// `columns` are those of the schema and what was computed before. `odd` (may be NULL; one per row)
// is set where a value could not be worked out from arguments that are all there.
Array Compute(const Computed& value, const std::vector<Array>& columns, int64_t rows,
              std::vector<uint8_t>* odd);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_COMPUTE_H_
