#include "plugins/language/builtin/ngram_scores.h"

namespace textmill::language {

NgramScores::NgramScores(const Ngrams& ngrams, size_t shortest, float interpolation,
                         Direction direction)
    : ngrams_(ngrams), shortest_(shortest), interpolation_(interpolation), direction_(direction) {
  const size_t slots = ngrams.slots, levels = ngrams.levels.size();
  contexts_.resize(levels);
  starts_.resize(levels);
  probabilities_.resize(levels);
  logs_.resize(levels);
  scores_.resize(levels);
  for (size_t k = 0; k < levels; ++k) contexts_[k].resize(ngrams.levels[k].slots.size());
  for (size_t k = 1; k < levels; ++k) {
    const Ngrams::Level& level = ngrams.levels[k];
    const Ngrams::Level& before = ngrams.levels[k - 1];
    for (size_t i = 0; i < level.size(); ++i) {
      size_t at = before.entries[Given(k, i)];
      for (size_t e = level.entries[i]; e < level.entries[i + 1]; ++e, ++at) {
        while (before.slots[at] != level.slots[e]) ++at;
        Context& context = contexts_[k - 1][at];
        context.count += static_cast<float>(CountOf(level.counts[e])) * kCountUnit;
        context.types += 1;
      }
    }
  }
  for (std::vector<Context>& contexts : contexts_) {
    for (Context& context : contexts) {
      if (context.types > 0) Complete(context);
    }
  }
  // Single characters.
  constexpr float kUnseen = 0.05F;
  const Ngrams::Level& first = ngrams.levels[0];
  std::vector<float> totals(slots, kUnseen * static_cast<float>(first.size()));
  unigrams_.assign(first.size() * slots, kUnseen);
  for (size_t i = 0; i < first.size(); ++i) {
    for (size_t e = first.entries[i]; e < first.entries[i + 1]; ++e) {
      const float count = static_cast<float>(CountOf(first.counts[e])) * kCountUnit;
      unigrams_[i * slots + first.slots[e]] += count;
      totals[first.slots[e]] += count;
    }
  }
  for (size_t i = 0; i < unigrams_.size(); ++i) unigrams_[i] /= totals[i % slots];
  for (size_t k = shortest; k < levels; ++k) {
    ScoreLevel(k);
    if (k > shortest) probabilities_[k - 1] = logs_[k - 1] = {};
  }
}

void NgramScores::ScoreLevel(size_t k) {
  const Ngrams::Level& level = ngrams_.levels[k];
  const size_t slots = ngrams_.slots;
  std::vector<float>& probability = probabilities_[k];
  std::vector<float>& scores = scores_[k];
  std::vector<float>& logs = logs_[k];
  starts_[k].reserve(level.size() + 1);
  if (k <= shortest_) {
    std::vector<float> counts(slots);
    std::vector<Context> contexts(slots);
    for (size_t i = 0; i < level.size(); ++i) {
      starts_[k].push_back(static_cast<uint32_t>(i * slots));
      counts.assign(slots, 0);
      contexts.assign(slots, {});
      for (size_t e = level.entries[i]; e < level.entries[i + 1]; ++e) {
        counts[level.slots[e]] = static_cast<float>(CountOf(level.counts[e])) * kCountUnit;
      }
      if (k > 0) {
        const Ngrams::Level& before = ngrams_.levels[k - 1];
        const size_t given = Given(k, i);
        for (size_t e = before.entries[given]; e < before.entries[given + 1]; ++e) {
          contexts[before.slots[e]] = contexts_[k - 1][e];
        }
      }
      for (size_t s = 0; s < slots; ++s) {
        const float lower =
            Unigram(k == 0 || direction_ == kForward ? level.last[i] : level.prefix[i], s);
        probability.push_back(k == 0 ? lower : Estimate(counts[s], contexts[s], lower));
        scores.push_back(Log(probability.back()));
      }
    }
    starts_[k].push_back(static_cast<uint32_t>(scores.size()));
    logs = scores;
    return;
  }
  const Ngrams::Level& before = ngrams_.levels[k - 1];
  size_t size = 0;
  for (size_t i = 0; i < level.size(); ++i) {
    const size_t given = Given(k, i);
    starts_[k].push_back(static_cast<uint32_t>(size));
    size += before.entries[given + 1] - before.entries[given];
  }
  starts_[k].push_back(static_cast<uint32_t>(size));
  const bool last = k + 1 == ngrams_.levels.size();
  scores.resize(size);
  if (!last) {
    probability.resize(size);
    logs.resize(size);
  }
  size_t at = 0;
  constexpr size_t kAhead = 8;
  for (size_t i = 0; i < level.size(); ++i) {
    if (i + kAhead < level.size()) {  // what is shorter may be anywhere
      const size_t next = starts_[k - 1][Shorter(k, i + kAhead)];
      __builtin_prefetch(&probabilities_[k - 1][next]);
      __builtin_prefetch(&logs_[k - 1][next]);
      __builtin_prefetch(&contexts_[k - 1][before.entries[Given(k, i + kAhead)]]);
    }
    const size_t given = Given(k, i), shorter = Shorter(k, i);
    const float* const lower = &probabilities_[k - 1][starts_[k - 1][shorter]];
    const float* const log_lower = &logs_[k - 1][starts_[k - 1][shorter]];
    // The shorter one has a probability for every slot, or for each entry of what it is given.
    const bool dense = k - 1 <= shortest_;
    size_t other = 0, below_begin = 0;
    const Ngrams::Level* below = nullptr;
    if (!dense) {
      below = &ngrams_.levels[k - 2];
      other = below_begin = below->entries[Given(k - 1, shorter)];
    }
    size_t own = level.entries[i];
    for (size_t e = before.entries[given]; e < before.entries[given + 1]; ++e) {
      const uint8_t slot = before.slots[e];
      size_t low = slot;
      if (!dense) {
        while (below->slots[other] != slot) ++other;
        low = other - below_begin;
      }
      const Context& context = contexts_[k - 1][e];
      float score = context.log_share;
      float p = context.share * lower[low];
      if (own < level.entries[i + 1] && level.slots[own] == slot) {
        p += static_cast<float>(CountOf(level.counts[own++])) * kCountUnit * context.inverse;
        score = Log(p) - log_lower[low];
      }
      scores[at] = score;
      if (!last) {
        probability[at] = p;
        logs[at] = log_lower[low] + score;
      }
      ++at;
    }
  }
}

}  // namespace textmill::language
