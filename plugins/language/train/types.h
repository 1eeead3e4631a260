// The different words of each language.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TYPES_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TYPES_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "plugins/language/train/corpus.h"

namespace textmill::language {

struct Type {
  uint32_t word = 0;
  uint32_t tokens = 0;
  float weight = 0;  // tokens to a power below 1: words of a text are new more often than not
};

// By slot, then word.
inline std::vector<std::vector<Type>> CountTypes(const ScriptCorpus& corpus, double power) {
  std::vector<std::vector<Type>> out(corpus.languages.size());
  std::vector<uint32_t> tokens(corpus.words.size());
  for (size_t s = 0; s < out.size(); ++s) {
    std::vector<uint32_t> seen;
    for (const Sentence& sentence : corpus.sentences[s]) {
      for (const uint32_t word : sentence) {
        if (tokens[word]++ == 0) seen.push_back(word);
      }
    }
    std::sort(seen.begin(), seen.end());
    for (const uint32_t word : seen) {
      const auto weight = static_cast<float>(std::pow(tokens[word], power));
      out[s].push_back({word, tokens[word], weight});
      tokens[word] = 0;
    }
  }
  return out;
}

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TYPES_H_
