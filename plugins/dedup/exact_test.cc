#include "plugins/dedup/exact.h"

#include <gtest/gtest.h>
#define XXH_STATIC_LINKING_ONLY  // for XXH3_generateSecret_fromSeed
#include <xxhash.h>

#include <cstring>
#include <map>
#include <random>

#include "textmill/testing.hpp"

namespace textmill::dedup {
namespace {

using testing::Columns;
using testing::Given;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;
using Texts = std::vector<std::optional<std::string_view>>;

Columns Documents(const Texts& texts) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < texts.size(); ++i) ids.push_back("d" + std::to_string(i));
  return Columns().Add<Utf8>("id", Texts(ids.begin(), ids.end())).Add<Utf8>("text", texts);
}

std::vector<int64_t> Dropped(const Outcome& out) {
  std::vector<int64_t> rows;
  for (const auto& row : out.dropped) rows.push_back(row.row);
  return rows;
}

TEST(Exact, DropsLaterOnesAndSaysWhy) {
  StageRunner<Exact> run;
  const Outcome out = run.Run(Documents({"a", "b", "a", "A", "a", "b"}), 2);
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(Dropped(out), (std::vector<int64_t>{2, 4, 5}));
  EXPECT_EQ(out.dropped[1].reason, "duplicate");
  EXPECT_EQ(out.dropped[1].details.at("dup_of"), "\"d0\"");
  EXPECT_EQ(out.dropped[1].details.at("dup_similarity"), "1");
  EXPECT_EQ(out.rows.size(), 3u);
}

TEST(Exact, MarksInstead) {
  StageRunner<Exact> run(GivenParams{{"action", "mark"}});
  const Outcome out = run.Run(Documents({"a", "b", "a"}));
  ASSERT_EQ(out.error, "");
  EXPECT_TRUE(out.dropped.empty());
  EXPECT_EQ(run.flags(), uint32_t{TEXTMILL_COMMITS});
  EXPECT_EQ(out.rows[1].at("dup_of"), "null");
  EXPECT_EQ(out.rows[2].at("dup_of"), "\"d0\"");
  EXPECT_EQ(out.rows[2].at("dup_similarity"), "1");
  EXPECT_EQ(out.counters.at("marked"), 1);
}

TEST(Exact, NothingToCompareIsNoDuplicate) {
  EXPECT_EQ(Dropped(StageRunner<Exact>().Run(Documents({"", "", std::nullopt, std::nullopt}))),
            std::vector<int64_t>{});
  StageRunner<Exact> whitespace(GivenParams{{"normalize", "whitespace"}});
  EXPECT_EQ(Dropped(whitespace.Run(Documents({" ", "\n", "a ", " a"}))), std::vector<int64_t>{3});
  StageRunner<Exact> words(GivenParams{{"normalize", "words"}});
  EXPECT_EQ(Dropped(words.Run(Documents({"...", "!", "a!", "\"A\""}))), std::vector<int64_t>{3});
}

TEST(Exact, ByOtherColumns) {
  const auto columns = [] {
    return Documents({"1", "2", "3", "4", "5", "6"})
        .Add<Utf8>("url", Texts{"x", "x", "y", std::nullopt, std::nullopt, "x"})
        .Add<Int64>("size", {1, 1, 1, 1, std::nullopt, 2})
        .Add<Bool>("ok", {true, true, true, true, std::nullopt, true})
        .Add<Timestamp>("date", {0, 0, 0, 0, std::nullopt, 0});
  };
  const auto dropped = [&](std::vector<std::string> by, int64_t batch) {
    StageRunner<Exact> run(GivenParams{{"by", Given(std::move(by))}});
    return Dropped(run.Run(columns(), batch));
  };
  EXPECT_EQ(dropped({"url"}, 10), (std::vector<int64_t>{1, 5}));
  EXPECT_EQ(dropped({"url", "size"}, 4), (std::vector<int64_t>{1}));
  EXPECT_EQ(dropped({"size", "ok", "date"}, 3), (std::vector<int64_t>{1, 2, 3}));
}

