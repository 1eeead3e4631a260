#include "plugins/entities/tag.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "textmill/testing.hpp"

namespace textmill::entities {
namespace {

using testing::Columns;
using testing::Given;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;
using Strings = std::vector<std::string>;

class TagTest : public ::testing::Test {
 protected:
  TagTest() {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ + "/names.tsv") << "name\ttype\tcanonical\tid\n"
                                             "Armenia\tLOC\t\tQ399\n"
                                             "CSTO\tORG\tCollective Security Treaty Organization\n"
                                             "June\tPER\tJune Carter\n"
                                             "5 June\tMISC\n";
  }
  ~TagTest() override { std::filesystem::remove_all(folder_); }

  const std::string folder_ =
      std::filesystem::temp_directory_path() / ("textmill_tag_test_" + std::to_string(::getpid()));
  const std::string names_ = folder_ + "/names.tsv";
};

TEST_F(TagTest, GivesEntitiesInOrder) {
  StageRunner<Tag> run({{"gazetteers", Strings{names_}},
                        {"world", false},
                        {"own", Given::Fields({{"NUMBER", "\\bno\\. (\\d+)"}})}});
  const Outcome out = run.Run(
      Columns().Add<Utf8>("text", {"Armenia’s CSTO, no. 7: $5", std::nullopt, "", "Nothing here."}),
      2);
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 4u);
  EXPECT_EQ(
      out.rows[0].at("entities"),
      R"([{"begin":0,"end":7,"type":"LOC","text":"Armenia","name":"Armenia","id":"Q399","value":null,"method":"gazetteer"},)"
      R"({"begin":12,"end":16,"type":"ORG","text":"CSTO","name":"Collective Security Treaty Organization","id":null,"value":null,"method":"gazetteer"},)"
      R"({"begin":18,"end":23,"type":"NUMBER","text":"no. 7","name":null,"id":null,"value":"7","method":"pattern"},)"
      R"({"begin":25,"end":27,"type":"MONEY","text":"$5","name":null,"id":null,"value":"5 USD","method":"pattern"}])");
  for (int i = 1; i < 4; ++i) EXPECT_EQ(out.rows[i].at("entities"), "[]");
  EXPECT_EQ(out.counters.at("entities"), 4);
  EXPECT_EQ(out.counters.at("by_gazetteer"), 2);
  EXPECT_EQ(out.counters.at("by_pattern"), 2);
  EXPECT_EQ(run.log(), "");
}

TEST_F(TagTest, SettlesOverlaps) {
  StageRunner<Tag> run(GivenParams{{"gazetteers", Strings{names_}}});
  const Outcome out =
      run.Run(Columns().Add<Utf8>("text", {"June 5", "5 June", "June", "5 June 2024"}));
  ASSERT_EQ(out.error, "");
  EXPECT_NE(out.rows[0].at("entities").find("DATE"), std::string::npos);
  EXPECT_NE(out.rows[1].at("entities").find("MISC"), std::string::npos);
  EXPECT_NE(out.rows[2].at("entities").find("June Carter"), std::string::npos);
  EXPECT_NE(out.rows[3].at("entities").find("2024-06-05"), std::string::npos);
}

TEST_F(TagTest, DeclaresItsColumn) {
  StageRunner<Tag> run(GivenParams{{"column", "body"}});
  ASSERT_EQ(run.Bind({Field{"body", "u", {}, {}}}), "");
  ASSERT_EQ(run.produced.size(), 1u);
  EXPECT_EQ(run.produced[0].name, "entities");
  EXPECT_EQ(*run.produced[0].Meta(TEXTMILL_META_OFFSETS_INTO), "body");
  EXPECT_EQ(TypeName(run.produced[0]),
            "list<struct<begin: int64, end: int64, type: utf8, text: utf8, name: utf8, id: utf8, "
            "value: utf8, method: utf8>>");
  EXPECT_NE(run.Bind({Field{"text", "u", {}, {}}}), "");
}

