// dedup.exact, dedup.near and dedup.passages on any texts.
#include "plugins/dedup/exact.h"
#include "plugins/dedup/near.h"
#include "plugins/dedup/passages/passages.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/plugin.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(dedup_exact) {
  static const textmill_stage stage = internal::MakeStage<dedup::Exact>();
  RunStage(stage, {}, Documents(input));
}

TEXTMILL_FUZZ(dedup_near) {
  static const textmill_stage stage = internal::MakeStage<dedup::Near>();
  RunStage(stage, {}, Documents(input));
}

TEXTMILL_FUZZ(dedup_passages) {
  static const textmill_stage stage = internal::MakeStage<dedup::Passages>();
  RunStage(stage, {{"min_length", 3}}, Documents(input));
}

}  // namespace textmill::fuzz
