// What each n-gram tells about the languages, from its counts: a generative model of words.
//
// The probability of a character after those before it is interpolated over the lengths of what is
// before (Witten and Bell, method C). The logarithm of a word's probability is a sum over its
// places; written as what each length adds to the one below it, it is a sum over all n-grams in the
// word, which can be tabled. All arithmetic is of single additions, multiplications and divisions,
// so that the scores are the same on every machine.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_NGRAM_SCORES_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_NGRAM_SCORES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "plugins/language/builtin/ngrams.h"

namespace textmill::language {

float Log(float x);  // natural, of a normal number

class NgramScores {
 public:
  struct Context {  // an n-gram as the beginning of longer ones
    float count = 0, types = 0;
  };

  // `shortest` is the level of the shortest n-grams that are scored. `ngrams` must outlive it.
  NgramScores(const Ngrams& ngrams, size_t shortest, float interpolation);

  // Calls `to(slot, log-probability added)` for the languages that n-gram `i` of `level` says
  // something about.
  template <class To>
  void ForEach(size_t level, size_t i, To to) const {
    const float* p = &probabilities_[level][starts_[level][i]];
    if (level <= shortest_) {
      for (size_t s = 0; s < ngrams_.slots; ++s) to(s, Log(p[s]));
      return;
    }
    const float* lower = &lowers_[level][starts_[level][i]];
    const Ngrams::Level& before = ngrams_.levels[level - 1];
    const size_t prefix = ngrams_.levels[level].prefix[i];
    for (size_t e = before.entries[prefix]; e < before.entries[prefix + 1]; ++e, ++p, ++lower) {
      to(before.slots[e], Log(*p / *lower));
    }
  }

  float Unigram(size_t character, size_t slot) const {
    return unigrams_[character * ngrams_.slots + slot];
  }
  // Beside the entries of a level.
  const Context& ContextOf(size_t level, size_t entry) const { return contexts_[level][entry]; }

  float Estimate(float count, Context context, float lower) const {
    if (context.count < 1e-3F) return lower;
    const float types = context.types * interpolation_;
    return (count + types * lower) / (context.count + types);
  }

 private:
  void ScoreLevel(size_t level);

  const Ngrams& ngrams_;
  size_t shortest_;
  float interpolation_;
  std::vector<float> unigrams_;  // by character and slot
  std::vector<std::vector<Context>> contexts_;
  // By level, then n-gram: of the shortest for every slot, of others for each entry of the prefix.
  std::vector<std::vector<uint32_t>> starts_;
  std::vector<std::vector<float>> probabilities_, lowers_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_NGRAM_SCORES_H_
