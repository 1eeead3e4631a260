#include "plugins/dedup/store/rank_sorter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace textmill::dedup {
namespace {

TEST(RankSorter, IsAStableSortInMemoryAndInFiles) {
  std::mt19937 random(6);
  for (const bool descending : {false, true}) {
    for (const size_t memory : {500, 5000, 100000000}) {
      for (const size_t n : {0, 1, 3000}) {
        std::vector<std::optional<std::string>> ranks(n);
        for (auto& rank : ranks) {
          if (random() % 10 == 0) continue;
          rank = std::string(random() % 3, static_cast<char>(random() % 3 * 100)) +
                 std::to_string(random() % 50);
        }
        std::vector<uint32_t> expected(n), got;
        std::iota(expected.begin(), expected.end(), 0u);
        std::stable_sort(expected.begin(), expected.end(), [&](uint32_t a, uint32_t b) {
          if (!ranks[a] || !ranks[b]) return ranks[a].has_value() && !ranks[b];
          return descending ? *ranks[a] > *ranks[b] : *ranks[a] < *ranks[b];
        });
        RankSorter sorter(::testing::TempDir(), memory, descending);
        for (const auto& rank : ranks) sorter.Add(rank);
        sorter.Sort();
        for (uint32_t document = 0; sorter.Next(&document);) got.push_back(document);
        ASSERT_EQ(got, expected);
      }
    }
  }
}

}  // namespace
}  // namespace textmill::dedup
