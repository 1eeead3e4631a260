#include "plugins/language/detect.h"

#include <gtest/gtest.h>

#include <sstream>

#include "plugins/language/codes.h"
#include "textmill/testing.hpp"

namespace textmill::language {
namespace {

using testing::Columns;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;
using Strings = std::vector<std::string>;

Columns Texts() {
  return Columns().Add<Utf8>(
      "text", {"The ferry was late again this morning, and nobody could say why.",
               "Die Fähre hatte heute wieder Verspätung, und niemand wusste warum.", "",
               std::nullopt, "12345"});
}

TEST(Detect, GivesLanguageAndConfidence) {
  StageRunner<Detect> run;
  const Outcome out = run.Run(Texts(), 2);
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 5u);
  EXPECT_EQ(out.rows[0].at("lang"), "\"en\"");
  EXPECT_EQ(out.rows[1].at("lang"), "\"de\"");
  EXPECT_GT(std::stod(out.rows[0].at("lang_confidence")), 0.9);
  for (int i = 2; i < 5; ++i) {
    EXPECT_EQ(out.rows[i].at("lang"), "\"und\"");
    EXPECT_EQ(out.rows[i].at("lang_confidence"), "0");
  }
  EXPECT_EQ(out.counters.at("undetermined"), 3);
}

TEST(Detect, DeclaresTheValuesItCanGive) {
  StageRunner<Detect> all;
  ASSERT_EQ(all.Bind({Field{"text", "u", {}, {}}}), "");
  const std::string values = *all.produced[0].Meta(TEXTMILL_META_VALUES);
  EXPECT_EQ(std::count(values.begin(), values.end(), '\n') + 1,
            static_cast<long>(Languages().size()) + 1);
  EXPECT_NE(("\n" + values + "\n").find("\nund\n"), std::string::npos);
  EXPECT_EQ(("\n" + values + "\n").find("\neng\n"), std::string::npos);

  StageRunner<Detect> some({{"languages", Strings{"de", "hy"}}});
  ASSERT_EQ(some.Bind({Field{"text", "u", {}, {}}}), "");
  EXPECT_EQ(*some.produced[0].Meta(TEXTMILL_META_VALUES), "de\nhy\nund");
}

TEST(Detect, RestrictsToTheLanguagesNamed) {
  StageRunner<Detect> run({{"languages", Strings{"de", "hy"}}});
  const Outcome out = run.Run(Texts());
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("lang"), "\"und\"");
  EXPECT_EQ(out.rows[1].at("lang"), "\"de\"");
}

TEST(Detect, UnknownCodesAreMistakes) {
  StageRunner<Detect> run({{"languages", Strings{"de", "eng"}}});
  const Outcome out = run.Run(Texts());
  EXPECT_EQ(out.error, "`eng` is no language code that language.detect can give");
  EXPECT_EQ(out.error_subject, "languages[1]");
  StageRunner<Detect> more({{"languages", Strings{"eng", "de", "xq"}}});
  EXPECT_EQ(more.Run(Texts()).error,
            "`eng`, `xq` are no language codes that language.detect can give");
  StageRunner<Detect> none({{"languages", Strings{}}});
  EXPECT_EQ(none.Run(Texts()).error_subject, "languages");
}

TEST(Detect, DoubtfulAnswersBecomeUndetermined) {
  StageRunner<Detect> run({{"min_confidence", 0.97}});
  const Outcome out = run.Run(Texts());
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("lang"), "\"und\"");
  EXPECT_EQ(out.rows[0].at("lang_confidence"), "0");
}

TEST(Detect, ReadsAnotherColumn) {
  StageRunner<Detect> run(GivenParams{{"column", "title"}});
  const Outcome out = run.Run(Columns().Add<Utf8>("title", {"Niemand wusste warum es so war."}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("lang"), "\"de\"");
  EXPECT_NE(StageRunner<Detect>().Bind({Field{"title", "u", {}, {}}}), "");
  EXPECT_NE(StageRunner<Detect>().Bind({Field{"text", "l", {}, {}}}), "");
}

}  // namespace
}  // namespace textmill::language
