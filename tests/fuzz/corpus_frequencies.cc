// corpus.frequencies of words and of runs of words, and corpus.collocations, of any text.
#include "plugins/corpus/collocations.h"
#include "plugins/corpus/frequencies.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/plugin.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(corpus_frequencies) {
  static const textmill_stage stage = internal::MakeStage<corpus::Frequencies>();
  const auto documents = Documents(input);
  RunStage(stage, {}, documents);
  RunStage(stage, {{"of", "ngrams"}, {"n", 3}}, documents);
  RunStage(stage, {{"of", "ngrams"}, {"skip", 2}, {"dispersion", true}}, documents);
}

TEXTMILL_FUZZ(corpus_collocations) {
  static const textmill_stage stage = internal::MakeStage<corpus::Collocations>();
  const auto documents = Documents(input);
  RunStage(stage, {{"min_count", 1}, {"within", "sentence"}}, documents);
  RunStage(stage, {{"min_count", 1}, {"pairs", "neighbours"}, {"order", "overall"}}, documents);
}

}  // namespace textmill::fuzz
