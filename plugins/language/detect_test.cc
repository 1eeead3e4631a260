#include "plugins/language/detect.h"

#include <gtest/gtest.h>

#include <sstream>

#include "plugins/language/fasttext_models.h"
#include "plugins/lib/languages/languages.h"
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
            static_cast<long>(BuiltinLanguages().size()) + 1);
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
  EXPECT_NE(out.rows[0].at("lang"), "\"en\"");
  EXPECT_EQ(out.rows[1].at("lang"), "\"de\"");
}

TEST(Detect, Cld2HasCodesOfItsOwn) {
  StageRunner<Detect> run({{"engine", "cld2"}, {"languages", Strings{"de", "haw"}}});
  const Outcome out = run.Run(Texts());
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("lang"), "\"und\"");
  EXPECT_EQ(out.rows[1].at("lang"), "\"de\"");
  EXPECT_EQ(StageRunner<Detect>({{"engine", "cld2"}, {"languages", Strings{"haw", "yue"}}})
                .Bind({Field{"text", "u", {}, {}}}),
            "`yue` is no language code that `engine: cld2` can give");
}

TEST(Detect, WrongCodesAreMistakes) {
  StageRunner<Detect> run({{"languages", Strings{"de", "eng"}}});
  const Outcome out = run.Run(Texts());
  EXPECT_EQ(out.error, "`eng` (write `en`) is no language code that `engine: builtin` can give");
  EXPECT_EQ(out.error_subject, "languages[1]");
  StageRunner<Detect> more({{"languages", Strings{"deu", "de", "xq", "English", "und"}}});
  EXPECT_EQ(more.Run(Texts()).error,
            "`deu` (write `de`), `xq`, `English` (write `en`), `und` (always possible, and not "
            "named) are no language codes that `engine: builtin` can give");
  StageRunner<Detect> none({{"languages", Strings{}}});
  EXPECT_EQ(none.Run(Texts()).error_subject, "languages");
}

TEST(Detect, DoubtfulAnswersBecomeUndetermined) {
  StageRunner<Detect> run({{"min_confidence", 0.999}});
  const Outcome out = run.Run(Texts());
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("lang"), "\"und\"");
  EXPECT_EQ(out.rows[0].at("lang_confidence"), "0");
}

TEST(Detect, TellsTheMixOfAText) {
  const std::string english = "The ferry was late again this morning, and nobody knew the reason.";
  const std::string german = "Die Fähre kam heute wieder zu spät, und niemand kannte den Grund.";
  StageRunner<Detect> run(GivenParams{{"per", "paragraph"}});
  const Outcome out = run.Run(
      Columns().Add<Utf8>("text", {english + "\n\n" + german + "\r\n" + english + "\n12345\n",
                                   german, "12345\n67", "", std::nullopt}),
      2);
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 5u);
  EXPECT_EQ(out.rows[0].at("lang"), "\"en\"");
  const float confidence = std::stof(out.rows[0].at("lang_confidence"));
  EXPECT_GT(confidence, 0.6F);
  EXPECT_LT(confidence, 0.67F);
  const std::string& langs = out.rows[0].at("langs");
  EXPECT_EQ(langs.find("[{\"code\":\"en\",\"share\":0.65"), 0u) << langs;
  EXPECT_NE(langs.find("{\"code\":\"de\",\"share\":0.3"), std::string::npos) << langs;
  EXPECT_NE(langs.find("{\"code\":\"und\",\"share\":0.02"), std::string::npos) << langs;
  EXPECT_EQ(out.rows[1].at("langs").find("[{\"code\":\"de\",\"share\":1,"), 0u);
  EXPECT_EQ(out.rows[2].at("langs"), "[{\"code\":\"und\",\"share\":1,\"confidence\":0}]");
  EXPECT_EQ(out.rows[3].at("langs"), "[]");
  EXPECT_EQ(out.rows[4].at("langs"), "[]");
  for (int i = 2; i < 5; ++i) {
    EXPECT_EQ(out.rows[i].at("lang"), "\"und\"");
    EXPECT_EQ(out.rows[i].at("lang_confidence"), "0");
  }
  EXPECT_EQ(out.counters.at("undetermined"), 3);
  // Without it, there is no such column.
  EXPECT_EQ(StageRunner<Detect>().Run(Texts()).rows[0].count("langs"), 0u);
}

TEST(Detect, RunsAFastTextModel) {
  FastTextModels models;
  const std::string path = models.Train("m", FastTextModels::Languages()) + ".ftz";
  StageRunner<Detect> run({{"engine", "fasttext"}, {"model", path}});
  const Outcome out = run.Run(Texts(), 2);
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("lang"), "\"en\"");
  EXPECT_EQ(out.rows[1].at("lang"), "\"de\"");
  for (int i = 2; i < 5; ++i) EXPECT_EQ(out.rows[i].at("lang"), "\"und\"");
  // Only the model knows what it can give; what the pipeline says is known before.
  EXPECT_EQ(run.produced[0].Meta(TEXTMILL_META_VALUES), nullptr);
  StageRunner<Detect> some(
      {{"engine", "fasttext"}, {"model", path}, {"languages", Strings{"de", "sr"}}});
  EXPECT_EQ(some.Run(Texts()).rows[1].at("lang"), "\"de\"");
  EXPECT_EQ(*some.produced[0].Meta(TEXTMILL_META_VALUES), "de\nsr\nund");
}

TEST(Detect, MistakesWithAFastTextModel) {
  const auto error = [](GivenParams params) {
    return StageRunner<Detect>(params).Run(Texts()).error;
  };
  EXPECT_EQ(error({{"engine", "fasttext"}}), "`engine: fasttext` needs the file of a model");
  EXPECT_EQ(error({{"model", "m.bin"}}),
            "`model` is for `engine: fasttext`, and the engine is `builtin`");
  EXPECT_EQ(error({{"engine", "fasttext"}, {"model", "none.bin"}}),
            "the fastText model `none.bin` cannot be read: No such file or directory");
  const GivenParams wrong = {
      {"engine", "fasttext"}, {"model", "none.bin"}, {"languages", Strings{"eng", "de", "german"}}};
  // Known without the file:
  EXPECT_EQ(
      StageRunner<Detect>(wrong).Bind({Field{"text", "u", {}, {}}}),
      "`eng` (write `en`), `german` (write `de`) are no language codes that `engine: fasttext` "
      "can give");
  FastTextModels models;
  const std::string path = models.Train("m", FastTextModels::Languages()) + ".bin";
  EXPECT_EQ(error({{"engine", "fasttext"}, {"model", path}, {"languages", Strings{"de", "hy"}}}),
            "`hy` is no language code that the model `" + path + "` can give");
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