TEST(Exact, WhatCannotBeComparedIsAnError) {
  StageRunner<Exact> list(GivenParams{{"by", Given(std::vector<std::string>{"text", "tags"})}});
  EXPECT_EQ(
      list.Bind({{"id", "u", {}, {}}, {"text", "u", {}, {}}, ListOf("tags", {"", "u", {}, {}})}),
      "cannot compare the column `tags`: it is list<utf8>");
  StageRunner<Exact> none(GivenParams{{"by", Given(std::vector<std::string>{})}});
  EXPECT_NE(none.Bind({{"id", "u", {}, {}}, {"text", "u", {}, {}}}), "");
  StageRunner<Exact> without_id;
  EXPECT_EQ(without_id.Bind({{"text", "u", {}, {}}}),
            "needs the column `id`, which no earlier step makes");
}

TEST(Exact, LikeAMapWhateverTheBatches) {
  std::mt19937 random(8);
  std::vector<std::string> texts(3000);
  for (std::string& text : texts)
    text = std::string(random() % 60, 'x') + std::to_string(random() % 40);
  const auto input = [&] { return Documents(Texts(texts.begin(), texts.end())); };
  std::map<std::string, size_t> first;
  std::vector<std::string> expected;
  for (size_t i = 0; i < texts.size(); ++i) {
    const auto [at, fresh] = first.try_emplace(texts[i], i);
    if (!fresh) expected.push_back(std::to_string(i) + " \"d" + std::to_string(at->second) + "\"");
  }
  for (const int64_t batch : {1, 7, 1000, 3000}) {
    StageRunner<Exact> run;
    std::vector<std::string> got;
    for (const auto& row : run.Run(input(), batch).dropped)
      got.push_back(std::to_string(row.row) + " " + row.details.at("dup_of"));
    EXPECT_EQ(got, expected);
  }
}

// In every mode against a map, with and without spilling.
TEST(Exact, KeepsTheFirstInTheOrderAskedFor) {
  std::mt19937 random(9);
  std::vector<std::string> texts(2000);
  for (std::string& text : texts)
    text = std::to_string(random() % 400) + std::string(random() % 3, ' ');
  std::vector<std::optional<std::string_view>> dates;
  std::vector<std::string> names;
  for (int i = 0; i < 50; ++i) names.push_back(std::to_string(i));
  for (size_t i = 0; i < texts.size(); ++i)
    dates.push_back(random() % 9 == 0 ? std::nullopt : Texts::value_type(names[random() % 50]));
  for (const std::string rule : {"earliest", "longest", "ascending", "descending"}) {
    const auto before = [&](size_t a, size_t b) {
      if (rule == "earliest") return false;
      if (rule == "longest") return texts[a].size() > texts[b].size();
      if (!dates[a] || !dates[b]) return dates[a].has_value() && !dates[b];
      return rule == "ascending" ? *dates[a] < *dates[b] : *dates[a] > *dates[b];
    };
    std::map<std::string, size_t> best;
    const auto content = [&](size_t i) { return texts[i].substr(0, texts[i].find(' ')); };
    for (size_t i = 0; i < texts.size(); ++i) {
      const auto [at, fresh] = best.try_emplace(content(i), i);
      if (!fresh && before(i, at->second)) at->second = i;
    }
    std::vector<std::string> expected;
    for (size_t i = 0; i < texts.size(); ++i) {
      const size_t kept = best[content(i)];
      if (kept != i) expected.push_back(std::to_string(i) + " \"d" + std::to_string(kept) + "\"");
    }
    const Given keep = rule == "earliest" || rule == "longest"
                           ? Given(rule)
                           : Given::Fields({{"by", "date"}, {"order", rule}});
    for (const int memory : {1, 100000000}) {
      StageRunner<Exact> run(
          GivenParams{{"normalize", "whitespace"}, {"keep", keep}, {"memory", memory}});
      std::vector<std::string> got;
      const auto out =
          run.Run(Documents(Texts(texts.begin(), texts.end())).Add<Utf8>("date", dates), 64);
      ASSERT_EQ(out.error, "");
      for (const auto& row : out.dropped)
        got.push_back(std::to_string(row.row) + " " + row.details.at("dup_of"));
      EXPECT_EQ(got, expected) << rule;
    }
  }
}

