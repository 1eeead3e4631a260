#include "plugins/language/builtin/ngram_scores.h"

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
  // The n-gram, and from it to the shortest with the same new character.
  std::array<size_t, kMostLevels> chain;
  chain[level] = i;
  for (size_t k = level; k > shortest_; --k) chain[k - 1] = Shorter(k, chain[k]);
  size_t n = 0;
  if (level > shortest_) {
    const Ngrams::Level& before = ngrams_.levels[level - 1];
    const size_t given = Given(level, i);
    for (size_t e = before.entries[given]; e < before.entries[given + 1]; ++e) {
      out[n++].slot = before.slots[e];
    }
  } else {
    for (; n < ngrams_.slots; ++n) out[n].slot = static_cast<uint8_t>(n);
  }

  // Of the new character, by the lengths so far; and what the last of them multiplied it with.
  std::array<float, kMostScores> probability, factor;
  const size_t base = chain[shortest_];
  const bool prefix = shortest_ > 0 && direction_ == kBackward;
  const Ngrams::Level& shortest = ngrams_.levels[shortest_];
  const size_t character = prefix ? shortest.prefix[base] : shortest.last[base];
  for (size_t s = 0; s < n; ++s) {
    factor[s] = probability[s] = Unigram(character, out[s].slot);
  }
  struct Counts {
    float own, context, share;  // of the n-gram, of its context, and for what is not counted
  };
  std::array<Counts, kMostScores> by_slot;
  for (size_t k = std::max<size_t>(shortest_, 1); k <= level; ++k) {
    for (size_t s = 0; s < n; ++s) by_slot[out[s].slot] = {};
    const Ngrams::Level &of = ngrams_.levels[k], &before = ngrams_.levels[k - 1];
    const size_t given = Given(k, chain[k]);
    for (size_t e = before.entries[given]; e < before.entries[given + 1]; ++e) {
      Counts& counts = by_slot[before.slots[e]];
      counts.context = counts_[k - 1][e];
      counts.share = static_cast<float>(types_[k - 1][e]) * interpolation_;
    }
    for (size_t e = of.entries[chain[k]]; e < of.entries[chain[k] + 1]; ++e) {
      by_slot[of.slots[e]].own = CountAt(of, e);
    }
    for (size_t s = 0; s < n; ++s) {
      const auto [own, context, share] = by_slot[out[s].slot];
      const float all = context + share, lower = probability[s];
      if (all > 0) probability[s] = (own + share * lower) / all;
      factor[s] = own > 0 ? probability[s] / lower : all > 0 ? share / all : 1.0F;
    }
  }
  const std::array<float, kMostScores>& logs_of = level == shortest_ ? probability : factor;
  for (size_t s = 0; s < n; ++s) out[s].added = Log(logs_of[s]);
  return {out, n};
}

}  // namespace textmill::language
