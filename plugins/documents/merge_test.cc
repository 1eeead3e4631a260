#include "plugins/documents/merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "textmill/testing.hpp"

namespace textmill::documents {
namespace {

using ::testing::ElementsAre;
using ::textmill::testing::Columns;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;
using Strings = std::vector<std::optional<std::string_view>>;

std::vector<std::string> Merged(const Strings& parents, const Strings& ids, const Strings& texts,
                                int64_t batch, int64_t restart = -1) {
  StageRunner<Merge> run(GivenParams{{"separator", "|"}});
  const Outcome out =
      run.Run(Columns().Add<Utf8>("id", ids).Add<Utf8>("parent", parents).Add<Utf8>("text", texts),
              batch, restart);
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size() + out.dropped.size(), texts.size());
  std::vector<std::string> merged;
  for (const auto& row : out.rows)
    merged.push_back(row.at("id") + " " + row.at("text") + " " + row.at("pieces"));
  return merged;
}

TEST(Merge, NeighboursOfOneParentAreOneDocument) {
  for (const int64_t batch : {1, 2, 3, 10}) {
    EXPECT_THAT(Merged({"a", "a", "b", std::nullopt, std::nullopt, "a", "c", "c", "c"},
                       {"a#1", "a#3", "b#1", "x", "y", "a#1", "c#1", "c#2", "c#5"},
                       {"1", "2", "3", "4", "5", "6", "7", "", "8"}, batch),
                ElementsAre(R"("a" "1|2" 2)", R"("b" "3" 1)", R"("x" "4" 1)", R"("y" "5" 1)",
                            R"("a" "6" 1)", R"("c" "7||8" 3)"));
  }
  EXPECT_TRUE(Merged({}, {}, {}, 1).empty());
}

// Against joining by hand; cut anywhere, saved and restored.
TEST(Merge, BatchesAndStateMakeNoDifference) {
  std::mt19937 random(2);
  std::vector<std::string> parents, texts, expected;
  for (int document = 0; document < 300; ++document) {
    const int pieces = 1 + static_cast<int>(random() % 12);
    std::string text;
    for (int k = 0; k < pieces; ++k) {
      parents.push_back("d" + std::to_string(document));
      texts.push_back(std::to_string(random() % 1000));
      text += (k > 0 ? "|" : "") + texts.back();
    }
    expected.push_back("\"d" + std::to_string(document) + "\" \"" + text + "\" " +
                       std::to_string(pieces));
  }
  const Strings p(parents.begin(), parents.end()), t(texts.begin(), texts.end());
  for (const int64_t batch : {1, 7, 50, 5000}) {
    for (const int64_t restart : {-1, 3, 60}) EXPECT_EQ(Merged(p, p, t, batch, restart), expected);
  }
}

// In random stretches, which may begin or end within a document, hold nothing but a piece of one,
// or nothing at all; with pieces without a document between them.
TEST(Merge, MergedFromStretchesItJoinsTheSame) {
  std::mt19937 random(5);
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> names, texts;
    Strings parents;
    const auto longest = 1 + random() % 12;
    while (names.size() < 120) {
      names.push_back("d" + std::to_string(random() % 4));
      for (auto n = 1 + random() % longest; n > 1; --n) names.push_back(names.back());
    }
    for (const std::string& name : names) {
      texts.push_back(random() % 6 == 0 ? "" : std::to_string(texts.size()));
      parents.push_back(random() % 15 == 0 ? std::optional<std::string_view>()
                                           : std::optional<std::string_view>(name));
    }
    const Columns columns = Columns()
                                .Add<Utf8>("id", Strings(names.begin(), names.end()))
                                .Add<Utf8>("parent", parents)
                                .Add<Utf8>("text", Strings(texts.begin(), texts.end()));
    for (const int64_t batch : {1, 3, 20}) {
      StageRunner<Merge> one, many;
      EXPECT_EQ(many.MergedDifference(one.Run(columns, batch), columns, batch), "") << round;
    }
  }
}

}  // namespace
}  // namespace textmill::documents
