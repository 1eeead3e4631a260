// Which steps of a plan work in processes of their own. See core/isolate.
#ifndef CORE_PIPELINE_ISOLATED_H_
#define CORE_PIPELINE_ISOLATED_H_

#include "core/pipeline/plan.h"

namespace textmill::core {

// Of the steps that do not say it themselves.
enum class IsolateWhich {
  kNever,    // none, whatever the steps say
  kOutside,  // those whose stages are IsolatedByDefault
  kAll
};

// Whether the stage's plugin does not belong to the program, or the stage asks for it
// (textmill/isolate.h).
bool IsolatedByDefault(const textmill_stage& stage);

// Readers and writers of many files never are.
bool IsIsolated(const Step& step, IsolateWhich which);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_ISOLATED_H_
