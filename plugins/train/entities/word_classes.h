// Finds classes of words that occur in like contexts, from text without annotation.
//
// A word is described by the words just before and after it and the next ones, weighed by how much
// more often than by chance they meet (positive pointwise mutual information), and projected to few
// dimensions, those of the largest singular values; then the words are parted into classes, those
// into finer ones, and those again, each time by k-means. One thread; the same text gives the same
// classes.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TRAIN_WORD_CLASSES_H_
#define TEXTMILL_PLUGINS_ENTITIES_TRAIN_WORD_CLASSES_H_

#include <vector>

#include "plugins/lib/tagger/knowledge.h"
#include "plugins/train/entities/corpus.h"

namespace textmill::entities {

struct WordClassOptions {
  uint32_t least = 3;        // a word must come so often
  uint32_t contexts = 3000;  // so many frequent words count as contexts
  uint32_t dimensions = 64;
};

void FindWordClasses(const std::vector<LabelledDocument>& documents, const Lexicon& lexicon,
                     const WordClassOptions& options, WordClasses* out);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TRAIN_WORD_CLASSES_H_
