#include "plugins/corpus/keywords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "plugins/lib/io/temp_folder.h"
#include "textmill/testing.hpp"

namespace textmill::corpus {
namespace {

using testing::Columns;
using testing::Given;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::StageRunner;

using Texts = std::vector<std::optional<std::string_view>>;

Given PartIs(const char* is) { return Given::Fields({{"column", "group"}, {"is", is}}); }

Columns TargetAndReference() {
  return Columns()
      .Add<Utf8>("text", Texts{"the river the boat", "a river", "the bread", "bread bread", "x y"})
      .Add<Utf8>("group", Texts{"a", "a", "b", "b", std::nullopt});
}

Outcome Compared(GivenParams given, const Columns& columns = TargetAndReference(),
                 int64_t batch_rows = 1000, int64_t restart = -1) {
  StageRunner<Keywords> run(given);
  return run.Run(columns, batch_rows, restart);
}

// "value target_count reference_count target_documents reference_documents", a row a line.
std::vector<std::string> KeywordRows(const Outcome& out) {
  EXPECT_EQ(out.error, "");
  std::vector<std::string> lines;
  if (out.tables.empty()) return lines;
  for (const auto& row : out.tables[0]) {
    lines.push_back(row.at("value") + " " + row.at("target_count") + " " +
                    row.at("reference_count") + " " + row.at("target_documents") + " " +
                    row.at("reference_documents"));
  }
  return lines;
}

TEST(Keywords, OnePartAgainstAnother) {
  const Outcome out = Compared({{"target", PartIs("a")}, {"reference", PartIs("b")}});
  EXPECT_EQ(KeywordRows(out),
            (std::vector<std::string>{"\"river\" 2 0 2 0", "\"a\" 1 0 1 0", "\"boat\" 1 0 1 0",
                                      "\"the\" 2 1 1 1", "\"bread\" 0 3 0 2"}));
  const auto& river = out.tables[0][0];
  EXPECT_EQ(river.at("target_size"), "6");
  EXPECT_EQ(river.at("reference_size"), "4");
  EXPECT_EQ(river.at("relative_risk"), "null");
  EXPECT_EQ(river.at("why"), "\"relative_risk, odds_ratio: not in the reference\"");
  EXPECT_EQ(out.tables[0][3].at("why"), "null");
  EXPECT_EQ(out.counters.at("target_documents"), 2);
  EXPECT_EQ(out.counters.at("reference_documents"), 2);
}

TEST(Keywords, AgainstTheRest) {
  const auto rows = KeywordRows(Compared({{"target", PartIs("a")}, {"sort", "reference_count"}}));
  EXPECT_EQ(rows, (std::vector<std::string>{"\"bread\" 0 3 0 2", "\"the\" 2 1 1 1", "\"x\" 0 1 0 1",
                                            "\"y\" 0 1 0 1", "\"a\" 1 0 1 0", "\"boat\" 1 0 1 0",
                                            "\"river\" 2 0 2 0"}));
  EXPECT_EQ(
      KeywordRows(Compared({{"target", PartIs("a")}, {"direction", "reference"}, {"top", 1}})),
      (std::vector<std::string>{"\"bread\" 0 3 0 2"}));
  EXPECT_EQ(
      KeywordRows(Compared({{"target", PartIs("a")}, {"min_count", 3}, {"direction", "target"}})),
      (std::vector<std::string>{"\"the\" 2 1 1 1"}));
  EXPECT_EQ(
      KeywordRows(Compared({{"target", PartIs("a")}, {"of", "ngrams"}, {"direction", "target"}}))
          .size(),
      4u);
}

TEST(Keywords, SameForAnyBatchesAndFromASavedState) {
  const GivenParams given = {{"target", PartIs("a")}};
  const auto expected = KeywordRows(Compared(given));
  for (const int64_t rows : {1, 2, 3})
    EXPECT_EQ(KeywordRows(Compared(given, TargetAndReference(), rows)), expected);
  for (int64_t restart = 0; restart < 5; ++restart)
    EXPECT_EQ(KeywordRows(Compared(given, TargetAndReference(), 1, restart)), expected);
}

TEST(Keywords, MergedFromStretchesTheyAreTheSame) {
  std::mt19937 random(4);
  std::vector<std::string> texts, groups;
  for (int i = 0; i < 200; ++i) {
    groups.emplace_back(1, static_cast<char>('a' + random() % 3));
    std::string& text = texts.emplace_back();
    for (auto n = random() % 30; n > 0; --n)
      text += "w" + std::to_string(random() % (1 + random() % 40)) + " ";
  }
  const Columns columns = Columns()
                              .Add<Utf8>("text", Texts(texts.begin(), texts.end()))
                              .Add<Utf8>("group", Texts(groups.begin(), groups.end()));
  for (const GivenParams& given : std::vector<GivenParams>{
           {{"target", PartIs("b")}},
           {{"target", PartIs("b")}, {"reference", PartIs("c")}, {"top", 20}},
           {{"target", PartIs("a")}, {"of", "ngrams"}, {"direction", "target"}}}) {
    StageRunner<Keywords> one(given), many(given);
    const Outcome whole = one.Run(columns, 13);
    ASSERT_EQ(whole.error, "");
    EXPECT_GE(whole.tables.at(0).size(), 20U);
    EXPECT_EQ(many.MergedDifference(whole, columns, 13), "");
  }
}

TEST(Keywords, AgainstAList) {
  const io::TempFolder folder;
  const auto list = [&](const char* content, const std::string& size = "") {
    std::vector<std::pair<std::string, Given>> fields = {
        {"file", folder.Write("list.csv", content)}};
    if (!size.empty()) fields.emplace_back("size", Given(std::stoi(size)));
    return Given::Fields(fields);
  };
  const auto rows =
      KeywordRows(Compared({{"target", PartIs("a")},
                            {"sort", "target_count"},
                            {"reference", list("value,count\nThe,10\nbread,5\nriver,1\n")}}));
  EXPECT_EQ(rows, (std::vector<std::string>{"\"river\" 2 1 2 null", "\"the\" 2 10 1 null",
                                            "\"a\" 1 0 1 null", "\"boat\" 1 0 1 null",
                                            "\"bread\" 0 5 0 null"}));
  StageRunner<Keywords> other({{"target", PartIs("a")}, {"reference", list("don't\t3\nthe\t4\n")}});
  EXPECT_EQ(other.Run(TargetAndReference()).error, "");
  EXPECT_THAT(other.log(), HasSubstr("another tokenisation"));
  EXPECT_THAT(other.log(), ::testing::Not(HasSubstr("no word of the target")));
  StageRunner<Keywords> foreign({{"target", PartIs("a")}, {"reference", list("der,3\ndie,4\n")}});
  EXPECT_EQ(foreign.Run(TargetAndReference()).error, "");
  EXPECT_THAT(foreign.log(), HasSubstr("no word of the target is in the reference list"));
  EXPECT_THAT(Compared({{"target", PartIs("a")}, {"reference", list("the,x\nb,3\n c,d\n")}}).error,
              HasSubstr("no count in line 3"));
  EXPECT_THAT(Compared({{"target", PartIs("a")}, {"reference", list("the,9\n", "3")}}).error,
              HasSubstr("has a size of 3, but its counts are 9 together"));
  EXPECT_THAT(Compared({{"target", PartIs("a")}, {"reference", list("the,0\n")}}).error,
              HasSubstr("counts no words"));
  EXPECT_THAT(
      Compared({{"target", PartIs("a")}, {"reference", list("the,1\na,18446744073709551615\n")}})
          .error,
      HasSubstr("counts more than 9000000000000000 words by line 2"));
}

TEST(Keywords, Mistakes) {
  const auto warned = [](GivenParams given, const Columns& columns) {
    StageRunner<Keywords> run(std::move(given));
    const Outcome out = run.Run(columns);
    EXPECT_EQ(out.error, "");
    EXPECT_TRUE(KeywordRows(out).empty());
    return run.log();
  };
  EXPECT_THAT(warned({{"target", PartIs("c")}}, TargetAndReference()),
              HasSubstr("the target is empty: no document with a word in it has `c` in the column "
                        "`group`; the table has no rows"));
  EXPECT_THAT(warned({{"target", PartIs("a")}, {"reference", PartIs("z")}}, TargetAndReference()),
              HasSubstr("the reference is empty"));
  EXPECT_THAT(warned({{"target", PartIs("a")}},
                     Columns().Add<Utf8>("text", Texts{"one"}).Add<Utf8>("group", Texts{"a"})),
              HasSubstr("nothing to compare with"));
  EXPECT_THAT(Compared({{"target", Given::Fields({{"column", "group"}})}}).error,
              HasSubstr("needs a column and a value"));
  EXPECT_THAT(Compared({{"target", PartIs("a")},
                        {"reference",
                         Given::Fields({{"file", "a.csv"}, {"column", "group"}, {"is", "b"}})}})
                  .error,
              HasSubstr("either a part of the corpus or a `file`"));
  EXPECT_THAT(
      Compared({{"target", PartIs("a")},
                {"reference", Given::Fields({{"size", 9}, {"column", "group"}, {"is", "b"}})}})
          .error,
      HasSubstr("`size` is for a `file`"));
  EXPECT_THAT(Compared({{"target", Given::Fields({{"column", "grup"}, {"is", "a"}})}}).error,
              HasSubstr("`grup`"));
  EXPECT_THAT(Compared({{"target", PartIs("a")}, {"n", 2}}).error, HasSubstr("of: ngrams"));
}

}  // namespace
}  // namespace textmill::corpus