TEST_F(TagTest, PatternsCanBeChosen) {
  StageRunner<Tag> some(GivenParams{{"patterns", Strings{"percent"}}});
  const Outcome out = some.Run(Columns().Add<Utf8>("text", {"$5 and 5% on 2024-06-05"}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.counters.at("entities"), 1);
  StageRunner<Tag> none(GivenParams{{"patterns", Strings{}}, {"world", false}, {"tagger", false}});
  const Outcome nothing = none.Run(Columns().Add<Utf8>("text", {"x"}));
  EXPECT_EQ(nothing.error, "there is nothing to find: no gazetteer, no pattern and no model");
  EXPECT_EQ(nothing.error_subject, "patterns");
}

TEST_F(TagTest, MistakesAreFoundBeforeTheRun) {
  const auto bind = [](const GivenParams& params) {
    const Outcome out = StageRunner<Tag>(params).Run(Columns().Add<Utf8>("text", {"x"}));
    return out.error_subject + ": " + out.error;
  };
  EXPECT_EQ(bind({{"gazetteers", Strings{names_, "names.xlsx"}}, {"column", "text"}}),
            "gazetteers[1]: a gazetteer is a `.tsv` or `.csv` file, but this is `names.xlsx`");
  EXPECT_EQ(bind({{"own", Given::Fields({{"A", "x"}, {"B", "x*"}})}, {"column", "text"}}),
            "own.B: the regular expression for B matches the empty string");
}

TEST_F(TagTest, MissingFilesAndWarnings) {
  StageRunner<Tag> missing(GivenParams{{"gazetteers", Strings{folder_ + "/none.tsv"}}});
  EXPECT_EQ(
      missing.Run(Columns().Add<Utf8>("text", {"x"})).error,
      "the gazetteer `" + folder_ + "/none.tsv`: it cannot be opened: No such file or directory");
  std::ofstream(folder_ + "/odd.tsv") << "name\ttype\nX\tLOC\nYerevan\tLOC\n";
  StageRunner<Tag> odd(GivenParams{{"gazetteers", Strings{names_, folder_ + "/odd.tsv"}}});
  const Outcome out = odd.Run(Columns().Add<Utf8>("text", {"Yerevan"}));
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.counters.at("entities"), 1);
  EXPECT_EQ(odd.log(), "`" + folder_ +
                           "/odd.tsv`: 1 rows are left out; the first: line 2: `X` is a single "
                           "character\n");
}

TEST_F(TagTest, DatesAreToldFromTheDocuments) {
  const GivenParams params{{"world", false}, {"patterns", Strings{"date"}}};
  const Outcome text = StageRunner<Tag>(params).Run(
      Columns().Add<Utf8>("text", {"on Monday", "June 7"}).Add<Utf8>("date", {"2024-06-05", ""}));
  ASSERT_EQ(text.error, "");
  EXPECT_NE(text.rows[0].at("entities").find("2024-06-03"), std::string::npos);
  EXPECT_NE(text.rows[1].at("entities").find("--06-07"), std::string::npos);
  const Outcome time =
      StageRunner<Tag>(params).Run(Columns()
                                       .Add<Utf8>("text", {"on Monday", "June 7"})
                                       .Add<Timestamp>("date", {1717545600000000, -1}));
  ASSERT_EQ(time.error, "");
  EXPECT_NE(time.rows[0].at("entities").find("2024-06-03"), std::string::npos);
  EXPECT_NE(time.rows[1].at("entities").find("1970-06-07"), std::string::npos);
  const Outcome missing = StageRunner<Tag>(GivenParams{{"date", "published"}})
                              .Run(Columns().Add<Utf8>("text", {"on Monday"}));
  EXPECT_EQ(missing.error, "needs the column `published`, which no earlier step makes");
}

