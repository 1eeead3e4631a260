// corpus.frequencies of words and of runs of words, of any text.
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
}

}  // namespace textmill::fuzz
