// Binds the steps of a pipeline, one after the other: parameters, columns, conditions.
#ifndef CORE_PIPELINE_STEPS_H_
#define CORE_PIPELINE_STEPS_H_

#include <vector>

#include "core/pipeline/draft/draft.h"
#include "core/pipeline/plan.h"

namespace textmill::core {

struct BoundSteps {
  std::vector<Step> steps;  // complete only when no problem was found
  // Whether a step's instance has the paths that the user gave, so that they can be checked.
  std::vector<bool> paths_known;
};

// Reports whatever is wrong with any step; a step that is wrong is taken for what it was probably
// meant to be, so that the steps after it are checked as well as can be.
BoundSteps BindSteps(const Draft& draft, const Registry& registry, std::vector<Problem>* problems);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_STEPS_H_