TEST_F(TagTest, WorldGazetteerComesWithTheStage) {
  StageRunner<Tag> run(GivenParams{{"patterns", Strings{}}});
  const Outcome out = run.Run(Columns().Add<Utf8>(
      "text", {"Putin met the U.S. envoy in Yerevan; us, who, nice, CSTO’s Danes"}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(run.log(), "");
  const std::string& found = out.rows[0].at("entities");
  for (const char* part :
       {R"("type":"PER","text":"Putin","name":"Vladimir Putin","id":"Q7747")",
        R"("text":"U.S.","name":"United States","id":"Q30")",
        R"("type":"LOC","text":"Yerevan","name":"Yerevan")",
        R"("type":"ORG","text":"CSTO","name":"Collective Security Treaty Organization")",
        R"("type":"MISC","text":"Danes","name":"Danish")"}) {
    EXPECT_NE(found.find(part), std::string::npos) << part << " in " << found;
  }
  EXPECT_EQ(out.counters.at("entities"), 5);
}

TEST_F(TagTest, OwnGazetteersWinOverTheWorld) {
  std::ofstream(folder_ + "/own.tsv") << "name\ttype\tcanonical\tcase\n"
                                         "Georgia\tLOC\tGeorgia (US)\t\n"
                                         "chad\tPER\tChad Smith\tany\n"
                                         "Bank\tORG\t\t\n";
  StageRunner<Tag> run(
      GivenParams{{"gazetteers", Strings{folder_ + "/own.tsv"}}, {"patterns", Strings{}}});
  const Outcome out = run.Run(Columns().Add<Utf8>("text", {"Georgia", "Chad", "Bank of England"}));
  ASSERT_EQ(out.error, "");
  EXPECT_NE(out.rows[0].at("entities").find("Georgia (US)"), std::string::npos);
  EXPECT_NE(out.rows[1].at("entities").find("Chad Smith"), std::string::npos);
  EXPECT_NE(out.rows[2].at("entities").find("\"Bank of England\""), std::string::npos);
  EXPECT_EQ(run.log(), "");
}

TEST_F(TagTest, ModelFindsNamesThatNoListHas) {
  const std::string text =
      "Police Minister Tomasz Brevkin told Reuters in Yerevan that Delvona Holdings Ltd. had paid.";
  StageRunner<Tag> run(GivenParams{{"patterns", Strings{}}});
  const Outcome out = run.Run(Columns().Add<Utf8>("text", {text, ""}));
  ASSERT_EQ(out.error, "");
  const std::string& found = out.rows[0].at("entities");
  EXPECT_NE(
      found.find(
          R"("type":"PER","text":"Tomasz Brevkin","name":null,"id":null,"value":null,"method":"model")"),
      std::string::npos)
      << found;
  EXPECT_NE(found.find(R"("type":"LOC","text":"Yerevan","name":"Yerevan")"), std::string::npos);
  EXPECT_GE(out.counters.at("by_model"), 1);
  StageRunner<Tag> off(GivenParams{{"patterns", Strings{}}, {"tagger", false}});
  const Outcome without = off.Run(Columns().Add<Utf8>("text", {text}));
  EXPECT_EQ(without.counters.at("by_model"), 0);
}

TEST_F(TagTest, ModelKeepsToItsLanguages) {
  const std::string text = "Mr Tomasz Brevkin said so.";
  const auto count = [&](const GivenParams& params) {
    StageRunner<Tag> run(params);
    const Outcome out = run.Run(Columns()
                                    .Add<Utf8>("text", {text, text, text, text})
                                    .Add<Utf8>("lang", {"en", "de", "und", std::nullopt}));
    EXPECT_EQ(out.error, "");
    std::string found;
    for (const auto& row : out.rows) {
      found += row.at("entities").find("Brevkin") == std::string::npos ? '-' : 'x';
    }
    return found;
  };
  EXPECT_EQ(count({{"patterns", Strings{}}}), "x-xx");
  EXPECT_EQ(count({{"patterns", Strings{}}, {"model_languages", Strings{"de"}}}), "-xxx");
  EXPECT_EQ(count({{"patterns", Strings{}}, {"model_languages", Strings{"all"}}}), "xxxx");
  StageRunner<Tag> wrong(GivenParams{{"model_languages", Strings{"en", "eng ish"}}});
  const Outcome out = wrong.Run(Columns().Add<Utf8>("text", {"x"}));
  EXPECT_EQ(out.error, "`eng ish` is no language code");
  EXPECT_EQ(out.error_subject, "model_languages[1]");
  StageRunner<Tag> other(GivenParams{{"model_languages", Strings{"eng"}}});
  const Outcome eng = other.Run(Columns().Add<Utf8>("text", {"x"}));
  EXPECT_EQ(eng.error, "`eng` is no language code");
}

TEST_F(TagTest, ModelFilesThatCannotBeUsed) {
  const auto open = [&](const std::string& path) {
    const Outcome out =
        StageRunner<Tag>(GivenParams{{"model", path}}).Run(Columns().Add<Utf8>("text", {"x"}));
    return out.error;
  };
  EXPECT_EQ(open(names_), "the model `" + names_ + "`: it is no model of names");
  EXPECT_EQ(open(folder_ + "/none"),
            "the model `" + folder_ + "/none`: it cannot be opened: No such file or directory");
}

// A name of the user's lists wins over the same name of the model.
TEST_F(TagTest, OwnGazetteersWinOverTheModel) {
  std::ofstream(folder_ + "/own.tsv") << "name\ttype\nTomasz Brevkin\tSUSPECT\n";
  StageRunner<Tag> run(
      GivenParams{{"gazetteers", Strings{folder_ + "/own.tsv"}}, {"patterns", Strings{}}});
  const Outcome out = run.Run(Columns().Add<Utf8>("text", {"Mr Tomasz Brevkin said so."}));
  ASSERT_EQ(out.error, "");
  EXPECT_NE(out.rows[0].at("entities").find("SUSPECT"), std::string::npos);
  EXPECT_EQ(out.rows[0].at("entities").find("\"PER\""), std::string::npos);
}

// The world gazetteer knows names and ids; but a city may stand for its club.
TEST_F(TagTest, ModelAndWorldSettleBetweenThem) {
  StageRunner<Tag> run(GivenParams{{"patterns", Strings{}}});
  const Outcome out = run.Run(
      Columns().Add<Utf8>("text", {"NATIONAL LEAGUE\nChicago 5 Boston 3\nHouston 2 Atlanta 1\n",
                                   "The mayor of Chicago flew to Boston on Monday."}));
  ASSERT_EQ(out.error, "");
  EXPECT_NE(out.rows[0].at("entities").find(R"("type":"ORG","text":"Chicago","name":null)"),
            std::string::npos)
      << out.rows[0].at("entities");
  EXPECT_NE(out.rows[1].at("entities").find(R"("type":"LOC","text":"Chicago","name":"Chicago")"),
            std::string::npos)
      << out.rows[1].at("entities");
}

TEST_F(TagTest, NamesInCompounds) {
  StageRunner<Tag> run(GivenParams{{"patterns", Strings{}}});
  const Outcome out = run.Run(
      Columns().Add<Utf8>("text", {"He left the Russia-led CSTO, a U.S.-backed plan and the "
                                   "Russia-Belarus union."}));
  ASSERT_EQ(out.error, "");
  const std::string& found = out.rows[0].at("entities");
  for (const char* name : {"Russia", "CSTO", "U.S.", "Belarus"}) {
    EXPECT_NE(found.find("\"text\":\"" + std::string(name) + "\""), std::string::npos) << found;
  }
}

// What is found in a text does not depend on the batch it comes in.
TEST_F(TagTest, BatchesDoNotMatter) {
  std::vector<std::string> texts;
  texts.reserve(50);
  for (int i = 0; i < 50; ++i) {
    texts.push_back("Document " + std::to_string(i) + " of June " + std::to_string(i % 30 + 1) +
                    " on Armenia and the CSTO: $" + std::to_string(i * 1000) + " million.");
  }
  std::vector<std::optional<std::string_view>> views(texts.begin(), texts.end());
  const GivenParams params{{"gazetteers", Strings{names_}}};
  const Outcome one = StageRunner<Tag>(params).Run(Columns().Add<Utf8>("text", views), 1);
  const Outcome many = StageRunner<Tag>(params).Run(Columns().Add<Utf8>("text", views), 50);
  ASSERT_EQ(one.error + many.error, "");
  for (size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(one.rows[i].at("entities"), many.rows[i].at("entities"));
  }
}

}  // namespace
}  // namespace textmill::entities
