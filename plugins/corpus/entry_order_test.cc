#include "plugins/corpus/entry_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

namespace textmill::corpus {
namespace {

TEST(SortEntries, AsComparingThem) {
  std::mt19937 random(8);
  SortScratch scratch;  // of one sort after the other
  for (int round = 0; round < 60; ++round) {
    const size_t n = 1 + random() % 7;
    const uint32_t groups = round % 3 == 0 ? 1 : 1 + random() % 3000;
    // Few terms make many alike, many terms leave room for few words.
    const uint32_t terms = round % 2 == 0 ? 2 + random() % 5 : 1 + random() % 3'000'000;
    std::vector<uint32_t> ranks(terms), group_rank(groups);
    std::iota(ranks.begin(), ranks.end(), 0);
    std::shuffle(ranks.begin(), ranks.end(), random);
    std::iota(group_rank.begin(), group_rank.end(), 0);
    std::shuffle(group_rank.begin(), group_rank.end(), random);
    NgramTable table(n);
    std::vector<uint32_t> ngram(n);
    const uint64_t counts[] = {1, 2, 2045, 2046, 2047, 2048, uint64_t{1} << 33, UINT32_MAX};
    for (size_t i = random() % 3000; i > 0; --i) {
      for (uint32_t& term : ngram) term = random() % terms;
      table.Add(random() % groups, ngram.data(), counts[random() % (i % 2 == 0 ? 2 : 8)], 1);
    }
    std::vector<uint32_t> entries(table.size());
    std::iota(entries.begin(), entries.end(), 0);
    std::shuffle(entries.begin(), entries.end(), random);
    std::vector<uint32_t> expected = entries;
    std::sort(expected.begin(), expected.end(), [&](uint32_t a, uint32_t b) {
      if (table.group(a) != table.group(b))
        return group_rank[table.group(a)] < group_rank[table.group(b)];
      if (table.count(a) != table.count(b)) return table.count(a) > table.count(b);
      for (size_t k = 0; k < n; ++k) {
        if (table.terms(a)[k] != table.terms(b)[k])
          return ranks[table.terms(a)[k]] < ranks[table.terms(b)[k]];
      }
      return false;
    });
    SortEntries(table, ranks, group_rank, &entries, &scratch);
    ASSERT_EQ(entries, expected) << round;
  }
}

}  // namespace
}  // namespace textmill::corpus
