// Trains the scores of one script's pieces.
//
// The generative model of builtin/ngram_scores.h is the start; what it gets wrong is then corrected
// by logistic regression over the same pieces, on single words, word pairs, parts of sentences and
// sentences. A word that is trained on is taken out of the counts of its own language (for most
// visits), so that the correction learns what unseen words need and not what is known by heart.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_SCRIPT_TRAINER_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_SCRIPT_TRAINER_H_

#include <cstddef>

#include "plugins/lib/language-model/model_data.h"
#include "plugins/train/language/corpus.h"
#include "plugins/train/language/pieces.h"

namespace textmill::language {

struct TrainSettings {
  PieceSettings pieces;
  double damping = 0.8;      // power of the counts of repeated words
  double interpolation = 1;  // with shorter n-grams
  double scale = 0.5;        // of log-probabilities: neighbouring n-grams are not independent
  double known = 0.5;        // share of words from the list of known words
  double common = 1.8;       // head start of common languages, in nats
  // The correction:
  size_t longest_learned = 4;  // n-gram that is corrected
  double steps = 2;            // visits for each different word of a language
  double rate = 1;             // of learning
  double words = 0.3;          // share of visits to single words
  double pairs = 0.3;          // to word pairs; the rest is to sentences and parts of them
  double short_words = 0.3;    // of words of four letters and fewer that are visited
  double unseen = 0.7;         // of words visited as if they were new
  double unseen_in_sentences = 0.35;
  double kept = 0.4;              // of what was learned: so much carries over to other texts
  double least_correction = 0.1;  // smaller ones are left out, in nats
  double least_word = 0.3;        // the same for words
};

// Everything but `sharpness`.
ScriptData TrainScript(const ScriptCorpus& corpus, const TrainSettings& settings);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_SCRIPT_TRAINER_H_
