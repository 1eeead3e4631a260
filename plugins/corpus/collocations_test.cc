#include "plugins/corpus/collocations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "plugins/lib/io/oracle_table.h"
#include "textmill/testing.hpp"

namespace textmill::corpus {
namespace {

using io::OracleTable;
using testing::Columns;
using testing::Given;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::OutRow;
using testing::StageRunner;

using Texts = std::vector<std::optional<std::string_view>>;
using StringList = std::vector<std::string>;

Outcome Collocate(const GivenParams& given, const Texts& texts, int64_t batch_rows = 1000,
                  int64_t restart = -1) {
  StageRunner<Collocations> run(given);
  return run.Run(Columns().Add<Utf8>("text", texts), batch_rows, restart);
}
// "node collocate count r1 c1 n", a row a line.
StringList CollocationRows(const Outcome& out) {
  EXPECT_EQ(out.error, "");
  StringList lines;
  if (out.tables.empty()) return lines;
  for (const OutRow& row : out.tables[0])
    lines.push_back(row.at("node") + row.at("collocate") + " " + row.at("count") + " " +
                    row.at("r1") + " " + row.at("c1") + " " + row.at("n"));
  return lines;
}

const Texts kTexts = {"a x b. a y", "b a\nx c", "a a x"};

TEST(Collocations, RoundANode) {
  // Windows of two: x b | y, and b x c ... ; the a's of the last text share x.
  EXPECT_EQ(CollocationRows(
                Collocate({{"node", "A"}, {"left", 2}, {"right", 2}, {"sort", "count"}}, kTexts)),
            (StringList{"\"a\"\"x\" 3 7 3 7", "\"a\"\"b\" 2 7 2 7", "\"a\"\"c\" 1 7 1 7",
                        "\"a\"\"y\" 1 7 1 7"}));
  EXPECT_EQ(
      CollocationRows(Collocate(
          {{"node", "a"}, {"left", 0}, {"right", 1}, {"sort", "count"}, {"within", "sentence"}},
          kTexts)),
      (StringList{"\"a\"\"x\" 2 3 3 7", "\"a\"\"y\" 1 3 1 7"}));
  EXPECT_EQ(CollocationRows(
                Collocate({{"node", "b"}, {"left", 9}, {"right", 9}, {"within", "line"}}, kTexts))
                .size(),
            3u);
}

TEST(Collocations, WhatIsLeftOutKeepsItsPlace) {
  const Texts texts = {"old the bridge of the old river"};
  const GivenParams all = {{"node", "bridge"}, {"left", 2}, {"right", 2}, {"sort", "count"}};
  GivenParams some = all;
  some.emplace_back("where", Given::Fields({{"stop", Given(StringList{"en"})}}));
  EXPECT_EQ(CollocationRows(Collocate(some, texts)), (StringList{"\"bridge\"\"old\" 1 4 2 6"}));
  StringList rows = CollocationRows(Collocate(all, texts));
  EXPECT_NE(std::find(rows.begin(), rows.end(), "\"bridge\"\"old\" 1 4 2 6"), rows.end());
  // A node counts although it is a stop word.
  some[0].second = Given("the");
  EXPECT_EQ(CollocationRows(Collocate(some, texts)).size(), 3u);
}

TEST(Collocations, ANodeMayBeOfAnotherPartOfSpeechThanItsCollocates) {
  const Field kLemmas =
      ListOf("tokens", StructOf("", {Field{"lemma", "u", {}, {}}, Field{"pos", "u", {}, {}}}));
  ListBuilder tokens(kLemmas);
  auto& items = tokens.items<StructBuilder>();
  for (const auto& [lemma, pos] : std::vector<std::pair<const char*, const char*>>{
           {"the", "DET"}, {"old", "ADJ"}, {"bridge", "NOUN"}, {"fall", "VERB"}}) {
    items.member<BytesBuilder>(0).Append(lemma);
    items.member<BytesBuilder>(1).Append(pos);
    items.EndRow();
  }
  tokens.EndRow();
  StageRunner<Collocations> run(
      GivenParams{{"column", "tokens"},
                  {"member", "lemma"},
                  {"node", "bridge"},
                  {"where", Given::Fields({{"pos", Given(StringList{"ADJ"})}})}});
  EXPECT_EQ(CollocationRows(run.Run(Columns().AddBuilt(kLemmas, tokens))),
            (StringList{"\"bridge\"\"old\" 1 3 1 3"}));
}

TEST(Collocations, AllPairsAndTheSameForAnyBatchesAndFromASavedState) {
  const GivenParams given = {{"min_count", 1}, {"left", 1}, {"right", 1}};
  const StringList expected = CollocationRows(Collocate(given, kTexts));
  EXPECT_GT(expected.size(), 6u);
  EXPECT_EQ(expected[0].substr(0, 3), "\"a\"");  // the most frequent node first
  for (const int64_t rows : {1, 2})
    EXPECT_EQ(CollocationRows(Collocate(given, kTexts, rows)), expected);
  for (int64_t restart = 0; restart < 3; ++restart)
    EXPECT_EQ(CollocationRows(Collocate(given, kTexts, 1, restart)), expected);
  EXPECT_EQ(CollocationRows(Collocate({{"pairs", "neighbours"}, {"min_count", 2}}, kTexts)),
            (StringList{"\"a\"\"x\" 3 5 3 9", "\"b\"\"a\" 2 2 3 9"}));
  EXPECT_TRUE(CollocationRows(Collocate({{"min_count", 9}}, kTexts)).empty());
}

// Windows end with the document, so that no pair goes over the end of a stretch.
TEST(Collocations, MergedFromStretchesTheyAreTheSame) {
  std::mt19937 random(4);
  std::vector<std::string> texts;
  for (int i = 0; i < 200; ++i) {
    std::string& text = texts.emplace_back();
    for (auto n = random() % 30; n > 0; --n)
      text += "w" + std::to_string(random() % (1 + random() % 40)) +
              (random() % 8   ? " "
               : random() % 2 ? ". "
                              : "\n");
  }
  const Columns columns = Columns().Add<Utf8>("text", Texts(texts.begin(), texts.end()));
  for (const GivenParams& given : std::vector<GivenParams>{
           {{"min_count", 1}},
           {{"min_count", 2}, {"left", 2}, {"right", 0}, {"within", "sentence"}},
           {{"min_count", 1}, {"within", "line"}, {"order", "overall"}, {"top", 50}},
           {{"min_count", 1}, {"node", Given(StringList{"w0", "w7"})}, {"left", 9}, {"right", 9}},
           {{"min_count", 1}, {"pairs", "neighbours"}, {"within", "sentence"}},
           {{"min_count", 1},
            {"node", "w2"},
            {"where", Given::Fields({{"stop", Given(StringList{"en"})}})}}}) {
    StageRunner<Collocations> one(given), many(given);
    const Outcome whole = one.Run(columns, 13);
    ASSERT_EQ(whole.error, "");
    EXPECT_GT(whole.tables.at(0).size(), 20U);
    EXPECT_EQ(many.MergedDifference(whole, columns, 13), "");
  }
}

TEST(Collocations, OrderOverall) {
  const GivenParams given = {{"pairs", "neighbours"}, {"min_count", 1}, {"order", "overall"}};
  const StringList all = CollocationRows(Collocate(given, kTexts));
  GivenParams by_node = given;
  by_node.pop_back();
  EXPECT_EQ(all.size(), CollocationRows(Collocate(by_node, kTexts)).size());
  EXPECT_EQ(all[0], "\"b\"\"a\" 2 2 3 9");  // a dice of 4/5; then a x with 3/4
  GivenParams top = given;
  top.emplace_back("top", 2);
  EXPECT_EQ(CollocationRows(Collocate(top, kTexts)), (StringList{all[0], all[1]}));
}

TEST(Collocations, Mistakes) {
  StageRunner<Collocations> absent(GivenParams{{"node", "zzz"}});
  EXPECT_TRUE(CollocationRows(absent.Run(Columns().Add<Utf8>("text", kTexts))).empty());
  EXPECT_THAT(absent.log(), HasSubstr("among the 12 words of the corpus there is no `zzz`"));
  EXPECT_THAT(Collocate({{"node", "new york"}}, kTexts).error, HasSubstr("is not one word"));
  EXPECT_THAT(Collocate({{"left", 0}, {"right", 0}}, kTexts).error, HasSubstr("no words"));
  StageRunner<Collocations> run(GivenParams{{"node", Given(StringList{"a", "zzz"})}});
  EXPECT_EQ(run.Run(Columns().Add<Utf8>("text", kTexts)).error, "");
  EXPECT_THAT(run.log(), HasSubstr("no `zzz`"));
  EXPECT_TRUE(CollocationRows(Collocate({{"node", "one"}}, {"one"})).empty());
  const Outcome two = Collocate({{"node", "one"}}, {"one two"});
  ASSERT_EQ(CollocationRows(two).size(), 1u);
  EXPECT_EQ(two.tables[0][0].at("chi2"), "null");
  EXPECT_THAT(two.tables[0][0].at("why"), HasSubstr("all places are near the node"));
  for (const auto& [name, value] : two.tables[0][0])
    EXPECT_TRUE(value.find("nan") == value.npos && value.find("inf") == value.npos) << name;
}

// 12 together, margins 48 and 12, of 260: by hand.
TEST(Association, ByHand) {
  const Association a = Associate({12, 48, 12, 260, 48, 12});
  const double e = 48 * 12 / 260.0;
  EXPECT_NEAR(a.expected, e, 1e-12);
  EXPECT_NEAR(a.mi, std::log2(12 / e), 1e-12);
  EXPECT_NEAR(a.mi3, std::log2(12 * 12 * 12 / e), 1e-12);
  EXPECT_NEAR(a.log_dice, 14 + std::log2(24 / 60.0), 1e-12);
  EXPECT_NEAR(a.t, (12 - e) / std::sqrt(12), 1e-12);
  EXPECT_NEAR(a.z, (12 - e) / std::sqrt(e), 1e-12);
  EXPECT_NEAR(*a.npmi, std::log2(12 / e) / std::log2(260 / 12.0), 1e-12);
  EXPECT_NEAR(*a.delta_p_collocate, 0.25, 1e-12);
  EXPECT_NEAR(*a.delta_p_node, 1 - 36 / 248.0, 1e-12);
  EXPECT_NEAR(*a.chi2, 260 * std::pow(12.0 * 212 - 36 * 0, 2) / (48.0 * 212 * 12 * 248), 1e-9);
  EXPECT_LT(Associate({1, 50, 50, 100, 50, 50}).g2, 0);
}

// Yates' correction takes a half off, but turns nothing round.
TEST(Association, Yates) {
  EXPECT_NEAR(Associate({12, 48, 12, 260, 48, 12}).z_yates,
              (12 - 576 / 260.0 - 0.5) / std::sqrt(576 / 260.0), 1e-12);
  EXPECT_NEAR(Associate({1, 50, 50, 100, 50, 50}).z_yates, -23.5 / 5, 1e-12);
  EXPECT_EQ(Associate({25, 50, 50, 100, 50, 50}).z_yates, 0);  // as often as by chance
  EXPECT_EQ(Associate({3, 10, 33, 100, 10, 33}).z_yates, 0);   // 3.3 by chance
}

Texts TinyTexts(std::vector<std::string>* kept) {
  const OracleTable tokens("tiny.tokens.tsv");
  std::string document;
  for (const auto& row : tokens.rows()) {
    if (row.at("doc") != document) kept->emplace_back();
    document = row.at("doc");
    kept->back() += row.at("word") + " ";
  }
  return Texts(kept->begin(), kept->end());
}

void Same(const OracleTable& table, const std::vector<OutRow>& ours, const char* node,
          const char* collocate, const std::map<std::string, std::string>& columns) {
  std::map<std::pair<std::string, std::string>, const OutRow*> by_pair;
  for (const OutRow& row : ours) by_pair[{row.at("node"), row.at("collocate")}] = &row;
  for (const auto& row : table.rows()) {
    const auto at = by_pair.find({"\"" + row.at(node) + "\"", "\"" + row.at(collocate) + "\""});
    ASSERT_NE(at, by_pair.end()) << row.at(node) << " " << row.at(collocate);
    for (const auto& [theirs, name] : columns) {
      const double value = OracleTable::Number(at->second->at(name));
      EXPECT_TRUE(OracleTable::Close(value, OracleTable::Number(row.at(theirs))))
          << row.at(node) << " " << row.at(collocate) << " " << theirs << " " << value << " "
          << row.at(theirs);
    }
  }
}

TEST(Collocations, WindowsAgainstTheOracle) {
  const OracleTable table("collocates-window4.tsv");
  if (!table.there()) GTEST_SKIP() << table.why();
  std::vector<std::string> kept;
  const Outcome out = Collocate(
      {{"node", Given(StringList{"river", "bread"})}, {"left", 4}, {"right", 4}}, TinyTexts(&kept));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.tables[0].size(), table.rows().size());
  Same(table, out.tables[0], "node", "collocate",
       {{"f", "count"},
        {"f_node", "node_count"},
        {"f_collocate", "collocate_count"},
        {"places_in_windows", "r1"},
        {"N_without_node", "n"},
        {"expected", "expected"},
        {"mi", "mi"},
        {"mi3", "mi3"},
        {"t", "t"},
        {"z", "z"},
        {"G2_signed", "g2"},
        {"logdice_SkE_margins", "log_dice"},
        {"deltap_collocate_given_node", "delta_p_collocate"},
        {"log_ratio_walter", "log_ratio"}});
}

TEST(Collocations, NeighboursAgainstTheOracle) {
  const OracleTable table("collocations-adjacent.ucs.tsv");
  if (!table.there()) GTEST_SKIP() << table.why();
  std::vector<std::string> kept;
  const Outcome out = Collocate({{"pairs", "neighbours"}, {"min_count", 2}}, TinyTexts(&kept));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.tables[0].size(), table.rows().size());
  Same(table, out.tables[0], "w1", "w2",
       {{"f", "count"},
        {"f1", "r1"},
        {"f2", "c1"},
        {"N", "n"},
        {"E11", "expected"},
        {"z_score", "z"},
        {"t_score", "t"},
        {"log_likelihood", "g2"},
        {"simple_ll", "simple_ll"},
        {"min_sensitivity", "min_sensitivity"},
        {"liddell", "liddell"},
        {"dice", "dice"},
        {"log_ratio", "log_ratio"},
        {"mi_log2", "mi"},
        {"mi2_log2", "mi2"},
        {"mi3_log2", "mi3"},
        {"logdice", "log_dice"},
        {"lmi_log2", "local_mi"},
        {"npmi", "npmi"},
        {"deltap_w2_given_w1", "delta_p_collocate"},
        {"deltap_w1_given_w2", "delta_p_node"},
        {"odds_ratio_ln_disc", "log_odds_ratio"},
        {"z_yates", "z_yates"}});
}

}  // namespace
}  // namespace textmill::corpus
