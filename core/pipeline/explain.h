// A plan in words, for `textmill explain`: what each step does to the columns, and how it runs.
#ifndef CORE_PIPELINE_EXPLAIN_H_
#define CORE_PIPELINE_EXPLAIN_H_

#include <string>

#include "core/pipeline/plan.h"

namespace textmill::core {

std::string ExplainPlan(const Plan& plan);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_EXPLAIN_H_
