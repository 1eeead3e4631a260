// text.mask, text.measures, text.normalize, text.quality, text.split and text.stats on any text.
#include "plugins/text-mask/mask.h"
#include "plugins/text-quality/quality.h"
#include "plugins/text/measures.h"
#include "plugins/text/normalize.h"
#include "plugins/text/split.h"
#include "plugins/text/stats.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/plugin.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(text_mask) {
  static const textmill_stage stage = internal::MakeStage<mask::Mask>();
  static OpenStage all(stage, {}), removed(stage, {{"replace", "remove"}, {"ips", "public"}});
  const auto documents = Documents(input);
  all.Run(documents);
  removed.Run(documents);
}

TEXTMILL_FUZZ(text_normalize) {
  static const textmill_stage stage = internal::MakeStage<text::Normalize>();
  static OpenStage plain(stage, {});
  static OpenStage all(stage,
                       {{"form", "NFKC"}, {"quotes", true}, {"dashes", true}, {"ellipsis", true}});
  const auto documents = Documents(input);
  plain.Run(documents);
  all.Run(documents);
}

TEXTMILL_FUZZ(text_quality) {
  using Names = std::vector<std::string>;
  static const Names rules = {"gopher-quality", "gopher-repetition", "c4", "fineweb",
                              "mc4-paragraphs"};
  static const textmill_stage stage = internal::MakeStage<quality::Quality>();
  static OpenStage drop(stage, {{"rules", rules}}), mark(stage, {{"action", "mark"}});
  static OpenStage as_dolma(stage, {{"rules", rules}, {"like", "dolma"}, {"action", "signals"}});
  static OpenStage redpajama(stage, {{"rules", Names{"redpajama-2"}}, {"action", "signals"}});
  const auto documents = Documents(input);
  for (OpenStage* opened : {&drop, &mark, &as_dolma, &redpajama}) opened->Run(documents);
}

TEXTMILL_FUZZ(text_split) {
  static const textmill_stage stage = internal::MakeStage<text::Split>();
  static OpenStage paragraphs(stage, {}), sentences(stage, {{"into", "sentences"}});
  const auto documents = Documents(input);
  paragraphs.Run(documents);
  sentences.Run(documents);
}

TEXTMILL_FUZZ(text_measures) {
  static OpenStage stage(internal::MakeStage<text::Measures>(), {{"window", 3}});
  stage.Run(Documents(input));
}

TEXTMILL_FUZZ(text_stats) {
  static OpenStage stage(internal::MakeStage<text::Stats>(), {});
  stage.Run(Documents(input));
}

}  // namespace textmill::fuzz
