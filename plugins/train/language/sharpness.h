// How sure the scores of a script may be taken to be, by the length of a text.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_SHARPNESS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_SHARPNESS_H_

#include <cstdint>
#include <vector>

#include "plugins/lib/language-model/model.h"
#include "plugins/train/language/corpus.h"

namespace textmill::language {

// Script::sharpness, fitted to words, parts of sentences and sentences that were not trained on:
// the factor for the scores of texts of 2^i letters that makes the right answers most likely.
std::vector<uint16_t> FitSharpness(const ScriptCorpus& corpus, const Model& model);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_SHARPNESS_H_
