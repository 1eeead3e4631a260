#include "plugins/text/dictionary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "plugins/lib/io/temp_folder.h"
#include "textmill/testing.hpp"

namespace textmill::text {
namespace {

using io::TempFolder;
using testing::Columns;
using testing::Given;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::StageRunner;

constexpr char kLiwc[] =
    "%\n1\tposemo\n2\tnegemo\n3 funct\n%\n"
    "happ*\t1\ngood\t1\nbad\t2\nkind of\t3\nof\t3\ndon't\t3 2\n*less 2\n";

Outcome Look(const std::string& content, const std::vector<std::optional<std::string_view>>& texts,
             GivenParams given = {}) {
  const TempFolder folder;
  given.emplace_back("file", folder.Write("list", content));
  StageRunner<Dictionary> run(given);
  return run.Run(Columns().Add<Utf8>("text", texts));
}
std::string Found(const Outcome& out, size_t row = 0) {
  EXPECT_EQ(out.error, "");
  return out.rows.at(row).at("dictionary");
}
std::string Item(const char* category, int count, int negated, const char* share) {
  return std::string("{\"category\":\"") + category + "\",\"count\":" + std::to_string(count) +
         ",\"negated\":" + std::to_string(negated) + ",\"share\":" + share + "}";
}

TEST(Dictionary, LiwcPartedByBlanks) {
  const Outcome out = Look("%\n1  good\n2  bad\n%\nkind of  1  2\nmean   2\n", {"A kind of mean."});
  EXPECT_EQ(Found(out), "[" + Item("good", 1, 0, "0.25") + "," + Item("bad", 2, 0, "0.5") + "]");
}

TEST(Dictionary, LiwcWithWildcardsRunsAndNegation) {
  const Outcome out = Look(kLiwc, {"Happy and happily kind of good.", "It is not bad. Good!",
                                   "Hopeless; I don't know", "", std::nullopt});
  // "kind of" and "of" are of one category, at two places.
  EXPECT_EQ(Found(out), "[" + Item("posemo", 3, 0, "0.5") + "," +
                            Item("funct", 2, 0, "0.3333333333333333") + "]");
  EXPECT_EQ(out.rows[0].at("dictionary_words"), "6");
  EXPECT_EQ(out.rows[0].at("dictionary_known"), "5");
  // The negation does not go beyond its sentence.
  EXPECT_EQ(Found(out, 1),
            "[" + Item("posemo", 1, 0, "0.2") + "," + Item("negemo", 1, 1, "0.2") + "]");
  EXPECT_EQ(Found(out, 2),
            "[" + Item("negemo", 2, 0, "0.4") + "," + Item("funct", 1, 0, "0.2") + "]");
  EXPECT_EQ(Found(out, 3), "[]");
  EXPECT_EQ(out.rows[4].at("dictionary"), "null");
}

TEST(Dictionary, ColumnsOfCategoriesAndOwnNegations) {
  const Outcome out = Look(kLiwc, {"nicht bad, nicht really very good"},
                           {{"categories", Given(std::vector<std::string>{"negemo", "funct"})},
                            {"negations", "nicht"},
                            {"negation_window", 1}});
  EXPECT_EQ(Found(out), "[" + Item("posemo", 1, 0, "0.16666666666666666") + "," +
                            Item("negemo", 1, 1, "0.16666666666666666") + "]");
  EXPECT_EQ(out.rows[0].at("negemo"), "1");
  EXPECT_EQ(out.rows[0].at("funct"), "0");
}

TEST(Dictionary, Tables) {
  EXPECT_EQ(
      Found(Look("DicTerm,Good,Bad\nfine*,X,\nawful,,X\nodd,1,1\n", {"finest awful odd odd"})),
      "[" + Item("Good", 3, 0, "0.75") + "," + Item("Bad", 3, 0, "0.75") + "]");
  EXPECT_EQ(Found(Look("word\tcategory\nfine\tgood\nfine\tnice\n", {"fine"})),
            "[" + Item("good", 1, 0, "1") + "," + Item("nice", 1, 0, "1") + "]");
}

TEST(Dictionary, MistakesNameTheLine) {
  const auto error = [](const std::string& content, GivenParams given = {}) {
    return Look(content, {"a"}, std::move(given)).error;
  };
  EXPECT_THAT(error(""), HasSubstr("it is empty"));
  EXPECT_THAT(error("%\n1 a\n1 b\n%\nx 1\n"),
              HasSubstr(":3: there are two categories with the number 1"));
  EXPECT_THAT(error("%\n1 a\n2 a\n%\nx 1\n"), HasSubstr(":3: there are two categories called `a`"));
  EXPECT_THAT(error("%\n1 a\n%\nx\t7\n"), HasSubstr(":4: there is no category with the number 7"));
  EXPECT_THAT(error("%\n1 a\n%\nx\n"), HasSubstr(":4: `x` has no category"));
  EXPECT_THAT(error("%\n1 a\nx 1\n"), HasSubstr("does not end"));
  EXPECT_THAT(error("w,a,a\nx,1,1\n"), HasSubstr("two categories called `a`"));
  EXPECT_THAT(error("w,a,b\nx*y,1,1\n"), HasSubstr("neither at the beginning nor at the end"));
  EXPECT_THAT(error("just words\n"), HasSubstr("one column"));
  EXPECT_THAT(error("w,category\nx,c\n", {{"categories", "d"}}), HasSubstr("no category `d`"));
}

}  // namespace
}  // namespace textmill::text
