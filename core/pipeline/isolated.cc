#include "core/pipeline/isolated.h"

#include "core/plugin/registry.h"
#include "textmill/isolate.h"

namespace textmill::core {

bool IsolatedByDefault(const textmill_stage& stage) {
  return (stage.info->flags & TEXTMILL_ISOLATED) != 0 || IsOutside(stage);
}

bool IsIsolated(const Step& step, IsolateWhich which) {
  if (step.stage == nullptr || step.kind == Step::Kind::kSource || step.split) return false;
  if (which == IsolateWhich::kNever) return false;
  return step.isolate.value_or(which == IsolateWhich::kAll || IsolatedByDefault(*step.stage));
}

}  // namespace textmill::core
