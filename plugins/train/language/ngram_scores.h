// What each n-gram tells about the languages, from its counts: a generative model of words.
//
// The probability of a character after those before it is interpolated over the lengths of what is
// before (Witten and Bell, method C). The logarithm of a word's probability is a sum over its
// places; written as what each length adds to the one below it, it is a sum over all n-grams in the
// word. A language that does not know an n-gram says nothing of it: what it loses by going back to
// shorter ones is said by the n-gram that is the context, for whatever follows, and made up for by
// the n-grams that it knows. All arithmetic is of single additions, multiplications and divisions,
// so that the scores are the same on every machine.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_NGRAM_SCORES_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_NGRAM_SCORES_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "plugins/train/language/ngrams.h"

namespace textmill::language {

// Natural, of a normal number.
inline float Log(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  // x = m 2^e, m from 2/3 to 4/3.
  const uint32_t offset = bits - 0x3F2AAAABU;
  const auto e = static_cast<int32_t>(offset) >> 23;
  bits -= static_cast<uint32_t>(e) << 23;
  float m;
  std::memcpy(&m, &bits, sizeof m);
  const float s = (m - 1) / (m + 1);
  const float q = s * s;
  const float log_m = 2 * s * (1 + q * (1.0F / 3 + q * (0.2F + q * (1.0F / 7 + q / 9))));
  return log_m + static_cast<float>(e) * 0.693147181F;
}

class NgramScores {
 public:
  enum Direction { kForward, kBackward };
  struct Context {  // an n-gram as the beginning of longer ones
    float count = 0, types = 0;
    float share = 1;  // of what is not known from the counts: what shorter n-grams decide
    float inverse = 0;
  };
  struct Score {
    uint8_t slot;
    float added;  // log-probability
  };
  static constexpr size_t kMostScores = 256;

  // `shortest` is the level of the shortest n-grams that are scored. `ngrams` must outlive it.
  NgramScores(const Ngrams& ngrams, size_t shortest, float interpolation, Direction direction);

  // What n-gram `i` of `level` says, in the order of slots: the shortest about every language,
  // others about those that have it. `out` has room for kMostScores.
  std::span<const Score> ScoresOf(size_t level, size_t i, Score* out) const;

  float Unigram(size_t character, size_t slot) const {
    return unigrams_[character * ngrams_.slots + slot];
  }
  // Beside the entries of a level.
  Context ContextOf(size_t level, size_t entry) const {
    Context context{counts_[level][entry], static_cast<float>(types_[level][entry])};
    Complete(context);
    return context;
  }

  // The probability of a character that was counted so often in a context.
  static float Estimate(float count, const Context& context, float lower) {
    return count * context.inverse + context.share * lower;
  }
  // After a change of its counts.
  void Complete(Context& context) const {
    context.share = 1;
    context.inverse = 0;
    if (context.count < 1e-3F) return;
    const float types = context.types * interpolation_;
    context.inverse = 1 / (context.count + types);
    context.share = types * context.inverse;
  }

 private:
  // What an n-gram's new character is predicted from, and the n-gram without the far end of that.
  size_t Given(size_t level, size_t i) const {
    const Ngrams::Level& of = ngrams_.levels[level];
    return direction_ == kForward ? of.prefix[i] : of.suffix[i];
  }
  size_t Shorter(size_t level, size_t i) const {
    const Ngrams::Level& of = ngrams_.levels[level];
    return direction_ == kForward ? of.suffix[i] : of.prefix[i];
  }
  void CountContexts();
  void CountUnigrams();

  const Ngrams& ngrams_;
  size_t shortest_;
  float interpolation_;
  Direction direction_;
  std::vector<float> unigrams_;  // by character and slot
  // Of contexts, beside the entries of all levels but the last.
  std::vector<std::vector<float>> counts_;
  std::vector<std::vector<uint16_t>> types_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_NGRAM_SCORES_H_
