#include "core/pipeline/remembers.h"

namespace textmill::core {

bool Remembers(const Step& step) {
  return step.instance != nullptr && step.kind != Step::Kind::kSource &&
         step.instance->Remembers(step.bound.flags);
}

}  // namespace textmill::core
