#include "plugins/sort/sort.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "textmill/testing.hpp"

namespace textmill::sort {
namespace {

using ::testing::HasSubstr;
using ::textmill::testing::Columns;
using ::textmill::testing::Given;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

TEST(Sort, SortsStablyWithNullsLast) {
  const auto ids = [](const GivenParams& given) {
    StageRunner<Sort> run(given);
    const Outcome out = run.Run(Columns()
                                    .Add<Utf8>("id", {"a", "b", "c", "d", "e"})
                                    .Add<Int64>("n", {2, std::nullopt, 1, 2, -7})
                                    .Add<Utf8>("t", {"y", "x", "x", "x", std::nullopt}),
                                2);
    EXPECT_EQ(out.error, "");
    EXPECT_EQ(out.rows.size(), 5u);
    std::string all;
    for (const auto& row : out.tables[0]) all += row.at("id")[1];
    return all;
  };
  EXPECT_EQ(ids({{"by", "n"}}), "ecadb");
  EXPECT_EQ(ids({{"by", "n"}, {"order", "descending"}}), "adceb");
  EXPECT_EQ(ids({{"by", std::vector<std::string>{"t", "n"}}}), "cdbae");
  EXPECT_EQ(ids({{"by", Given::Fields({{"t", "descending"}, {"n", "ascending"}})}}), "acdbe");
}

// Against std::stable_sort; values of all types come through; memory, batches and state make no
// difference.
TEST(Sort, MemoryBatchesAndStateMakeNoDifference) {
  std::mt19937 random(5);
  std::vector<std::string> texts;
  for (int i = 0; i < 30000; ++i)
    texts.push_back(std::string(random() % 100, 'x') + std::to_string(random() % 500));
  std::vector<std::optional<std::string_view>> views(texts.begin(), texts.end());
  const auto columns = [&] {
    std::vector<std::optional<int64_t>> numbers(texts.size());
    ListBuilder list(ListOf("tags", Field{"item", "u", {}, {}}));
    for (size_t i = 0; i < texts.size(); ++i) {
      numbers[i] = static_cast<int64_t>(i);
      for (size_t k = 0; k < i % 4; ++k) list.items<BytesBuilder>().Append(texts[i]);
      i % 7 == 0 ? list.AppendNull() : list.EndRow();
    }
    return Columns()
        .Add<Utf8>("t", views)
        .Add<Int64>("n", numbers)
        .AddBuilt(ListOf("tags", Field{"item", "u", {}, {}}), list);
  };
  std::vector<size_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return texts[a] < texts[b]; });
  for (const char* memory : {"1MiB", "1GiB"}) {
    for (const int64_t restart : {-1, 3}) {
      StageRunner<Sort> run(GivenParams{{"by", "t"}, {"memory", memory}});
      const Outcome out = run.Run(columns(), 997, restart);
      ASSERT_EQ(out.error, "");
      ASSERT_EQ(out.tables[0].size(), order.size());
      for (size_t i = 0; i < order.size(); ++i) {
        const auto& row = out.tables[0][i];
        ASSERT_EQ(row.at("n"), std::to_string(order[i]));
        const size_t items = order[i] % 7 == 0 ? 0 : order[i] % 4;
        ASSERT_EQ(std::count(row.at("tags").begin(), row.at("tags").end(), 'x') > 0,
                  items > 0 && texts[order[i]][0] == 'x');
        ASSERT_EQ(row.at("tags") == "null", order[i] % 7 == 0);
      }
    }
    StageRunner<Sort> one(GivenParams{{"by", "t"}, {"memory", memory}});
    StageRunner<Sort> many(GivenParams{{"by", "t"}, {"memory", memory}});
    EXPECT_EQ(many.MergedDifference(one.Run(columns(), 997), columns(), 997, 3), "");
  }
}

TEST(Sort, SaysWhatIsWrong) {
  const auto bind = [](const GivenParams& given) {
    return StageRunner<Sort>(given).Bind(
        {Field{"a", "u", {}, {}}, ListOf("tags", Field{"item", "u", {}, {}})});
  };
  EXPECT_THAT(bind({{"by", "b"}}), HasSubstr("needs the column `b`"));
  EXPECT_THAT(bind({{"by", "tags"}}), HasSubstr("has no order"));
  EXPECT_THAT(bind({{"by", Given::Fields({{"a", "up"}})}}), HasSubstr("is not an order"));
  EXPECT_THAT(bind({{"by", std::vector<std::string>{"a", "a"}}}), HasSubstr("twice"));
  EXPECT_THAT(bind({{"by", "a"}, {"columns", std::vector<std::string>{"b"}}}),
              HasSubstr("no column `b`"));
}

}  // namespace
}  // namespace textmill::sort
