#include "plugins/group/group.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "textmill/conventions.hpp"
#include "textmill/testing.hpp"

namespace textmill::group {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::textmill::testing::Columns;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::OutRow;
using ::textmill::testing::StageRunner;
using Names = std::vector<std::string>;

// The values of a row in the order of `columns`.
std::vector<std::string> Lines(const std::vector<OutRow>& table, const Names& columns) {
  std::vector<std::string> lines;
  for (const OutRow& row : table) {
    lines.emplace_back();
    for (const std::string& column : columns)
      lines.back() += (lines.back().empty() ? "" : " ") + row.at(column);
  }
  return lines;
}

Outcome RunGroup(const GivenParams& given, Columns columns, int64_t batch_rows = 2) {
  StageRunner<Group> run(given);
  Outcome out = run.Run(std::move(columns), batch_rows);
  EXPECT_EQ(out.error, "");
  return out;
}

TEST(Group, AnswersByGroupNullsApart) {
  const Outcome out = RunGroup({{"by", Names{"lang"}},
                                {"sum", "n"},
                                {"mean", "x"},
                                {"min", "x"},
                                {"max", "t"},
                                {"first", "t"},
                                {"list", "t"},
                                {"most", 2}},
                               Columns()
                                   .Add<Utf8>("lang", {"en", "de", "en", std::nullopt, "", "en"})
                                   .Add<Int64>("n", {1, 2, 3, 4, 5, std::nullopt})
                                   .Add<Float64>("x", {0.5, std::nullopt, 1.5, 2.0, 1.0, 4.0})
                                   .Add<Utf8>("t", {"b", "q", "c", "r", std::nullopt, "a"}));
  EXPECT_THAT(Lines(out.tables[0],
                    {"lang", "count", "sum_n", "mean_x", "min_x", "max_t", "first_t", "list_t"}),
              ElementsAre("\"\" 1 5 1 1 null null []", "\"de\" 1 2 null null \"q\" \"q\" [\"q\"]",
                          "\"en\" 3 4 2 0.5 \"c\" \"b\" [\"b\",\"c\"]",
                          "null 1 4 2 2 \"r\" \"r\" [\"r\"]"));
  EXPECT_EQ(out.rows.size(), 6u);
}

TEST(Group, LargeUnsignedNumbersAreNotNegative) {
  const uint64_t large = uint64_t{1} << 63;
  const Outcome out = RunGroup({{"mean", "n"}}, Columns().Add<UInt64>("n", {large, large}));
  EXPECT_THAT(Lines(out.tables[0], {"mean_n"}), ElementsAre("9223372036854775808"));
}

// Counts the pieces in which the table is given.
class FirstTexts final : public Groups {
 public:
  FirstTexts() { Describe("first", "1.0.0", "The first text of each group."); }
  void Ask(Binder& binder) override { AddQuestion(binder, What::kFirst, "t", "", 1); }
  bool NextTable(uint32_t table, StructBuilder& rows) override {
    const bool any = Groups::NextTable(table, rows);
    pieces += any ? 1 : 0;
    return any;
  }
  static inline int pieces = 0;
};

// All of them at once would be more than a batch can hold.
TEST(Group, LongAnswersComeInPieces) {
  const std::string text(400000, 'x');
  StageRunner<FirstTexts> run(GivenParams{{"by", Names{"lang"}}});
  const Outcome out = run.Run(
      Columns().Add<Utf8>("lang", {"a", "b", "c", "d"}).Add<Utf8>("t", {text, text, text, text}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.tables[0].size(), 4u);
  EXPECT_EQ(FirstTexts::pieces, 2);
}

TEST(Group, GroupsByTime) {
  const std::vector<std::optional<std::string_view>> dates = {"2024-01-01", "2021-01-03T10:00:00Z",
                                                              "2020-12-31", "2024-06",
                                                              "2024",       "soon",
                                                              std::nullopt, ""};
  const auto periods = [&](const char* per) {
    const Outcome out = RunGroup({{"per", per}}, Columns().Add<Utf8>("date", dates));
    EXPECT_EQ(out.counters.at("dates_not_read"), std::string(per) == "year"      ? 1
                                                 : std::string(per) == "month"   ? 2
                                                 : std::string(per) == "quarter" ? 2
                                                                                 : 3);
    return Lines(out.tables[0], {per, "count"});
  };
  EXPECT_THAT(periods("day"),
              ElementsAre("\"2020-12-31\" 1", "\"2021-01-03\" 1", "\"2024-01-01\" 1", "null 5"));
  EXPECT_THAT(periods("week"), ElementsAre("\"2020-W53\" 2", "\"2024-W01\" 1", "null 5"));
  EXPECT_THAT(periods("month"), ElementsAre("\"2020-12\" 1", "\"2021-01\" 1", "\"2024-01\" 1",
                                            "\"2024-06\" 1", "null 4"));
  EXPECT_THAT(periods("quarter"), ElementsAre("\"2020-Q4\" 1", "\"2021-Q1\" 1", "\"2024-Q1\" 1",
                                              "\"2024-Q2\" 1", "null 4"));
  EXPECT_THAT(periods("year"), ElementsAre("\"2020\" 1", "\"2021\" 1", "\"2024\" 3", "null 3"));
  // Before 1970, and in the last microsecond of a day.
  const Outcome times = RunGroup({{"per", "day"}, {"date", "t"}},
                                 Columns().Add<Timestamp>("t", {-1, 0, 86399999999}));
  EXPECT_THAT(Lines(times.tables[0], {"day", "count"}),
              ElementsAre("\"1969-12-31\" 1", "\"1970-01-01\" 2"));
}

Columns Tagged() {
  ListBuilder list(EntitiesField());
  const auto add = [&](const char* type, const char* name) {
    auto& item = list.items<StructBuilder>();
    item.member<PrimitiveBuilder<int64_t>>(0).Append(0);
    item.member<PrimitiveBuilder<int64_t>>(1).Append(1);
    item.member<BytesBuilder>(2).Append(type);
    item.member<BytesBuilder>(3).Append(name);
    item.member<BytesBuilder>(4).Append(name);
    for (size_t m = 5; m < 8; ++m) item.any_member(m).AppendNull();
    item.EndRow();
  };
  add("PER", "Ann");
  add("PER", "Ann");
  add("ORG", "Post");
  list.EndRow();
  list.EndRow();
  list.AppendNull();
  add("PER", "Ann");
  list.EndRow();
  return Columns()
      .AddBuilt(EntitiesField(), list)
      .Add<Utf8>("name", {"w", "x", "y", "z"})
      .Add<Utf8>("date", {"2024-01-05", "", "", "2024-02-05"});
}

TEST(Group, RowsMayBeTheItemsOfAList) {
  const Outcome out =
      RunGroup({{"rows", "entities"}, {"by", Names{"type", "name"}}, {"first", "document.name"}},
               Tagged(), 1);
  EXPECT_THAT(Lines(out.tables[0], {"type", "name", "count", "documents"}),
              ElementsAre("\"ORG\" \"Post\" 1 1", "\"PER\" \"Ann\" 3 2"));
  EXPECT_EQ(out.tables[0][1].at("first_name"), "\"w\"");
  const Outcome months =
      RunGroup({{"rows", "entities"}, {"by", Names{"name"}}, {"per", "month"}}, Tagged());
  EXPECT_THAT(
      Lines(months.tables[0], {"name", "month", "count"}),
      ElementsAre("\"Ann\" \"2024-01\" 2", "\"Ann\" \"2024-02\" 1", "\"Post\" \"2024-01\" 1"));
}

TEST(Group, TheLargestFirstAndNoneTooSmall) {
  const std::vector<std::optional<std::string_view>> values = {"a", "b", "b", "c",
                                                               "c", "d", "d", "d"};
  StageRunner<Count> run({{"by", Names{"v"}}, {"order", "count"}, {"min_count", 2}, {"limit", 2}});
  const Outcome out = run.Run(Columns().Add<Utf8>("v", values), 3);
  EXPECT_THAT(Lines(out.tables[0], {"v", "count"}), ElementsAre("\"d\" 3", "\"b\" 2"));
  StageRunner<Count> all(GivenParams{});
  EXPECT_THAT(Lines(all.Run(Columns().Add<Utf8>("v", values), 3).tables[0], {"count"}),
              ElementsAre("8"));
}

// Against a map; with little memory, cut anywhere, saved and restored.
TEST(Group, MemoryBatchesAndStateMakeNoDifference) {
  std::mt19937 random(3);
  std::vector<std::string> keys;
  std::vector<std::optional<std::string_view>> key_views;
  std::vector<std::optional<double>> numbers;
  std::map<std::string, std::pair<int64_t, double>> expected;
  for (int i = 0; i < 60000; ++i)
    keys.push_back("some longer key " + std::to_string(random() % 20000));
  for (const std::string& key : keys) {
    key_views.emplace_back(key);
    numbers.emplace_back(static_cast<double>(random() % 1000) / 8);
    auto& [n, sum] = expected[key];
    ++n;
    sum += *numbers.back();
  }
  std::vector<OutRow> first;
  for (const char* memory : {"1MiB", "1GiB"}) {
    for (const int64_t batch : {977, 60000}) {
      for (const int64_t restart : {-1, 2}) {
        StageRunner<Group> run(GivenParams{{"by", Names{"k"}}, {"sum", "x"}, {"memory", memory}});
        const Outcome out =
            run.Run(Columns().Add<Utf8>("k", key_views).Add<Float64>("x", numbers), batch, restart);
        ASSERT_EQ(out.error, "");
        if (first.empty()) {
          first = out.tables[0];
          ASSERT_EQ(first.size(), expected.size());
          size_t i = 0;
          for (const auto& [key, totals] : expected) {
            EXPECT_EQ(first[i].at("k"), "\"" + key + "\"");
            EXPECT_EQ(first[i].at("count"), std::to_string(totals.first));
            EXPECT_EQ(std::stod(first[i++].at("sum_x")), totals.second);
          }
        }
        EXPECT_TRUE(out.tables[0] == first) << memory << " " << batch << " " << restart;
      }
    }
  }
}

// Sums of floats of any size, in any order of groups; with little memory, in random stretches.
TEST(Group, MergedFromStretchesItAnswersTheSame) {
  std::mt19937 random(6);
  std::vector<std::string> keys, texts;
  std::vector<std::optional<double>> numbers;
  std::vector<std::optional<int64_t>> wholes;
  for (int i = 0; i < 8000; ++i) {
    keys.push_back("a key that is long enough for the work folder, and then " +
                   std::to_string(random() % 3000 % (1 + random() % 3000)));
    texts.push_back(std::to_string(random() % 100));
    const double number =
        std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 90));
    numbers.push_back(random() % 9 == 0 ? std::optional<double>()
                                        : (random() % 2 == 0 ? number : -number));
    wholes.emplace_back(static_cast<int64_t>(random()));
  }
  const Columns columns =
      Columns()
          .Add<Utf8>("k", std::vector<std::optional<std::string_view>>(keys.begin(), keys.end()))
          .Add<Utf8>("t", std::vector<std::optional<std::string_view>>(texts.begin(), texts.end()))
          .Add<Float64>("x", numbers)
          .Add<Int64>("n", wholes);
  for (const char* memory : {"1MiB", "1GiB"}) {
    const GivenParams given{{"by", Names{"k"}},
                            {"sum", Names{"x", "n"}},
                            {"mean", Names{"x", "n"}},
                            {"min", "t"},
                            {"max", "x"},
                            {"first", "t"},
                            {"list", "t"},
                            {"most", 3},
                            {"order", "count"},
                            {"memory", memory}};
    StageRunner<Group> one(given), many(given);
    EXPECT_EQ(many.MergedDifference(one.Run(columns, 211), columns, 211, 4), "") << memory;
  }
  const GivenParams items{{"rows", "entities"}, {"by", Names{"type", "name"}}};
  StageRunner<Count> one(items), many(items);
  EXPECT_EQ(many.MergedDifference(one.Run(Tagged(), 1), Tagged(), 1, 12), "");
}

