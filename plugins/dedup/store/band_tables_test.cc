#include "plugins/dedup/store/band_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace textmill::dedup {
namespace {

TEST(BandTables, GrowsAndFindsAllAgain) {
  BandTables tables(2, 7);
  const auto keys_of = [](uint32_t i) {
    return std::vector<uint32_t>{i * 0x9e3779b1u, (i / 2) * 0x85ebca6bu};
  };
  constexpr uint32_t kDocuments = 200000;
  for (uint32_t i = 0; i < kDocuments; ++i) tables.Add(keys_of(i).data());
  for (uint32_t i = 0; i < kDocuments; ++i) {
    std::vector<uint32_t> found;
    size_t left = 10;
    tables.Collect(0, keys_of(i)[0], &left, &found);
    tables.Collect(1, keys_of(i)[1], &left, &found);
    ASSERT_EQ(found, (std::vector<uint32_t>{7 + i, 7 + i / 2 * 2, 7 + i / 2 * 2 + 1}));
    ASSERT_EQ(left, 7u);
  }
  EXPECT_LT(tables.bytes() / kDocuments, 2 * 17u);
}

// Neighbours in the table: keys that all begin their search at the same slot, at the table's end.
TEST(BandTables, CollidingKeysStayApart) {
  BandTables tables(1, 0);
  constexpr uint32_t kKeys = 3000;
  for (uint32_t i = 0; i < kKeys; ++i) {
    const uint32_t key = 0xffffffffu - i;
    tables.Add(&key);
  }
  for (uint32_t i = 0; i < kKeys; ++i) {
    std::vector<uint32_t> found;
    size_t left = 10;
    tables.Collect(0, 0xffffffffu - i, &left, &found);
    ASSERT_EQ(found, std::vector<uint32_t>{i});
  }
}

TEST(BandTables, ListsEverythingInOrder) {
  BandTables tables(3, 100);
  std::mt19937 random(1);
  std::vector<std::vector<KeyEntry>> expected(3);
  for (uint32_t i = 0; i < 5000; ++i) {
    uint32_t keys[3];
    for (uint32_t& key : keys) key = static_cast<uint32_t>(random() % 700) * 0x9e3779b1u;
    for (size_t b = 0; b < 3; ++b) expected[b].push_back({keys[b], 100 + i});
    tables.Add(keys);
  }
  for (uint32_t b = 0; b < 3; ++b) {
    std::sort(expected[b].begin(), expected[b].end());
    std::vector<KeyEntry> got;
    tables.List(b, &got);
    ASSERT_EQ(got.size(), expected[b].size());
    for (size_t i = 0; i < got.size(); ++i) {
      ASSERT_EQ(got[i].key, expected[b][i].key);
      ASSERT_EQ(got[i].document, expected[b][i].document);
    }
  }
}

}  // namespace
}  // namespace textmill::dedup
