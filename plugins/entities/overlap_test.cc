#include "plugins/entities/overlap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace textmill::entities {
namespace {

bool Overlap(const Mention& a, const Mention& b) { return a.begin < b.end && b.begin < a.end; }

bool Beats(const Mention& a, const Mention& b) {
  if (a.end - a.begin != b.end - b.begin) return a.end - a.begin > b.end - b.begin;
  if (a.source != b.source) return a.source < b.source;
  if (a.begin != b.begin) return a.begin < b.begin;
  return a.what < b.what;
}

// Takes the best of all, throws away what overlaps it, and so on.
std::vector<Mention> Naive(std::vector<Mention> all) {
  std::vector<Mention> winners;
  while (!all.empty()) {
    const Mention best = *std::min_element(all.begin(), all.end(), Beats);
    winners.push_back(best);
    std::erase_if(all, [&](const Mention& m) { return Overlap(m, best); });
  }
  std::sort(winners.begin(), winners.end(),
            [](const auto& a, const auto& b) { return a.begin < b.begin; });
  return winners;
}

TEST(Overlap, AgreesWithTheRule) {
  std::mt19937 random(1);
  for (int round = 0; round < 5000; ++round) {
    std::vector<Mention> mentions;
    const size_t width = 4 + random() % 200;
    for (uint32_t n = static_cast<uint32_t>(random() % 40); n > 0; --n) {
      const uint32_t begin = static_cast<uint32_t>(random() % width);
      const uint32_t size = static_cast<uint32_t>(1 + random() % 9);
      mentions.push_back({begin, begin + size, static_cast<Source>(random() % 3), n});
    }
    std::vector<Mention> naive = Naive(mentions);
    std::shuffle(mentions.begin(), mentions.end(), random);
    SettleOverlaps(&mentions);
    ASSERT_EQ(mentions.size(), naive.size());
    for (size_t i = 0; i < naive.size(); ++i) {
      EXPECT_EQ(mentions[i].begin, naive[i].begin);
      EXPECT_EQ(mentions[i].end, naive[i].end);
      EXPECT_EQ(mentions[i].source, naive[i].source);
      EXPECT_EQ(mentions[i].what, naive[i].what);
    }
  }
}

TEST(Overlap, LongChainsAreSettledQuickly) {
  std::vector<Mention> mentions;
  for (uint32_t i = 0; i < 500000; ++i) mentions.push_back({i, i + 2, Source::kPattern, 0});
  SettleOverlaps(&mentions);
  EXPECT_EQ(mentions.size(), 250000u);
}

}  // namespace
}  // namespace textmill::entities