TEST(Group, SumsOfFloatsDoNotDependOnTheirOrder) {
  for (const auto& values : {std::vector<std::optional<double>>{1e16, 1, -1e16, 1},
                             std::vector<std::optional<double>>{1, 1e16, 1, -1e16},
                             std::vector<std::optional<double>>{1e16, -1e16, 1, 1}}) {
    const Outcome out = RunGroup({{"sum", "x"}}, Columns().Add<Float64>("x", values), 1);
    EXPECT_THAT(Lines(out.tables[0], {"sum_x"}), ElementsAre("2"));
  }
}

TEST(Group, SaysWhatIsWrong) {
  const std::vector<Field> fields = {Field{"lang", "u", {}, {}},
                                     ListOf("tags", Field{"item", "u", {}, {}}),
                                     Field{"count", "u", {}, {}}};
  const auto bind = [&](const GivenParams& given) {
    return StageRunner<Group>(given).Bind(fields);
  };
  EXPECT_THAT(bind({{"by", Names{"lag"}}}), HasSubstr("needs the column `lag`"));
  EXPECT_THAT(bind({{"by", Names{"tags"}}}), HasSubstr("makes no groups"));
  EXPECT_THAT(bind({{"by", Names{"lang"}}, {"sum", "lang"}}), HasSubstr("not a number"));
  EXPECT_THAT(bind({{"per", "decade"}}), HasSubstr("is not a period"));
  EXPECT_THAT(bind({{"per", "day"}, {"date", "tags"}}), HasSubstr("not a date"));
  EXPECT_THAT(bind({{"date", "lang"}}), HasSubstr("give `per`"));
  EXPECT_THAT(bind({{"by", Names{"count"}}}), HasSubstr("two columns `count`"));
  EXPECT_THAT(bind({{"rows", "lang"}}), HasSubstr("not a list"));
  EXPECT_THAT(bind({{"rows", "tags"}, {"by", Names{"tag"}}}), HasSubstr("neither the items"));
  EXPECT_EQ(bind({{"rows", "tags"}, {"by", Names{"tags"}}}), "");
}

}  // namespace
}  // namespace textmill::group
