// Saved states of the bundled stages, with anything in them under right checksums.
#include "plugins/corpus/frequencies.h"
#include "plugins/dedup/exact.h"
#include "plugins/dedup/near.h"
#include "plugins/dedup/passages/passages.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/plugin.hpp"

namespace textmill::fuzz {

// The first byte chooses the stage.
TEXTMILL_FUZZ(state) {
  static const textmill_stage stages[] = {
      internal::MakeStage<dedup::Exact>(), internal::MakeStage<dedup::Near>(),
      internal::MakeStage<dedup::Passages>(), internal::MakeStage<corpus::Frequencies>()};
  if (input.empty()) return;
  const textmill_stage& stage = stages[static_cast<uint8_t>(input[0]) % std::size(stages)];
  RestoreStage(stage, {}, input.substr(1));
}

}  // namespace textmill::fuzz
