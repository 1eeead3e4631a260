#include "plugins/text/lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
