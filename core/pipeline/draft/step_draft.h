// One step of a pipeline as it is written.
#ifndef CORE_PIPELINE_STEP_DRAFT_H_
#define CORE_PIPELINE_STEP_DRAFT_H_

#include <vector>

#include "core/pipeline/draft/draft.h"

namespace textmill::core {

// Reads an item of `steps:`, all but its id's default. `index` counts from 0.
StepDraft ReadStep(const YamlNode& node, size_t index, const Registry& registry,
                   std::vector<Problem>* problems);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_STEP_DRAFT_H_
