#include "plugins/dedup/near.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <numeric>
#include <random>

#include "plugins/dedup/keys/jaccard.h"
#include "plugins/dedup/keys/shingles.h"
#include "plugins/dedup/naive.h"
#include "textmill/testing.hpp"

namespace textmill::dedup {
namespace {

using testing::Columns;
using testing::Given;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;

Columns NumberedDocuments(const std::vector<std::string>& texts) {
  std::vector<std::optional<std::string_view>> ids, values;
  std::vector<std::string> names;
  for (size_t i = 0; i < texts.size(); ++i) names.push_back(std::to_string(i));
  for (size_t i = 0; i < texts.size(); ++i) {
    ids.emplace_back(names[i]);
    values.emplace_back(texts[i]);
  }
  return Columns().Add<Utf8>("id", ids).Add<Utf8>("text", values);
}

// For each row: null, or what it repeats and how similar it is.
std::vector<std::string> Verdicts(const Outcome& out) {
  EXPECT_EQ(out.error, "");
  std::vector<std::string> verdicts(out.rows.size() + out.dropped.size(), "null");
  for (const auto& row : out.dropped) {
    EXPECT_EQ(row.reason, "near_duplicate");
    verdicts[static_cast<size_t>(row.row)] =
        row.details.at("dup_of") + " " + row.details.at("dup_similarity");
  }
  return verdicts;
}

std::vector<std::string> Judge(const std::vector<std::string>& texts,
                               const GivenParams& params = {}, int64_t batch = 1000) {
  return Verdicts(StageRunner<Near>(params).Run(NumberedDocuments(texts), batch));
}

// A verdict as Verdicts gives it.
std::string RepeatsOf(size_t of, double similarity) {
  std::string out = "\"";
  out.append(std::to_string(of)).append("\" ");
  return out.append(internal::ShowNumber(static_cast<float>(similarity)));
}

std::string NumberedWords(int from, int to) {
  std::string text;
  for (int i = from; i < to; ++i) text.append("word").append(std::to_string(i)).append(" ");
  return text;
}

TEST(Near, DropsWhatIsSimilarAndSaysToWhat) {
  const std::string story = NumberedWords(0, 104);  // 100 shingles
  // A word changed at the end: 99 shared of 101. Five at the end: 95 of 105.
  const auto verdicts = Judge({story, NumberedWords(200, 300), "New headline. " + story,
                               NumberedWords(0, 103) + "other", NumberedWords(0, 54)});
  EXPECT_EQ(verdicts[0], "null");
  EXPECT_EQ(verdicts[1], "null");
  EXPECT_EQ(verdicts[2], RepeatsOf(0, 100.0 / 102));
  EXPECT_EQ(verdicts[3], RepeatsOf(0, 99.0 / 101));
  EXPECT_EQ(verdicts[4], "null");  // a half of it
}

TEST(Near, OnlyKeptDocumentsAreComparedWith) {
  // Each resembles its neighbour; a chain must not swallow those that do not resemble a survivor.
  std::vector<std::string> texts;
  for (int i = 0; i < 60; ++i) texts.push_back(NumberedWords(i * 8, i * 8 + 104));
  const auto verdicts = Judge(texts);
  const auto expected = naive::Greedy(texts, 5, 0.8);
  for (size_t i = 0; i < texts.size(); ++i)
    EXPECT_EQ(verdicts[i] != "null", expected[i].has_value()) << i;
  EXPECT_EQ(verdicts[1].substr(0, 3), "\"0\"");
  EXPECT_EQ(verdicts[2], "null");
}

TEST(Near, TheThresholdItselfIsEnough) {
  // 8 of 10 shingles: sets of 10 and 8, the one within the other.
  EXPECT_EQ(Judge({NumberedWords(0, 14), NumberedWords(0, 12)},
                  {{"threshold", 0.8}, {"recall", 0.999999}})[1],
            "\"0\" 0.8");
  EXPECT_EQ(Judge({NumberedWords(0, 14), NumberedWords(0, 12)}, {{"threshold", 0.81}})[1], "null");
  EXPECT_EQ(Judge({"one two", "One, two!", "two one"}, {{"threshold", 1}})[1], "\"0\" 1");
}

TEST(Near, NamesTheClosestOfAllWhenAsked) {
  std::mt19937 random(11);
  std::vector<std::string> texts;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    if (i % 10 != 0 && random() % 8 != 0) {
      text = texts[random() % texts.size()];  // a copy of an earlier one, often changed
      for (size_t n = random() % 4; n > 0; --n)
        text += "more" + std::to_string(random() % 50) + " ";
    } else {
      text = NumberedWords(i * 20, i * 20 + 60);
    }
    texts.push_back(text);
  }
  for (const std::string keep : {"earliest", "longest"}) {
    StageRunner<Near> run(GivenParams{{"action", "mark"},
                                      {"match", "closest"},
                                      {"keep", keep},
                                      {"threshold", 0.7},
                                      {"max_candidates", 1000},
                                      {"recall", 0.9999}});
    const Outcome out = run.Run(NumberedDocuments(texts), 17);
    ASSERT_EQ(out.error, "");
    std::vector<size_t> order(texts.size());
    std::iota(order.begin(), order.end(), size_t{0});
    if (keep == "longest")
      std::stable_sort(order.begin(), order.end(),
                       [&](size_t a, size_t b) { return texts[a].size() > texts[b].size(); });
    Shingler shingler(Unit::kWord, 5);
    std::vector<std::vector<uint64_t>> sets;
    for (const std::string& text : texts) sets.push_back(shingler.Of(text));
    for (size_t i = 0; i < order.size(); ++i) {
      double best = 0;
      size_t of = 0;
      for (size_t k = 0; k < i; ++k) {
        const double similarity = JaccardFrom(0.7, sets[order[i]], sets[order[k]]);
        if (similarity > best) best = similarity, of = order[k];
      }
      EXPECT_EQ(out.rows[order[i]].at("dup_of"),
                best > 0 ? "\"" + std::to_string(of) + "\"" : "null")
          << keep << " " << order[i];
    }
  }
  StageRunner<Near> drops(GivenParams{{"match", "closest"}});
  EXPECT_NE(drops.Run(NumberedDocuments({"a"})).error, "");
}

TEST(Near, TextsWithoutWordsAreNearNothing) {
  const auto verdicts = Judge({"", "", "...", "...", "a", "b", "a"});
  EXPECT_EQ(verdicts,
            (std::vector<std::string>{"null", "null", "null", "null", "null", "null", "\"4\" 1"}));
}

TEST(Near, MarksInstead) {
  StageRunner<Near> run(GivenParams{{"action", "mark"}});
  const Outcome out =
      run.Run(NumberedDocuments({NumberedWords(0, 104), NumberedWords(0, 103) + "a", "x y"}));
  ASSERT_EQ(out.error, "");
  EXPECT_TRUE(out.dropped.empty());
  EXPECT_EQ(out.rows[0].at("dup_of"), "null");
  EXPECT_EQ(out.rows[1].at("dup_of"), "\"0\"");
  EXPECT_EQ(out.rows[2].at("dup_similarity"), "null");
  EXPECT_EQ(out.counters.at("marked"), 1);
}

TEST(Near, NullTextsAndOtherColumns) {
  StageRunner<Near> run(GivenParams{{"column", "title"}});
  const Outcome out =
      run.Run(Columns()
                  .Add<Utf8>("id", {std::optional<std::string_view>("a"), "b", "c", "d"})
                  .Add<Utf8>("title", {std::optional<std::string_view>(), "x", std::nullopt, "X"}));
  EXPECT_EQ(Verdicts(out), (std::vector<std::string>{"null", "null", "null", "\"b\" 1"}));
}

// Against all pairs: nothing is flagged that should not be, what is flagged names the earliest, and
// with the recall set high nothing is missed.
class NearOracle : public ::testing::TestWithParam<double> {};

TEST_P(NearOracle, IsTheGreedyPassOverAllPairs) {
  const double threshold = GetParam();
  const double recall = PlanBands(threshold, 0.9999) ? 0.9999 : 0.99;
  for (uint32_t seed = 0; seed < 2; ++seed) {
    for (const int ngram : {5, 2}) {
      const auto texts = naive::RandomTexts(300, seed);
      const auto expected = naive::Greedy(texts, static_cast<size_t>(ngram), threshold);
      const auto got =
          Judge(texts, {{"threshold", threshold}, {"recall", recall}, {"ngram", ngram}});
      for (size_t i = 0; i < texts.size(); ++i) {
        const std::string want =
            expected[i] ? RepeatsOf(expected[i]->of, expected[i]->similarity) : "null";
        EXPECT_EQ(got[i], want) << "document " << i << ", seed " << seed;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Thresholds, NearOracle, ::testing::Values(0.2, 0.5, 0.8, 0.9, 1.0));

// The same in the order of `keep`.
class NearKeep : public ::testing::TestWithParam<const char*> {};

TEST_P(NearKeep, IsTheGreedyPassInAnotherOrder) {
  const std::string rule = GetParam();
  for (uint32_t seed = 20; seed < 22; ++seed) {
    const auto texts = naive::RandomTexts(200, seed);
    std::mt19937 random(seed);
    std::vector<std::optional<int64_t>> dates;
    for (size_t i = 0; i < texts.size(); ++i)
      dates.push_back(random() % 8 == 0
                          ? std::nullopt
                          : std::optional<int64_t>(static_cast<int64_t>(random() % 40) - 20));
    const auto characters = [&](size_t i) {
      return std::count_if(texts[i].begin(), texts[i].end(),
                           [](char c) { return (c & 0xc0) != 0x80; });
    };
    const auto before = [&](size_t a, size_t b) {
      if (rule == "longest") return characters(a) > characters(b);
      if (!dates[a] || !dates[b]) return dates[a].has_value() && !dates[b];
      return rule == "ascending" ? *dates[a] < *dates[b] : *dates[a] > *dates[b];
    };
    std::vector<size_t> order(texts.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), before);
    std::vector<std::string> in_order;
    for (const size_t i : order) in_order.push_back(texts[i]);
    const auto greedy = naive::Greedy(in_order, 5, 0.6);
    std::vector<std::string> expected(texts.size(), "null");
    for (size_t k = 0; k < order.size(); ++k) {
      if (greedy[k]) expected[order[k]] = RepeatsOf(order[greedy[k]->of], greedy[k]->similarity);
    }
    for (const int64_t batch : {17, 1000}) {
      const Given keep = rule == "longest"
                             ? Given("longest")
                             : Given::Fields({{"by", "date"}, {"order", rule.c_str()}});
      StageRunner<Near> run({{"threshold", 0.6}, {"recall", 0.9999}, {"keep", keep}});
      EXPECT_EQ(Verdicts(run.Run(NumberedDocuments(texts).Add<Int64>("date", dates), batch)),
                expected);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, NearKeep, ::testing::Values("longest", "ascending", "descending"));

TEST(Near, WhatCannotBePutInOrderIsAnError) {
  const Field id{"id", "u", {}, {}}, text{"text", "u", {}, {}};
  StageRunner<Near> list(GivenParams{{"keep", Given::Fields({{"by", "tags"}})}});
  EXPECT_EQ(list.Bind({id, text, ListOf("tags", {"", "u", {}, {}})}),
            "cannot order documents by the column `tags`: it is list<utf8>");
  StageRunner<Near> missing(GivenParams{{"keep", Given::Fields({{"by", "date"}})}});
  EXPECT_EQ(missing.Bind({id, text}), "needs the column `date`, which no earlier step makes");
}

TEST(Near, SpillingChangesNothing) {
  const auto texts = naive::RandomTexts(1200, 77);
  for (const double threshold : {0.5, 0.8}) {
    for (const char* const keep : {"earliest", "longest"}) {
      const auto whole = Judge(texts, {{"threshold", threshold}, {"keep", keep}});
      for (const int memory : {1, 250000}) {
        StageRunner<Near> run(
            GivenParams{{"threshold", threshold}, {"keep", keep}, {"memory", memory}});
        EXPECT_EQ(Verdicts(run.Run(NumberedDocuments(texts), 100)), whole);
        EXPECT_NE(run.log().find("goes on in the work folder"), std::string::npos);
      }
    }
  }
}

TEST(Near, WarnsOfASurvivorThatStandsForTooMuch) {
  std::vector<std::string> texts;
  for (int i = 0; i < 400; ++i)
    texts.push_back(i % 10 == 1 ? "the same in many places" : NumberedWords(i * 10, i * 10 + 9));
  StageRunner<Near> warn;
  EXPECT_EQ(warn.Run(NumberedDocuments(texts)).error, "");
  EXPECT_NE(warn.log().find("`1` stands for 39 duplicates, 9.8 % of all documents"),
            std::string::npos)
      << warn.log();
  StageRunner<Near> strict(GivenParams{{"guard", "strict"}});
  EXPECT_NE(strict.Run(NumberedDocuments(texts)).error.find("`1` stands for 39 duplicates"),
            std::string::npos);
  StageRunner<Near> off(GivenParams{{"guard", "off"}});
  off.Run(NumberedDocuments(texts));
  EXPECT_EQ(off.log().find("stands for"), std::string::npos);
  StageRunner<Near> lenient(GivenParams{{"guard", "strict"}, {"guard_share", 0.1}});
  EXPECT_EQ(lenient.Run(NumberedDocuments(texts)).error, "");
}

TEST(Near, WarnsOfASourceOfWhichNothingIsLeft) {
  std::vector<std::string> texts;
  std::vector<std::string> sources;
  for (int i = 0; i < 40; ++i) {
    texts.push_back(NumberedWords(i % 20 * 10, i % 20 * 10 + 9));
    sources.push_back(i < 20 ? "first" : "again");
  }
  for (const char* const keep : {"earliest", "longest"}) {
    StageRunner<Near> run(GivenParams{{"guard", "strict"}, {"keep", keep}});
    const std::string error = run.Run(NumberedDocuments(texts).Add<Utf8>(
                                          "source", std::vector<std::optional<std::string_view>>(
                                                        sources.begin(), sources.end())))
                                  .error;
    EXPECT_NE(error.find("Nothing is left of 1 source: `again`"), std::string::npos) << error;
  }
}

TEST(Near, AFullDiskEndsTheRunWithAClearError) {
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit small = before;
  small.rlim_cur = 1 << 16;
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  StageRunner<Near> run(GivenParams{{"memory", 1}});
  const std::string error = run.Run(NumberedDocuments(naive::RandomTexts(1000, 5))).error;
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_NE(error.find("cannot write a file in the work folder"), std::string::npos) << error;
}

// Saved at any point, and gone on with by another instance: as if nothing had been.
TEST(Near, GoesOnFromASavedState) {
  const auto texts = naive::RandomTexts(400, 31);
  for (const char* const keep : {"earliest", "longest"}) {
    const GivenParams params = {{"threshold", 0.6}, {"keep", keep}, {"memory", 300000}};
    const auto expected = Judge(texts, params, 100);
    for (int64_t restart = 0; restart < 9; ++restart) {
      StageRunner<Near> run(params);
      EXPECT_EQ(Verdicts(run.Run(NumberedDocuments(texts), 100, restart)), expected) << restart;
    }
  }
}

// In parts that no key connects it says the same: with spilling, with documents that have more
// candidates than may be looked at, in another order than that of the input.
TEST(Near, PartsThatNoKeyConnectsGiveWhatTheWholeGives) {
  auto texts = naive::RandomTexts(500, 41);
  std::mt19937 random(41);
  for (int i = 0; i < 200; ++i) {  // forms that are filled in, of four kinds
    const int kind = static_cast<int>(random() % 4) * 1000;
    const int filled = 100000 + static_cast<int>(random() % 50) * 10;
    texts.push_back(NumberedWords(kind, kind + 60) +
                    NumberedWords(filled, filled + 6 + static_cast<int>(random() % 9)));
  }
  std::shuffle(texts.begin(), texts.end(), random);
  const Columns columns = NumberedDocuments(texts);
  bool capped = false, spilled = false;
  for (const GivenParams& given :
       {GivenParams{{"threshold", 0.8}, {"max_candidates", 3}},
        GivenParams{{"threshold", 0.6}, {"max_candidates", 1}},
        GivenParams{{"threshold", 0.7}, {"keep", "longest"}},
        GivenParams{
            {"threshold", 0.7}, {"max_candidates", 2}, {"action", "mark"}, {"match", "closest"}}}) {
    for (const char* const memory : {"16MiB", "1"}) {
      GivenParams params = given;
      params.emplace_back("memory", memory);
      StageRunner<Near> one(params), many(params);
      const Outcome whole = one.Run(columns, 100);
      capped = capped || whole.counters.at("capped") > 20;
      spilled = spilled || one.log().find("goes on in the work folder") != std::string::npos;
      for (const int64_t parts : {2, 7})
        EXPECT_EQ(testing::Difference(whole, many.RunPartitioned(columns, parts)), "");
      Outcome out;
      const std::vector<int64_t> connected = many.Connected(columns, out);
      std::vector<int64_t> sizes(texts.size());
      for (const int64_t first : connected) ++sizes[static_cast<size_t>(first)];
      EXPECT_GT(std::count_if(sizes.begin(), sizes.end(), [](int64_t n) { return n > 1; }), 20);
      EXPECT_LT(*std::max_element(sizes.begin(), sizes.end()), 400);
    }
  }
  EXPECT_TRUE(capped);
  EXPECT_TRUE(spilled);
}

TEST(Near, AStrictGuardNeedsToSeeAll) {
  const std::vector<Field> input = {{"id", "u", {}, {}}, {"text", "u", {}, {}}};
  EXPECT_EQ(StageRunner<Near>().HowToSplit(input), TEXTMILL_SPLIT_PARTITION);
  std::string why;
  StageRunner<Near> strict(GivenParams{{"guard", "strict"}});
  EXPECT_EQ(strict.HowToSplit(input, &why), TEXTMILL_SPLIT_WHOLE);
  EXPECT_NE(why.find("`guard: strict`"), std::string::npos);
}

TEST(Near, AStateThatIsNotItsOwnIsRefused) {
  StageRunner<Near> run;
  const Outcome out = run.Run(NumberedDocuments(naive::RandomTexts(50, 2)));
  std::string state;
  ASSERT_EQ(run.Save(&state), "");
  const std::vector<Field> input = {{"id", "u", {}, {}}, {"text", "u", {}, {}}};
  EXPECT_EQ(run.Restore(input, state), "");
  EXPECT_EQ(run.Restore(input, state.substr(0, state.size() / 2)),
            "the saved state is cut off: it ends too early");
  state[state.size() / 2] ^= 1;
  EXPECT_EQ(run.Restore(input, state), "the saved state is damaged");
}

TEST(Near, SaysWhatItPlans) {
  StageRunner<Near> run;
  run.Bind({{"id", "u", {}, {}}, {"text", "u", {}, {}}});
  run.SetInputBytes(1'000'000'000);
  const std::string notes = run.Notes();
  EXPECT_NE(notes.find("16 bands of 6 rows; the share of duplicates found, by similarity: 0.7: "
                       "86.5 %; 0.8: 99.2 %; 0.9: > 99.99 %\n"),
            std::string::npos)
      << notes;
  EXPECT_NE(notes.find(" 0.3: 1.2 %;"), std::string::npos) << notes;
  EXPECT_NE(notes.find("takes up to 2 GB in the work folder"), std::string::npos) << notes;
}

TEST(Near, RecallIsAsPlanned) {
  // Pairs just above the threshold, at a low recall so that the misses can be counted.
  std::vector<std::string> texts;
  constexpr int kPairs = 3000;
  for (int i = 0; i < kPairs; ++i) {
    texts.push_back(NumberedWords(i * 1000, i * 1000 + 104));
    texts.push_back(NumberedWords(i * 1000, i * 1000 + 84));  // 80 of 100 shingles
  }
  const double planned = PlanBands(0.8, 0.9)->Recall(0.8);
  const auto verdicts = Judge(texts, {{"recall", 0.9}});
  const auto found =
      texts.size() - static_cast<size_t>(std::count(verdicts.begin(), verdicts.end(), "null"));
  EXPECT_NEAR(static_cast<double>(found) / kPairs, planned,
              4 * std::sqrt(planned * (1 - planned) / kPairs));
}

TEST(Near, DoesNotDependOnBatches) {
  const auto texts = naive::RandomTexts(500, 9);
  for (const int most : {1, 1000}) {
    const GivenParams params = {{"threshold", 0.4}, {"max_candidates", most}};
    const auto whole = Judge(texts, params, 500);
    for (const int64_t batch : {1, 3, 64}) EXPECT_EQ(Judge(texts, params, batch), whole);
  }
}

TEST(Near, SaysSoWhenWordsAreTheWrongUnit) {
  const std::vector<std::string> texts(30, "東京は日本の首都です。人口は千四百万人である。");
  StageRunner<Near> words;
  words.Run(NumberedDocuments(texts));
  EXPECT_NE(words.log().find("100.00 % of the documents have a single shingle"), std::string::npos);
  StageRunner<Near> automatic(GivenParams{{"unit", "auto"}});
  automatic.Run(NumberedDocuments(texts));
  EXPECT_EQ(automatic.log().find("single shingle"), std::string::npos);
}

TEST(Near, ARecallOutOfReachIsAnErrorBeforeTheRun) {
  StageRunner<Near> run(GivenParams{{"threshold", 0.01}});
  const std::string problem = run.Bind({{"id", "u", {}, {}}, {"text", "u", {}, {}}});
  EXPECT_NE(problem.find("at a threshold of 0.01 no more than 72.4 %"), std::string::npos)
      << problem;
}

}  // namespace
}  // namespace textmill::dedup
