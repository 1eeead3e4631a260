#include "plugins/lib/tagger/hash_table.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace textmill::entities {
namespace {

TEST(HashTable, FindsWhatIsThereAndNothingElse) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    // Keys all over, near each other, and at both ends.
    const uint32_t mask = round % 3 == 0 ? 0x3FF : round % 3 == 1 ? 0xFFFFFFFF : 0xF000000F;
    std::set<uint32_t> chosen;
    for (size_t n = random() % 400; n > 0; --n) chosen.insert(random() & mask);
    const std::vector<uint32_t> keys(chosen.begin(), chosen.end());
    HashTable table;
    ASSERT_TRUE(table.Make(keys));
    for (uint32_t i = 0; i < keys.size(); ++i) {
      ASSERT_EQ(table.Find(keys[i]), i);
      table.Prefetch(keys[i]);
    }
    for (int i = 0; i < 500; ++i) {
      const uint32_t key = random() & mask;
      if (chosen.contains(key)) continue;
      ASSERT_EQ(table.Find(key), HashTable::kNone);
    }
  }
}

TEST(HashTable, EmptyAndNotInOrder) {
  HashTable table;
  EXPECT_EQ(table.Find(1), HashTable::kNone);
  EXPECT_FALSE(table.Make({5, 5}));
  EXPECT_FALSE(table.Make({5, 4}));
  EXPECT_TRUE(table.Make({}));
  EXPECT_EQ(table.Find(0xFFFFFFFF), HashTable::kNone);
}

}  // namespace
}  // namespace textmill::entities
