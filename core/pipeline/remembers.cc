#include "core/pipeline/remembers.h"

namespace textmill::core {

bool Remembers(const Step& step) {
  if (step.instance == nullptr || step.kind == Step::Kind::kSource) return false;
  const uint32_t flags = step.bound.flags;
  return (flags & (TEXTMILL_COMMITS | TEXTMILL_REPLAYS | TEXTMILL_TABLES)) != 0 &&
         ((flags | step.stage->info->flags) & TEXTMILL_STATELESS) == 0;
}

}  // namespace textmill::core
