#include "plugins/train/language/own_share.h"

#include <algorithm>
#include <array>

namespace textmill::language {
namespace {

constexpr size_t kNowhere = ~size_t{0};

// The entry of a slot among those of an n-gram.
size_t Find(const Ngrams::Level& level, size_t i, size_t slot) {
  const auto begin = level.slots.begin() + level.entries[i];
  const auto end = level.slots.begin() + level.entries[i + 1];
  const auto at = std::lower_bound(begin, end, slot);
  return at != end && *at == slot ? static_cast<size_t>(at - level.slots.begin()) : kNowhere;
}

struct Estimates {
  size_t ngram = kNowhere;
  float with = 0, without = 0;  // the word
};

}  // namespace

float OwnShare(const Pieces& pieces, const NgramScores& scores, uint32_t word, size_t slot,
               float weight) {
  const Ngrams& ngrams = pieces.ngrams();
  const auto of = pieces.Of(word);
  std::array<Estimates, 8> here, next;  // by level: at this place, and at the one after it
  float share = 0;
  for (size_t end = of.size(), begin; end > 0; end = begin) {
    begin = end - 1;
    while (begin > 0 && of[begin - 1] < of[begin]) --begin;
    here.fill({});
    for (size_t n = begin; n < end; ++n) {
      size_t k = 0;
      while (of[n] >= pieces.first_of(k + 1)) ++k;
      const size_t i = of[n] - pieces.first_of(k);
      const Ngrams::Level& level = ngrams.levels[k];
      Estimates lower;
      if (n == begin) {
        lower.with = lower.without = scores.Unigram(level.last[i], slot);
      } else {
        lower = next[k - 1];
        if (lower.ngram != level.suffix[i]) break;
      }
      NgramScores::Context context;
      if (k > 0) {
        const size_t entry = Find(ngrams.levels[k - 1], level.prefix[i], slot);
        if (entry != kNowhere) context = scores.ContextOf(k - 1, entry);
      }
      const size_t entry = Find(level, i, slot);
      const float count =
          entry == kNowhere ? 0 : static_cast<float>(CountOf(level.counts[entry])) * kCountUnit;
      const float rest = std::max(0.0F, count - weight);
      const bool only = rest < 0.2F;  // counts are rounded
      NgramScores::Context others = context;
      others.count = std::max(0.0F, context.count - std::min(weight, count));
      if (only) others.types = std::max(0.0F, others.types - 1);
      if (others.count < 0.2F || others.types < 1) others = {};
      scores.Complete(others);
      Estimates& own = here[k];
      own.ngram = i;
      own.with = k == 0 ? lower.with : NgramScores::Estimate(count, context, lower.with);
      own.without =
          k == 0 ? lower.without : NgramScores::Estimate(only ? 0 : rest, others, lower.without);
      share += n == begin ? Log(own.with / own.without)
                          : Log(own.with / lower.with) - Log(own.without / lower.without);
    }
    next = here;
  }
  return share;
}

}  // namespace textmill::language