TEST(Exact, GoesOnFromASavedState) {
  std::mt19937 random(3);
  std::vector<std::string> texts(500);
  for (std::string& text : texts) text = std::to_string(random() % 200);
  for (const char* const keep : {"earliest", "longest"}) {
    const auto dropped = [&](int64_t restart) {
      StageRunner<Exact> run(GivenParams{{"keep", keep}});
      const auto out = run.Run(Documents(Texts(texts.begin(), texts.end())), 100, restart);
      EXPECT_EQ(out.error, "");
      std::vector<std::string> got;
      for (const auto& row : out.dropped)
        got.push_back(std::to_string(row.row) + " " + row.details.at("dup_of"));
      return got;
    };
    const auto expected = dropped(-1);
    EXPECT_GT(expected.size(), 100u);
    for (const int64_t restart : {0, 2, 4, 5, 6, 8}) EXPECT_EQ(dropped(restart), expected);
  }
}

// Two texts that XXH3 without a seed takes for one. It multiplies both halves of each eight bytes
// after an XOR with bytes that are known: where the upper half becomes zero so does the product,
// and all that counts is the sum of what is in two such places, which may change places.
std::pair<std::string, std::string> MadeToCollide(size_t size, size_t lane, size_t one,
                                                  size_t other) {
  char secret[192];
  XXH3_generateSecret_fromSeed(secret, 0);
  std::string a;
  while (a.size() < size) a += "rain is likely in the north " + std::to_string(a.size()) + ", ";
  a.resize(size);
  for (const size_t stripe : {one, other})
    std::memcpy(&a[stripe * 64 + lane * 8 + 4], secret + (stripe + lane) * 8 + 4, 4);
  std::string b = a;
  std::memcpy(&a[one * 64 + lane * 8], "tea milk", 4);
  std::memcpy(&a[other * 64 + lane * 8], "milk", 4);
  std::memcpy(&b[one * 64 + lane * 8], "milk", 4);
  std::memcpy(&b[other * 64 + lane * 8], "tea milk", 4);
  return {a, b};
}

TEST(Exact, PartsThatNoKeyConnectsGiveWhatTheWholeGives) {
  std::mt19937 random(4);
  std::vector<std::string> texts;
  for (int i = 0; i < 2000; ++i) texts.push_back(std::to_string(random() % 700));
  texts[3].clear();
  const Columns columns = Documents(Texts(texts.begin(), texts.end()));
  for (const GivenParams& given :
       {GivenParams{}, GivenParams{{"action", "mark"}}, GivenParams{{"keep", "longest"}}}) {
    StageRunner<Exact> one(given), many(given);
    const Outcome whole = one.Run(columns, 100);
    ASSERT_EQ(whole.error, "");
    for (const int64_t parts : {2, 7})
      EXPECT_EQ(testing::Difference(whole, many.RunPartitioned(columns, parts)), "");
    EXPECT_EQ(many.HowToSplit(columns.fields), TEXTMILL_SPLIT_PARTITION);
  }
}

TEST(Exact, TextsThatWereMadeToCollideStayApart) {
  for (const auto& [a, b] : {MadeToCollide(1500, 0, 2, 9), MadeToCollide(1100, 3, 0, 15),
                             MadeToCollide(90000, 7, 1, 14), MadeToCollide(300, 5, 0, 3)}) {
    ASSERT_NE(a, b);
    ASSERT_TRUE(XXH128_isEqual(XXH3_128bits(a.data(), a.size()), XXH3_128bits(b.data(), b.size())));
    for (const char* normalize : {"none", "whitespace"}) {
      StageRunner<Exact> run(GivenParams{{"normalize", normalize}});
      EXPECT_EQ(Dropped(run.Run(Documents({a, b, a}))), std::vector<int64_t>{2}) << a.size();
    }
    StageRunner<Exact> both(GivenParams{{"by", Given(std::vector<std::string>{"text", "id"})}});
    EXPECT_EQ(Dropped(both.Run(Documents({a, b}))), std::vector<int64_t>{});
  }
}

}  // namespace
}  // namespace textmill::dedup
