#include "plugins/text/lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "textmill/testing.hpp"

namespace textmill::text {
namespace {

using ::testing::HasSubstr;
using ::textmill::testing::Columns;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;
using Patterns = std::vector<std::string>;

std::vector<std::string> Left(const GivenParams& given,
                              const std::vector<std::optional<std::string_view>>& texts,
                              int64_t batch_rows = 2, int64_t restart = -1) {
  StageRunner<Lines> run(given);
  const Outcome out = run.Run(Columns().Add<Utf8>("text", texts), batch_rows, restart);
  EXPECT_EQ(out.error, "");
  std::vector<std::string> left;
  for (const auto& row : out.rows) left.push_back(row.at("text"));
  return left;
}

TEST(Lines, CutsByPatternAndLength) {
  EXPECT_EQ(
      Left({{"drop", Patterns{"^Share$", "(?i)cookie"}}}, {"Share\nA\n Share \nOur COOKIEs\nB"})[0],
      R"("A\nB")");
  EXPECT_EQ(Left({{"keep", Patterns{"^[A-Z]"}}}, {"Ab\nno\nCd\n"})[0], R"("Ab\nCd\n")");
  EXPECT_EQ(Left({{"min_length", 2}, {"max_length", 3}}, {"\u00E9\n\u00E9\u00E9\nabcd\nabc"})[0],
            "\"\u00E9\u00E9\\nabc\"");
  EXPECT_EQ(Left({{"drop", Patterns{"x"}}}, {"a\r\nx\r\nb\r\n"})[0], "\"a\r\\nb\r\\n\"");
  EXPECT_EQ(Left({{"drop", Patterns{"x"}}}, {std::nullopt})[0], "null");
}

TEST(Lines, BlankLinesGoWithWhatTheyWereAround) {
  const GivenParams given{{"drop", Patterns{"^x$"}}};
  EXPECT_EQ(Left(given, {"a\n\nx\n\nb"})[0], R"("a\n\nb")");
  EXPECT_EQ(Left(given, {"x\n\nb\n\n\nc"})[0], R"("b\n\n\nc")");
  EXPECT_EQ(Left(given, {"x\n\nx"})[0], R"("")");
  EXPECT_EQ(Left(given, {"a\n\n\nb\n"})[0], R"("a\n\n\nb\n")");
}

TEST(Lines, CutsWhatManyDocumentsHave) {
  const std::vector<std::optional<std::string_view>> texts = {"Home\nOne\nOne\nOne", " Home \nTwo",
                                                              "Home\nTwo", "Three"};
  for (const int64_t batch : {1, 3}) {
    for (const int64_t restart : {-1, 1, 2}) {
      const auto left = Left({{"max_documents", 2}}, texts, batch, restart);
      EXPECT_EQ(left, (std::vector<std::string>{R"("One\nOne\nOne")", R"("Two")", R"("Two")",
                                                R"("Three")"}));
    }
  }
}

TEST(Lines, MergedFromStretchesItCutsTheSame) {
  std::mt19937 random(8);
  std::vector<std::string> texts;
  for (int i = 0; i < 400; ++i) {
    std::string& text = texts.emplace_back();
    for (auto n = random() % 8; n > 0; --n)
      text += "line " + std::to_string(random() % 300 % (1 + random() % 300)) + "\n";
  }
  const Columns columns = Columns().Add<Utf8>(
      "text", std::vector<std::optional<std::string_view>>(texts.begin(), texts.end()));
  const GivenParams given{{"max_documents", 4}, {"min_length", 2}};
  StageRunner<Lines> one(given), many(given);
  const Outcome whole = one.Run(columns, 17);
  EXPECT_GT(whole.counters.at("cut_as_repeated"), 100);
  EXPECT_EQ(many.MergedDifference(whole, columns, 17, 12), "");
}

TEST(Lines, MergedOrNotItKeepsToItsMemory) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += std::to_string(i) + "\n";
  std::string other = text;
  for (char& c : other) c = c == '1' ? 'x' : c;
  const GivenParams given{{"max_documents", 4}, {"memory", "1MiB"}};
  for (const bool both : {false, true}) {
    const Columns columns = Columns().Add<Utf8>("text", {text, both ? other : text});
    const std::string error = StageRunner<Lines>(given).RunMerged(columns, 1, {1}).error;
    EXPECT_EQ(error, StageRunner<Lines>(given).Run(columns, 1).error);
    EXPECT_EQ(error.find("more different lines than `memory`") != std::string::npos, both) << error;
  }
}

TEST(Lines, SaysWhatIsWrong) {
  const auto bind = [](const GivenParams& given) {
    return StageRunner<Lines>(given).Bind({Field{"text", "u", {}, {}}});
  };
  EXPECT_THAT(bind({}), HasSubstr("no rule"));
  EXPECT_THAT(bind({{"drop", Patterns{"("}}}), HasSubstr("is not one"));
  EXPECT_THAT(bind({{"min_length", 5}, {"max_length", 4}}), HasSubstr("all lines"));
  std::string text;
  for (int i = 0; i < 40000; ++i) text += std::to_string(i) + "\n";
  StageRunner<Lines> run(GivenParams{{"max_documents", 2}, {"memory", "1MiB"}});
  EXPECT_THAT(run.Run(Columns().Add<Utf8>("text", {text}), 1).error,
              HasSubstr("more different lines"));
}

}  // namespace
}  // namespace textmill::text
