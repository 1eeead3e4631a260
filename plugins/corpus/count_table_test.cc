#include "plugins/corpus/count_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

namespace textmill::corpus {
namespace {

TEST(CountTable, AgainstAMap) {
  struct Counted {
    int64_t count = 0;
    std::set<int64_t> documents;
  };
  std::mt19937 random(21);
  CountTable table;
  for (int round = 0; round < 3; ++round) {
    table.Clear();
    std::map<std::pair<std::string, std::string>, Counted> expected;
    for (int i = 0; i < 60000; ++i) {
      const std::string group = std::to_string(random() % 3);
      std::string value = std::to_string(random() % (round == 0 ? 30 : 30000));
      if (value == "7") value.clear();
      if (value == "8" && i < 500) value.assign(2000000, 'x');
      table.Count(table.Group(group), value, i / 100);
      Counted& counted = expected[{group, value}];
      ++counted.count;
      counted.documents.insert(i / 100);
    }
    ASSERT_EQ(table.entries().size(), expected.size());
    for (const CountTable::Entry& entry : table.entries()) {
      const auto at = expected.find({*table.group_name(entry.group), std::string(entry.value())});
      ASSERT_NE(at, expected.end());
      EXPECT_EQ(entry.count, at->second.count);
      EXPECT_EQ(entry.documents, static_cast<int64_t>(at->second.documents.size()));
    }
    EXPECT_GT(table.memory(), static_cast<int64_t>(expected.size() * sizeof(CountTable::Entry)));
  }
}

TEST(CountTable, GroupsAndSums) {
  CountTable table;
  const uint32_t none = table.Group(std::nullopt), empty = table.Group("");
  EXPECT_NE(none, empty);
  EXPECT_EQ(table.Group(std::nullopt), none);
  EXPECT_EQ(table.group_name(none), std::nullopt);
  EXPECT_EQ(table.group_name(empty), "");
  table.Add(none, "a", 3, 2);
  table.Add(none, "a", 4, 1);
  table.Add(empty, "a", 1, 1);
  ASSERT_EQ(table.entries().size(), 2u);
  EXPECT_EQ(table.entries()[0].count, 7);
  EXPECT_EQ(table.entries()[0].documents, 3);
}

}  // namespace
}  // namespace textmill::corpus
