#include "plugins/language/builtin/ngram_scores.h"

#include <cstring>

namespace textmill::language {

float Log(float x) {
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

NgramScores::NgramScores(const Ngrams& ngrams, size_t shortest, float interpolation)
    : ngrams_(ngrams), shortest_(shortest), interpolation_(interpolation) {
  const size_t slots = ngrams.slots, levels = ngrams.levels.size();
  constexpr float kSteps = 1.0F / 64;
  contexts_.resize(levels);
  starts_.resize(levels);
  probabilities_.resize(levels);
  lowers_.resize(levels);
  for (size_t k = 0; k < levels; ++k) contexts_[k].resize(ngrams.levels[k].slots.size());
  for (size_t k = 1; k < levels; ++k) {
    const Ngrams::Level& level = ngrams.levels[k];
    const Ngrams::Level& before = ngrams.levels[k - 1];
    for (size_t i = 0; i < level.size(); ++i) {
      size_t at = before.entries[level.prefix[i]];
      for (size_t e = level.entries[i]; e < level.entries[i + 1]; ++e, ++at) {
        while (before.slots[at] != level.slots[e]) ++at;
        Context& context = contexts_[k - 1][at];
        context.count += static_cast<float>(CountOf(level.counts[e])) * kSteps;
        context.types += 1;
      }
    }
  }
  // Single characters.
  constexpr float kUnseen = 0.05F;
  const Ngrams::Level& first = ngrams.levels[0];
  std::vector<float> totals(slots, kUnseen * static_cast<float>(first.size()));
  unigrams_.assign(first.size() * slots, kUnseen);
  for (size_t i = 0; i < first.size(); ++i) {
    for (size_t e = first.entries[i]; e < first.entries[i + 1]; ++e) {
      const float count = static_cast<float>(CountOf(first.counts[e])) * kSteps;
      unigrams_[i * slots + first.slots[e]] += count;
      totals[first.slots[e]] += count;
    }
  }
  for (size_t i = 0; i < unigrams_.size(); ++i) unigrams_[i] /= totals[i % slots];
  for (size_t k = shortest; k < levels; ++k) ScoreLevel(k);
}

void NgramScores::ScoreLevel(size_t k) {
  const Ngrams::Level& level = ngrams_.levels[k];
  const size_t slots = ngrams_.slots;
  std::vector<float>& probability = probabilities_[k];
  if (k <= shortest_) {
    std::vector<float> counts(slots);
    std::vector<Context> contexts(slots);
    for (size_t i = 0; i < level.size(); ++i) {
      starts_[k].push_back(static_cast<uint32_t>(i * slots));
      counts.assign(slots, 0);
      contexts.assign(slots, {});
      for (size_t e = level.entries[i]; e < level.entries[i + 1]; ++e) {
        counts[level.slots[e]] = static_cast<float>(CountOf(level.counts[e])) / 64;
      }
      if (k > 0) {
        const Ngrams::Level& before = ngrams_.levels[k - 1];
        const size_t prefix = level.prefix[i];
        for (size_t e = before.entries[prefix]; e < before.entries[prefix + 1]; ++e) {
          contexts[before.slots[e]] = contexts_[k - 1][e];
        }
      }
      for (size_t s = 0; s < slots; ++s) {
        const float lower = Unigram(level.last[i], s);
        probability.push_back(k == 0 ? lower : Estimate(counts[s], contexts[s], lower));
      }
    }
    return;
  }
  const Ngrams::Level& before = ngrams_.levels[k - 1];
  std::vector<float>& lowers = lowers_[k];
  for (size_t i = 0; i < level.size(); ++i) {
    starts_[k].push_back(static_cast<uint32_t>(probability.size()));
    const size_t prefix = level.prefix[i], suffix = level.suffix[i];
    const float* lower = &probabilities_[k - 1][starts_[k - 1][suffix]];
    // The suffix has a probability for every slot, or for each entry of its own prefix.
    const bool dense = k - 1 <= shortest_;
    size_t other = 0;
    const Ngrams::Level* below = nullptr;
    if (!dense) {
      below = &ngrams_.levels[k - 2];
      other = below->entries[before.prefix[suffix]];
    }
    size_t own = level.entries[i];
    for (size_t e = before.entries[prefix]; e < before.entries[prefix + 1]; ++e) {
      const uint8_t slot = before.slots[e];
      float low;
      if (dense) {
        low = lower[slot];
      } else {
        while (below->slots[other] != slot) ++other;
        low = lower[other - below->entries[before.prefix[suffix]]];
      }
      float count = 0;
      if (own < level.entries[i + 1] && level.slots[own] == slot) {
        count = static_cast<float>(CountOf(level.counts[own++])) / 64;
      }
      probability.push_back(Estimate(count, contexts_[k - 1][e], low));
      lowers.push_back(low);
    }
  }
}

}  // namespace textmill::language
