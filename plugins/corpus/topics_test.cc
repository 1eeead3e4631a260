#include "plugins/corpus/topics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "textmill/testing.hpp"

namespace textmill::corpus {
namespace {

using testing::Columns;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::OutRow;
using testing::StageRunner;

struct Corpus {
  std::vector<std::string> ids, texts;
};

// Documents about the sea or about the kitchen, by turns.
Corpus SeaAndKitchen(size_t n) {
  const std::vector<std::string> words[] = {
      {"wave", "harbour", "ship", "anchor", "tide", "sailor", "storm", "reef"},
      {"flour", "oven", "butter", "sugar", "dough", "cake", "spoon", "yeast"}};
  std::mt19937 random(3);
  Corpus corpus;
  for (size_t i = 0; i < n; ++i) {
    std::string text = "the";
    for (int w = 0; w < 12; ++w) text += " " + words[i % 2][random() % 8];
    corpus.ids.push_back("d" + std::to_string(i));
    corpus.texts.push_back(text);
  }
  return corpus;
}

Outcome Find(GivenParams given, const Corpus& corpus, int64_t batch_rows = 7,
             int64_t restart = -1) {
  StageRunner<Topics> run(given);
  return run.Run(Columns()
                     .Add<Utf8>("id", {corpus.ids.begin(), corpus.ids.end()})
                     .Add<Utf8>("text", {corpus.texts.begin(), corpus.texts.end()}),
                 batch_rows, restart);
}

TEST(Topics, TellsTheSeaFromTheKitchen) {
  const Outcome out = Find({{"topics", 2}, {"top", 8}}, SeaAndKitchen(60));
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.tables.size(), 3U);
  ASSERT_EQ(out.tables[0].size(), 2U);
  for (const OutRow& topic : out.tables[0]) {
    const std::string& words = topic.at("words");
    const bool sea = words.find("ship") != words.npos;
    for (const char* word : {"wave", "harbour", "tide", "reef"})
      EXPECT_EQ(words.find(word) != words.npos, sea) << words;
    for (const char* word : {"flour", "oven", "cake", "yeast"})
      EXPECT_EQ(words.find(word) == words.npos, sea) << words;
    EXPECT_EQ(words.find("the"), words.npos) << "it is in all documents";
    EXPECT_EQ(topic.at("first_in"), "30");
    EXPECT_GT(std::stod(topic.at("npmi")), 0.1);
    EXPECT_NEAR(std::stod(topic.at("share")), 0.5, 0.02);
  }
  EXPECT_EQ(out.tables[1].size(), 16U);
  double sum = 0;
  for (const OutRow& word : out.tables[1]) sum += std::stod(word.at("probability"));
  EXPECT_NEAR(sum, 2, 0.01);  // eight words are nearly all of a topic
  ASSERT_GE(out.tables[2].size(), 60U);
  EXPECT_EQ(out.tables[2][0].at("id"), "\"d0\"");
  EXPECT_GT(std::stod(out.tables[2][0].at("share")), 0.9);
}

TEST(Topics, AreTheSameHoweverTheInputIsCut) {
  const Corpus corpus = SeaAndKitchen(40);
  const Outcome whole = Find({{"topics", 3}, {"rounds", 20}}, corpus, 1000);
  ASSERT_EQ(whole.error, "");
  for (const int64_t rows : {1, 3, 39}) {
    EXPECT_EQ(Find({{"topics", 3}, {"rounds", 20}}, corpus, rows).tables, whole.tables);
    EXPECT_EQ(Find({{"topics", 3}, {"rounds", 20}}, corpus, rows, 1).tables, whole.tables);
  }
}

TEST(Topics, MergedFromStretchesTheyAreTheSame) {
  const Corpus corpus = SeaAndKitchen(60);
  const Columns columns = Columns()
                              .Add<Utf8>("id", {corpus.ids.begin(), corpus.ids.end()})
                              .Add<Utf8>("text", {corpus.texts.begin(), corpus.texts.end()});
  const GivenParams given = {{"topics", 3}, {"rounds", 20}};
  EXPECT_EQ(StageRunner<Topics>(given).MergedDifference(Find(given, corpus), columns, 7), "");
}

TEST(Topics, WhereThereIsLittleToFind) {
  const Outcome none = Find({}, {{"a", "b"}, {"one two", ""}});
  EXPECT_EQ(none.error, "");
  for (const auto& table : none.tables) EXPECT_TRUE(table.empty());
  // One word: no two of which one could ask whether they come together.
  const Outcome one = Find({{"min_documents", 1}, {"topics", 2}}, {{"a", "b"}, {"x x", ""}});
  ASSERT_EQ(one.error, "");
  ASSERT_EQ(one.tables[0].size(), 2U);
  for (const OutRow& topic : one.tables[0]) EXPECT_EQ(topic.at("npmi"), "null");
  EXPECT_EQ(Find({}, {}).error, "");
  EXPECT_THAT(Find({{"of", "ngrams"}}, {{"a"}, {"x"}}).error, HasSubstr("n-grams"));
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "w" + std::to_string(i) + " ";
  EXPECT_THAT(
      Find({{"min_documents", 1}, {"topics", 1000}, {"memory", 1 << 20}}, {{"a", "b"}, {many, "x"}})
          .error,
      HasSubstr("MiB of memory"));
}

}  // namespace
}  // namespace textmill::corpus
