#include "plugins/train/language/ngram_scores.h"

#include <algorithm>
#include <array>

namespace textmill::language {
namespace {

float CountAt(const Ngrams::Level& level, size_t entry) {
  return static_cast<float>(CountOf(level.counts[entry])) * kCountUnit;
}

}  // namespace

NgramScores::NgramScores(const Ngrams& ngrams, size_t shortest, float interpolation,
                         Direction direction)
    : ngrams_(ngrams), shortest_(shortest), interpolation_(interpolation), direction_(direction) {
  CountContexts();
  CountUnigrams();
}

void NgramScores::CountContexts() {
  const size_t levels = ngrams_.levels.size();
  counts_.resize(levels);
  types_.resize(levels);
  std::array<uint32_t, kMostScores> entry_of{};  // by slot, in the context at hand
  std::vector<uint32_t> ends, order;
  for (size_t k = 1; k < levels; ++k) {
    const Ngrams::Level& level = ngrams_.levels[k];
    const Ngrams::Level& before = ngrams_.levels[k - 1];
    // The n-grams in the order of their contexts.
    ends.assign(before.size() + 1, 0);
    order.resize(level.size());
    for (size_t i = 0; i < level.size(); ++i) ++ends[Given(k, i) + 1];
    for (size_t c = 0; c < before.size(); ++c) ends[c + 1] += ends[c];
    for (size_t i = 0; i < level.size(); ++i) {
      order[ends[Given(k, i)]++] = static_cast<uint32_t>(i);
    }
    std::vector<float>& counts = counts_[k - 1];
    std::vector<uint16_t>& types = types_[k - 1];
    counts.resize(before.slots.size());
    types.resize(before.slots.size());
    size_t next = 0;
    for (size_t c = 0; c < before.size(); ++c) {
      for (uint32_t e = before.entries[c]; e < before.entries[c + 1]; ++e) {
        entry_of[before.slots[e]] = e;
      }
      for (; next < ends[c]; ++next) {
        const uint32_t i = order[next];
        for (size_t e = level.entries[i]; e < level.entries[i + 1]; ++e) {
          const uint32_t at = entry_of[level.slots[e]];
          counts[at] += CountAt(level, e);
          ++types[at];
        }
      }
    }
  }
}

void NgramScores::CountUnigrams() {
  constexpr float kUnseen = 0.05F;
  const size_t slots = ngrams_.slots;
  const Ngrams::Level& first = ngrams_.levels[0];
  std::vector<float> totals(slots, kUnseen * static_cast<float>(first.size()));
  unigrams_.assign(first.size() * slots, kUnseen);
  for (size_t i = 0; i < first.size(); ++i) {
    for (size_t e = first.entries[i]; e < first.entries[i + 1]; ++e) {
      unigrams_[i * slots + first.slots[e]] += CountAt(first, e);
      totals[first.slots[e]] += CountAt(first, e);
    }
  }
  for (size_t i = 0; i < unigrams_.size(); ++i) unigrams_[i] /= totals[i % slots];
}

std::span<const NgramScores::Score> NgramScores::ScoresOf(size_t level, size_t i,
                                                          Score* out) const {
  // The n-gram, and from it to the shortest with the same new character; of each, where its
  // languages and those of its context are. All this is far away, so it is asked for early.
  struct Part {
    size_t ngram, given;
    uint32_t begin, end, given_begin, given_end;
  };
  std::array<Part, kMostLevels> parts;
  const size_t least = std::max<size_t>(shortest_, 1);
  size_t base = i;
  for (size_t k = level; k + 1 > least; --k) {
    parts[k].ngram = base;
    parts[k].given = Given(k, base);
    __builtin_prefetch(&ngrams_.levels[k].entries[base]);
    __builtin_prefetch(&ngrams_.levels[k - 1].entries[parts[k].given]);
    if (k > shortest_) base = Shorter(k, base);
  }
  for (size_t k = least; k <= level; ++k) {
    Part& part = parts[k];
    const Ngrams::Level &of = ngrams_.levels[k], &before = ngrams_.levels[k - 1];
    part.begin = of.entries[part.ngram];
    part.end = of.entries[part.ngram + 1];
    part.given_begin = before.entries[part.given];
    part.given_end = before.entries[part.given + 1];
    __builtin_prefetch(of.slots.data() + part.begin);
    __builtin_prefetch(of.counts.data() + part.begin);
    __builtin_prefetch(before.slots.data() + part.given_begin);
    __builtin_prefetch(counts_[k - 1].data() + part.given_begin);
    __builtin_prefetch(types_[k - 1].data() + part.given_begin);
  }

  // By slot: the probability of the new character, by the lengths so far; and what the last of them
  // multiplied it with. Those of languages that are not asked for do no harm: all are computed
  // together.
  using BySlot = std::array<float, kMostScores>;
  BySlot probability, factor;
  const size_t slots = ngrams_.slots;
  const bool prefix = shortest_ > 0 && direction_ == kBackward;
  const Ngrams::Level& shortest = ngrams_.levels[shortest_];
  const size_t character = prefix ? shortest.prefix[base] : shortest.last[base];
  for (size_t s = 0; s < slots; ++s) factor[s] = probability[s] = Unigram(character, s);
  for (size_t k = least; k <= level; ++k) {
    const Part& part = parts[k];
    const Ngrams::Level &of = ngrams_.levels[k], &before = ngrams_.levels[k - 1];
    // Counts of the n-gram and of its context, and what is not counted: of a context that is not
    // there, everything.
    BySlot own, context, share;
    std::fill_n(own.begin(), slots, 0.0F);
    std::fill_n(context.begin(), slots, 0.0F);
    std::fill_n(share.begin(), slots, 1.0F);
    for (size_t e = part.given_begin; e < part.given_end; ++e) {
      const auto types = static_cast<float>(types_[k - 1][e]);
      context[before.slots[e]] = counts_[k - 1][e];
      share[before.slots[e]] = types > 0 ? types * interpolation_ : 1.0F;
    }
    for (size_t e = part.begin; e < part.end; ++e) own[of.slots[e]] = CountAt(of, e);
    for (size_t s = 0; s < slots; ++s) {
      const float all = context[s] + share[s], lower = probability[s];
      const float now = (own[s] + share[s] * lower) / all;
      const bool counted = own[s] > 0;
      probability[s] = now;
      // Beside what the context says whatever follows.
      factor[s] = counted ? now / lower * all / share[s] : 1;
    }
  }
  BySlot& logs = level == shortest_ ? probability : factor;
  for (size_t s = 0; s < slots; ++s) logs[s] = Log(logs[s]);

  size_t n = 0;
  if (level == shortest_) {
    for (; n < slots; ++n) out[n] = {static_cast<uint8_t>(n), logs[n]};
  } else {
    const Part& part = parts[level];
    for (size_t e = part.begin; e < part.end; ++e) {
      out[n++] = {ngrams_.levels[level].slots[e], logs[ngrams_.levels[level].slots[e]]};
    }
  }
  // As the context of longer ones.
  if (level + 1 < ngrams_.levels.size()) {
    const Ngrams::Level& of = ngrams_.levels[level];
    for (size_t e = of.entries[i], k = 0; e < of.entries[i + 1]; ++e) {
      while (out[k].slot != of.slots[e]) ++k;
      out[k].added += Log(ContextOf(level, e).share);
    }
  }
  return {out, n};
}

}  // namespace textmill::language
