#include "plugins/dedup/passages/passage_counts.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace textmill::dedup {
namespace {

PassageKey KeyOf(uint64_t hash, uint32_t length) {
  return {static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(hash), length};
}

TEST(PassageCounts, LikeAMap) {
  std::mt19937_64 random(10);
  for (const double shared : {0.0, 0.5, 1.0}) {
    PassageCounts counts;
    struct Counted {
      uint32_t count = 0;
      int origin = -1;
    };
    std::map<uint64_t, Counted> naive;
    std::vector<uint64_t> known;
    for (int document = 0; document < 3000; ++document) {
      std::map<uint64_t, uint32_t> passages;  // each once
      for (int n = static_cast<int>(random() % 12); n > 0; --n) {
        const uint64_t hash =
            known.empty() || random() % 3 != 0 ? random() : known[random() % known.size() % 200];
        passages[hash] = static_cast<uint32_t>(hash % 100 + 1);
        known.push_back(hash);
      }
      std::vector<PassageKey> keys;
      double all = 0;
      std::map<int, double> from;
      for (const auto& [hash, length] : passages) {
        keys.push_back(KeyOf(hash, length));
        all += length;
        if (naive.count(hash)) from[naive[hash].origin] += length;
      }
      int original = -1;
      for (const auto& [origin, length] : from) {
        if (original < 0 || length > from[original]) original = origin;
      }
      if (original >= 0 && from[original] <= shared * all) original = -1;
      for (const auto& [hash, length] : passages) {
        Counted& counted = naive[hash];
        if (counted.count == 0) {
          counted = {1, original >= 0 ? original : document};
        } else if (counted.origin != original) {
          ++counted.count;
        }
      }
      ASSERT_EQ(counts.AddDocument(keys.data(), keys.size(), shared), original >= 0);
    }
    for (const auto& [hash, counted] : naive) ASSERT_EQ(counts.Of(hash), counted.count);
    EXPECT_EQ(counts.Of(12345), 0u);
    EXPECT_LE(counts.bytes(), naive.size() * 44);
  }
}

}  // namespace
}  // namespace textmill::dedup
