// Leaving a word out of the counts of its own language.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_OWN_SHARE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_OWN_SHARE_H_

#include <cstddef>
#include <cstdint>

#include "plugins/train/language/ngram_scores.h"
#include "plugins/train/language/pieces.h"

namespace textmill::language {

// By how much the log-probability of a word in the language of `slot` is too high because the word
// itself was counted there, with `weight`.
float OwnShare(const Pieces& pieces, const NgramScores& scores, uint32_t word, size_t slot,
               float weight);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_OWN_SHARE_H_
