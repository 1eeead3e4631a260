#include "plugins/sample/sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "textmill/testing.hpp"

namespace textmill::sample {
namespace {

using ::testing::HasSubstr;
using ::textmill::testing::Columns;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

std::vector<std::string> Ids(int n) {
  std::vector<std::string> ids;
  for (int i = 0; i < n; ++i) ids.push_back(std::string("corpus.jsonl@").append(std::to_string(i)));
  return ids;
}

Columns Documents(const std::vector<std::string>& ids, const char* name = "id") {
  std::vector<std::optional<std::string_view>> values(ids.begin(), ids.end());
  return Columns().Add<Utf8>(name, values);
}

// The ids that stay, in their order.
std::vector<std::string> Sampled(const std::vector<std::string>& ids, const GivenParams& given,
                                 int64_t batch_rows = 100) {
  StageRunner<Sample> run(given);
  const Outcome out = run.Run(Documents(ids), batch_rows);
  EXPECT_EQ(out.error, "");
  std::vector<std::string> left;
  for (const auto& row : out.rows) left.push_back(ids[static_cast<size_t>(row.row)]);
  EXPECT_EQ(out.rows.size() + out.dropped.size(), ids.size());
  for (const auto& dropped : out.dropped) EXPECT_EQ(dropped.reason, "not_sampled");
  return left;
}

TEST(SampleTest, AShareIsAboutThatMuch) {
  const std::vector<std::string> ids = Ids(20000);
  for (const double share : {0.01, 0.1, 0.5, 0.9}) {
    const double n = static_cast<double>(Sampled(ids, {{"share", share}, {"seed", 3}}).size());
    // Five standard deviations of a fair choice.
    EXPECT_NEAR(n, 20000 * share, 5 * std::sqrt(20000 * share * (1 - share)));
  }
  EXPECT_EQ(Sampled(ids, {{"share", 0.0}, {"seed", 3}}).size(), 0u);
  EXPECT_EQ(Sampled(ids, {{"share", 1.0}, {"seed", 3}}), ids);
}

TEST(SampleTest, ALargerShareHoldsTheSmallerOne) {
  const std::vector<std::string> ids = Ids(5000);
  const std::vector<std::string> few = Sampled(ids, {{"share", 0.2}, {"seed", 1}});
  const std::vector<std::string> many = Sampled(ids, {{"share", 0.6}, {"seed", 1}});
  EXPECT_TRUE(std::includes(many.begin(), many.end(), few.begin(), few.end(),
                            [&](const std::string& a, const std::string& b) {
                              return std::stoi(a.substr(13)) < std::stoi(b.substr(13));
                            }));
}

TEST(SampleTest, TheChoiceIsThatOfTheDocumentAlone) {
  std::vector<std::string> ids = Ids(3000);
  for (const GivenParams& given :
       {GivenParams{{"share", 0.3}, {"seed", 5}}, GivenParams{{"number", 700}, {"seed", 5}}}) {
    const std::vector<std::string> expected = Sampled(ids, given, 1000);
    EXPECT_EQ(Sampled(ids, given, 7), expected);
    std::vector<std::string> shuffled = ids;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(1));
    const std::vector<std::string> other = Sampled(shuffled, given, 64);
    EXPECT_EQ(std::set<std::string>(other.begin(), other.end()),
              std::set<std::string>(expected.begin(), expected.end()));
    EXPECT_NE(Sampled(ids, {given[0], {"seed", 6}}), expected);
  }
}

TEST(SampleTest, ANumberIsExact) {
  const std::vector<std::string> ids = Ids(1000);
  for (const int number : {1, 2, 17, 999, 1000})
    EXPECT_EQ(Sampled(ids, {{"number", number}, {"seed", 2}}, 33).size(),
              static_cast<size_t>(number));
  EXPECT_EQ(Sampled(ids, {{"number", 5000}, {"seed", 2}}), ids);
  EXPECT_EQ(Sampled({}, {{"number", 3}, {"seed", 2}}).size(), 0u);
  // It picks from all of the corpus, not from its beginning.
  const std::vector<std::string> some = Sampled(ids, {{"number", 100}, {"seed", 2}});
  EXPECT_GT(std::stoi(some.back().substr(13)), 800);
}

TEST(SampleTest, TheFirstOfEqualsAreTaken) {
  const std::vector<std::string> same(10, "x");
  StageRunner<Sample> run(GivenParams{{"number", 4}});
  const Outcome out = run.Run(Documents(same), 3);
  ASSERT_EQ(out.rows.size(), 4u);
  for (size_t i = 0; i < 4; ++i) EXPECT_EQ(out.rows[i].row, static_cast<int64_t>(i));
}

TEST(SampleTest, GoesOnFromASavedState) {
  const std::vector<std::string> ids = Ids(100);
  const auto sampled = [&](int64_t restart) {
    StageRunner<Sample> run(GivenParams{{"number", 20}});
    const Outcome out = run.Run(Documents(ids), 25, restart);
    EXPECT_EQ(out.error, "");
    return out.rows;
  };
  for (int64_t restart = 0; restart < 9; ++restart) EXPECT_EQ(sampled(restart), sampled(-1));
}

// Of equal keys the first of the whole corpus are taken, in whichever place they were seen.
TEST(SampleTest, MergedFromStretchesItTakesTheSame) {
  std::mt19937 random(3);
  std::vector<std::string> ids;
  std::vector<std::optional<std::string_view>> langs;
  for (int i = 0; i < 2000; ++i) {
    ids.push_back(std::to_string(random() % 200));
    langs.emplace_back(random() % 5 == 0 ? "de" : "en");
  }
  const Columns columns = Documents(ids).Add<Utf8>("lang", langs);
  for (const int number : {1, 30, 333, 1500, 5000}) {
    for (const GivenParams& given :
         {GivenParams{{"number", number}},
          GivenParams{{"number", number}, {"strata", std::vector<std::string>{"lang"}}}}) {
      StageRunner<Sample> one(given), many(given);
      EXPECT_EQ(many.MergedDifference(one.Run(columns, 70), columns, 70), "") << number;
    }
  }
}

TEST(SampleTest, EqualKeysShareTheirFate) {
  std::vector<std::string> sources;
  for (int i = 0; i < 1000; ++i) sources.push_back(i % 2 == 0 ? "even" : std::to_string(i % 50));
  StageRunner<Sample> run(GivenParams{{"share", 0.5}, {"by", "source"}});
  const Outcome out = run.Run(Documents(sources, "source"), 10);
  ASSERT_EQ(out.error, "");
  std::set<std::string> kept, dropped;
  for (const auto& row : out.rows) kept.insert(sources[static_cast<size_t>(row.row)]);
  for (const auto& row : out.dropped) dropped.insert(sources[static_cast<size_t>(row.row)]);
  EXPECT_EQ(kept.size() + dropped.size(), 26u);
}

TEST(SampleTest, ANumberOfEachStratum) {
  const std::vector<std::string> ids = Ids(1000);
  std::vector<std::optional<std::string_view>> langs, values(ids.begin(), ids.end());
  std::vector<std::optional<int64_t>> years;
  for (size_t i = 0; i < ids.size(); ++i) {
    langs.push_back(i < 3 ? std::optional<std::string_view>() : i % 10 == 0 ? "de" : "en");
    years.emplace_back(2000 + static_cast<int64_t>(i % 2));
  }
  std::vector<std::vector<textmill::testing::OutRow>> seen;
  for (const int64_t batch : {7, 1000}) {
    for (const int64_t restart : {-1, 1}) {
      StageRunner<Sample> run(
          GivenParams{{"number", 20}, {"strata", std::vector<std::string>{"lang", "year"}}});
      const Outcome out = run.Run(
          Columns().Add<Utf8>("id", values).Add<Utf8>("lang", langs).Add<Int64>("year", years),
          batch, restart);
      ASSERT_EQ(out.error, "");
      std::map<std::string, int> counts;
      for (const auto& row : out.rows) {
        const auto at = static_cast<size_t>(row.row);
        ++counts[std::string(langs[at].value_or("null")) + std::to_string(*years[at])];
      }
      EXPECT_EQ(
          counts,
          (std::map<std::string, int>{
              {"de2000", 20}, {"en2000", 20}, {"en2001", 20}, {"null2000", 2}, {"null2001", 1}}));
      seen.push_back(out.rows);
    }
  }
  for (const auto& rows : seen) EXPECT_TRUE(rows == seen[0]);
  StageRunner<Sample> share(GivenParams{{"share", 0.5}, {"strata", "lang"}});
  EXPECT_THAT(share.Bind({Field{"id", "u", {}, {}}, Field{"lang", "u", {}, {}}}),
              HasSubstr("goes with `number`"));
  StageRunner<Sample> wrong(GivenParams{{"number", 5}, {"strata", "lagn"}});
  EXPECT_THAT(wrong.Bind({Field{"id", "u", {}, {}}}), HasSubstr("needs the column `lagn`"));
}

TEST(SampleTest, DoesNoMoreThanItsParametersNeed) {
  StageRunner<Sample> share(GivenParams{{"share", 0.5}}), number(GivenParams{{"number", 5}});
  ASSERT_EQ(share.Bind({Field{"id", "u", {}, {}}}), "");
  ASSERT_EQ(number.Bind({Field{"id", "u", {}, {}}}), "");
  EXPECT_EQ(share.flags(), static_cast<uint32_t>(TEXTMILL_DROPS));
  EXPECT_EQ(number.flags(),
            static_cast<uint32_t>(TEXTMILL_DROPS | TEXTMILL_COMMITS | TEXTMILL_REPLAYS));
}

TEST(SampleTest, WantsEitherShareOrNumber) {
  EXPECT_THAT(StageRunner<Sample>().Bind({Field{"id", "u", {}, {}}}), HasSubstr("give `share`"));
  StageRunner<Sample> both(GivenParams{{"share", 0.5}, {"number", 5}});
  const Outcome out = both.Run(Documents({"a"}));
  EXPECT_THAT(out.error, HasSubstr("together"));
  EXPECT_EQ(out.error_subject, "number");
}

}  // namespace
}  // namespace textmill::sample
