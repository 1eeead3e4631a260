#include "plugins/dedup/lsh_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace textmill::dedup {
namespace {

// The same by definition: every document, and how many bands it shares.
struct Naive {
  std::vector<std::vector<uint32_t>> documents;

  bool Find(const std::vector<uint32_t>& keys, size_t most, std::vector<uint32_t>* found) const {
    std::map<uint32_t, int> hits;
    bool all = true;
    for (size_t b = 0; b < keys.size(); ++b) {
      size_t n = 0;
      for (uint32_t d = 0; d < documents.size(); ++d) {
        if (documents[d][b] != keys[b]) continue;
        if (n++ < most) {
          ++hits[d];
        } else {
          all = false;
        }
      }
    }
    std::vector<std::pair<int, uint32_t>> ranked;
    for (const auto& [document, n] : hits) ranked.emplace_back(-n, document);
    std::sort(ranked.begin(), ranked.end());
    all = all && ranked.size() <= most;
    ranked.resize(std::min(ranked.size(), most));
    found->clear();
    for (const auto& [n, document] : ranked) found->push_back(document);
    std::sort(found->begin(), found->end());
    return all;
  }
};

TEST(LshIndex, FindsWhatShareABand) {
  std::mt19937 random(4);
  for (const uint32_t spread : {2u, 50u, 5000u}) {
    for (const size_t most : {1, 3, 40, 100000}) {
      constexpr uint32_t kBands = 5;
      LshIndex index(kBands);
      Naive naive;
      std::vector<uint32_t> keys(kBands), found, expected;
      for (int i = 0; i < 700; ++i) {
        for (uint32_t& key : keys) key = static_cast<uint32_t>(random() % spread) * 0x9e3779b1u;
        index.Prefetch(keys.data());
        ASSERT_EQ(index.Find(keys.data(), most, &found), naive.Find(keys, most, &expected));
        ASSERT_EQ(found, expected);
        if (i % 3 != 0) {
          index.Add(keys.data());
          naive.documents.push_back(keys);
        }
      }
    }
  }
}

TEST(LshIndex, GrowsAndFindsAllAgain) {
  LshIndex index(2);
  const auto keys_of = [](uint32_t i) {
    return std::vector<uint32_t>{i * 0x9e3779b1u, (i / 2) * 0x85ebca6bu};
  };
  constexpr uint32_t kDocuments = 20000;
  for (uint32_t i = 0; i < kDocuments; ++i) index.Add(keys_of(i).data());
  std::vector<uint32_t> found;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    ASSERT_TRUE(index.Find(keys_of(i).data(), 10, &found));
    ASSERT_EQ(found, (std::vector<uint32_t>{i / 2 * 2, i / 2 * 2 + 1}));
  }
  EXPECT_LT(index.bytes() / kDocuments, 2 * 26u);
}

// Neighbours in the table: keys that all begin their search at the same slot, at the table's end.
TEST(LshIndex, CollidingKeysStayApart) {
  LshIndex index(1);
  for (uint32_t i = 0; i < 600; ++i) {
    const uint32_t key = 0xffffffffu - i;
    index.Add(&key);
  }
  std::vector<uint32_t> found;
  for (uint32_t i = 0; i < 600; ++i) {
    const uint32_t key = 0xffffffffu - i;
    index.Find(&key, 10, &found);
    ASSERT_EQ(found, std::vector<uint32_t>{i});
  }
}

}  // namespace
}  // namespace textmill::dedup
