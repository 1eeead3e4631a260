// The different words of each language.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TYPES_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TYPES_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "plugins/train/language/corpus.h"

namespace textmill::language {

struct Type {
  uint32_t word = 0;
  uint32_t tokens = 0;
  float weight = 0;  // tokens to a power below 1: words of a text are new more often than not
};

// By slot, then word. Of texts that count less the words do; all words of a language together
// weigh as if no text did.
inline std::vector<std::vector<Type>> CountTypes(const ScriptCorpus& corpus, double power) {
  std::vector<std::vector<Type>> out(corpus.languages.size());
  std::vector<uint32_t> tokens(corpus.words.size());
  std::vector<double> shares(corpus.words.size());
  for (size_t s = 0; s < out.size(); ++s) {
    std::vector<uint32_t> seen;
    double all = 0, counted = 0;
    for (size_t i = 0; i < corpus.sentences[s].size(); ++i) {
      const double share = corpus.shares[s][i];
      for (const uint32_t word : corpus.sentences[s][i]) {
        if (tokens[word]++ == 0) seen.push_back(word);
        shares[word] += share;
        all += 1;
        counted += share;
      }
    }
    std::sort(seen.begin(), seen.end());
    for (const uint32_t word : seen) {
      const auto weight = static_cast<float>(std::pow(shares[word] * all / counted, power));
      out[s].push_back({word, tokens[word], weight});
      tokens[word] = 0;
      shares[word] = 0;
    }
  }
  return out;
}

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TYPES_H_
