#include "core/pipeline/isolated.h"

namespace textmill::core {

bool IsIsolated(const Step& step, IsolateWhich which) {
  if (step.stage == nullptr || step.kind == Step::Kind::kSource || step.split) return false;
  if (which == IsolateWhich::kNever) return false;
  return step.isolate.value_or(which == IsolateWhich::kAll || IsOutside(*step.stage));
}

}  // namespace textmill::core
