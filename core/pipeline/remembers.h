// Which steps of a plan remember documents, so that they have to see all of them.
#ifndef CORE_PIPELINE_REMEMBERS_H_
#define CORE_PIPELINE_REMEMBERS_H_

#include "core/pipeline/plan.h"

namespace textmill::core {

// Whether what the step's stage does depends on documents that it saw before.
bool Remembers(const Step& step);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_REMEMBERS_H_
