// What is not a mistake in a pipeline, but hardly what one wants: work whose result goes nowhere.
//
// Pure functions; any thread.
#ifndef CORE_PIPELINE_WARNINGS_H_
#define CORE_PIPELINE_WARNINGS_H_

#include <vector>

#include "core/pipeline/plan.h"

namespace textmill::core {

// In the order of the steps.
std::vector<Problem> WarningsOf(const Plan& plan);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_WARNINGS_H_
