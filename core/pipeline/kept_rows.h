// What rows of a plan's source must be like to be kept. Pure functions; any thread.
#ifndef CORE_PIPELINE_KEPT_ROWS_H_
#define CORE_PIPELINE_KEPT_ROWS_H_

#include <vector>

#include "core/pipeline/plan.h"

namespace textmill::core {

// The conditions that `keep:` steps right after the source make of its columns. A row that breaks
// one of them is dropped by the step that asks for it, and no step before looks at more of the row
// than columns that are named here. Empty where dropped documents are written, which shows them
// whole.
std::vector<KeptIf> KeptRows(const Plan& plan);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_KEPT_ROWS_H_
