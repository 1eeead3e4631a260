// text.normalize, text.split and text.stats on any text.
#include "plugins/text/normalize.h"
#include "plugins/text/split.h"
#include "plugins/text/stats.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/plugin.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(text_normalize) {
  static const textmill_stage stage = internal::MakeStage<text::Normalize>();
  static OpenStage plain(stage, {});
  static OpenStage all(stage,
                       {{"form", "NFKC"}, {"quotes", true}, {"dashes", true}, {"ellipsis", true}});
  const auto documents = Documents(input);
  plain.Run(documents);
  all.Run(documents);
}

TEXTMILL_FUZZ(text_split) {
  static const textmill_stage stage = internal::MakeStage<text::Split>();
  static OpenStage paragraphs(stage, {}), sentences(stage, {{"into", "sentences"}});
  const auto documents = Documents(input);
  paragraphs.Run(documents);
  sentences.Run(documents);
}

TEXTMILL_FUZZ(text_stats) {
  static OpenStage stage(internal::MakeStage<text::Stats>(), {});
  stage.Run(Documents(input));
}

}  // namespace textmill::fuzz
