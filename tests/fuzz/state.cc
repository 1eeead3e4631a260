// Saved states of the bundled stages, with anything in them under right checksums.
#include "plugins/corpus/frequencies.h"
#include "plugins/dedup/exact.h"
#include "plugins/dedup/near.h"
#include "plugins/dedup/passages/passages.h"
#include "plugins/documents/merge.h"
#include "plugins/group/group.h"
#include "plugins/sample/sample.h"
#include "plugins/sort/sort.h"
#include "plugins/text/lines.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/plugin.hpp"

namespace textmill::fuzz {

// The first byte chooses the stage.
TEXTMILL_FUZZ(state) {
  struct Tried {
    textmill_stage stage;
    testing::GivenParams params;
  };
  static const Tried all[] = {
      {internal::MakeStage<dedup::Exact>(), {}},
      {internal::MakeStage<dedup::Near>(), {}},
      {internal::MakeStage<dedup::Passages>(), {}},
      {internal::MakeStage<corpus::Frequencies>(), {}},
      {internal::MakeStage<group::Group>(), {{"by", "text"}, {"list", "id"}}},
      {internal::MakeStage<sample::Sample>(), {{"number", 2}, {"strata", "text"}}},
      {internal::MakeStage<sort::Sort>(), {{"by", "text"}}},
      {internal::MakeStage<documents::Merge>(), {{"by", "id"}}},
      {internal::MakeStage<text::Lines>(), {{"max_documents", 1}}}};
  if (input.empty()) return;
  const Tried& tried = all[static_cast<uint8_t>(input[0]) % std::size(all)];
  RestoreStage(tried.stage, tried.params, input.substr(1));
}

}  // namespace textmill::fuzz
