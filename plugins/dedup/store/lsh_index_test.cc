#include "plugins/dedup/store/lsh_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <map>
#include <random>

namespace textmill::dedup {
namespace {

// The same by definition: every document, and what the bands that it shares weigh.
struct Naive {
  std::vector<std::vector<uint32_t>> documents;

  bool Find(const std::vector<uint32_t>& keys, size_t most, std::vector<uint32_t>* found) const {
    std::map<uint32_t, int> weights;
    for (size_t b = 0; b < keys.size(); ++b) {
      std::vector<uint32_t> sharing;
      for (uint32_t d = 0; d < documents.size() && sharing.size() <= most; ++d) {
        if (documents[d][b] == keys[b]) sharing.push_back(d);
      }
      int weight = 1;  // and one more for each time that half as many share the band
      for (size_t n = std::max<size_t>(sharing.size(), 1);
           std::bit_width(n) < std::bit_width(most + 1); n *= 2)
        ++weight;
      for (const uint32_t d : sharing) weights[d] += weight;
    }
    std::vector<std::pair<int, uint32_t>> ranked;
    for (const auto& [document, weight] : weights) ranked.emplace_back(-weight, document);
    std::sort(ranked.begin(), ranked.end());
    const bool all = ranked.size() <= most;
    ranked.resize(std::min(ranked.size(), most));
    found->clear();
    for (const auto& [weight, document] : ranked) found->push_back(document);
    std::sort(found->begin(), found->end());
    return all;
  }
};

// All in memory, and with so little of it that there are runs, and runs made of runs.
class LshIndexMemory : public ::testing::TestWithParam<size_t> {};

TEST_P(LshIndexMemory, FindsWhatShareABand) {
  std::mt19937 random(4);
  for (const uint32_t spread : {2u, 50u, 5000u}) {
    for (const size_t most : {1, 3, 40, 100000}) {
      constexpr uint32_t kBands = 5;
      LshIndex index(kBands, ::testing::TempDir(), GetParam());
      Naive naive;
      std::vector<uint32_t> keys(kBands), found, expected;
      for (int i = 0; i < 1000; ++i) {
        for (uint32_t& key : keys) key = static_cast<uint32_t>(random() % spread) * 0x9e3779b1u;
        index.Prefetch(keys.data());
        ASSERT_EQ(index.Find(keys.data(), 0, kBands, most, &found),
                  naive.Find(keys, most, &expected));
        ASSERT_EQ(found, expected);
        if (i % 4 != 0) {
          index.Add(keys.data());
          naive.documents.push_back(keys);
        }
      }
      EXPECT_EQ(index.runs() > 0, GetParam() == 0);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Memory, LshIndexMemory, ::testing::Values(size_t{1} << 30, size_t{0}));

TEST(LshIndex, StaysWithinItsMemory) {
  constexpr size_t kMemory = size_t{1} << 20;
  constexpr uint32_t kDocuments = 60000;
  LshIndex index(16, ::testing::TempDir(), kMemory);
  std::mt19937 random(5);
  std::vector<std::vector<uint32_t>> some;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    std::vector<uint32_t> keys(16);
    for (uint32_t& key : keys) key = static_cast<uint32_t>(random());
    index.Add(keys.data());
    ASSERT_LE(index.bytes(), kMemory * 11 / 10);
    if (i % 1000 == 0) some.push_back(keys);
  }
  EXPECT_GT(index.runs(), 3u);
  EXPECT_LT(index.runs(), 20u);  // and not 30: they are merged
  std::vector<uint32_t> found;
  for (uint32_t i = 0; i < some.size(); ++i) {
    index.Find(some[i].data(), 0, 16, 10, &found);
    ASSERT_TRUE(std::find(found.begin(), found.end(), i * 1000) != found.end());
  }
}

}  // namespace
}  // namespace textmill::dedup
