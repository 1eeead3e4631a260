#include "plugins/lib/readers/conllu/read_conllu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/io/temp_folder.h"
#include "textmill/testing.hpp"

namespace textmill::conllu {
namespace {

using io::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace testing;

ReadOutcome Read(const std::string& content, GivenParams params = {}, uint64_t want = 1 << 20,
                 const std::string& name = "a.conllu") {
  TempFolder folder;
  params.emplace_back("path", std::vector<std::string>{folder.Write(name, content)});
  ReadOutcome out = StageRunner<ReadConllu>(params).Read(want);
  EXPECT_EQ(out.error, "");
  return out;
}

// The texts, then why others failed.
std::vector<std::string> Texts(const ReadOutcome& out) {
  std::vector<std::string> texts;
  for (const auto& row : out.rows) texts.push_back(row.at("text"));
  for (const auto& failure : out.failures) texts.push_back("failed: " + failure.message);
  return texts;
}

std::string TokenRow(const std::string& number, const std::string& form,
                     const std::string& misc = "_") {
  return number + "\t" + form + "\t_\t_\t_\t_\t_\t_\t_\t" + misc + "\n";
}

constexpr const char* kTwo =
    "# newdoc id = one\n# title = A title\n# sent_id = s1\n# text = She didn't  go.\n"
    "1\tShe\tshe\tPRON\tPRP\t_\t4\tnsubj\t_\t_\n"
    "2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_\n"
    "3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n"
    "4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n"
    "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n"
    "\n"
    "# newdoc id = two words\n"
    "1-2\tau\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "1\t\u00e0\t\u00e0\tADP\t_\t_\t_\t_\t_\t_\n"
    "2\tle\tle\tDET\t_\t_\t_\t_\t_\t_\n"
    "3\tbord\tbord\tNOUN\t_\t_\t_\t_\t_\t_\n"
    "\n";

TEST(ReadConllu, Documents) {
  const ReadOutcome out = Read(kTwo, {{"members", std::vector<std::string>{"deprel", "form"}}});
  ASSERT_THAT(Texts(out), ElementsAre("\"She didn't  go.\"", "\"au bord\""));
  EXPECT_EQ(out.rows[0].at("id"), "\"one\"");
  EXPECT_EQ(out.rows[0].at("title"), "\"A title\"");
  EXPECT_EQ(out.rows[1].at("id"), "\"two words\"");
  EXPECT_EQ(out.rows[1].at("title"), "null");
  EXPECT_THAT(out.rows[0].at("tokens"),
              HasSubstr("{\"begin\":4,\"end\":7,\"sentence\":0,\"pos\":\"AUX\",\"tag\":\"VBD\","
                        "\"lemma\":\"do\",\"deprel\":\"aux\",\"form\":\"did\"},"
                        "{\"begin\":7,\"end\":10,"));
  EXPECT_THAT(out.rows[1].at("tokens"),
              HasSubstr("{\"begin\":0,\"end\":2,\"sentence\":0,\"pos\":\"ADP\",\"tag\":null,"
                        "\"lemma\":\"\u00e0\",\"deprel\":null,\"form\":\"\u00e0\"},"
                        "{\"begin\":0,\"end\":2,\"sentence\":0,\"pos\":\"DET\""));
}

TEST(ReadConllu, SentencesAsDocuments) {
  const ReadOutcome out = Read(kTwo, {{"documents", "sentences"}});
  ASSERT_THAT(Texts(out), ElementsAre("\"She didn't  go.\"", "\"au bord\""));
  EXPECT_EQ(out.rows[0].at("id"), "\"s1\"");
  EXPECT_THAT(out.rows[1].at("id"), HasSubstr("a.conllu@"));
}

TEST(ReadConllu, AFileWithoutDocumentsIsOne) {
  const ReadOutcome out =
      Read("\xEF\xBB\xBF" + TokenRow("1", "a") + "\n" + TokenRow("1", "b", "SpaceAfter=No") +
           "\n\n" + TokenRow("1", "c") + "\n# newpar\n" + TokenRow("1", "d"));
  ASSERT_THAT(Texts(out), ElementsAre("\"a bc\\n\\nd\""));
  EXPECT_THAT(out.rows[0].at("id"), ::testing::EndsWith("a.conllu\""));
  EXPECT_THAT(Texts(Read("")), IsEmpty());
  EXPECT_THAT(Texts(Read("\n\n# only a comment\n")), IsEmpty());
}

TEST(ReadConllu, TextsFromSpaces) {
  EXPECT_THAT(
      Texts(Read(TokenRow("1", "a", "SpacesBefore=\\s\\s|SpacesAfter=\\n\\n") +
                 TokenRow("2", "b", "SpaceAfter=No") + TokenRow("3", "c", "SpacesAfter=\\n"))),
      ElementsAre("\"  a\\n\\nbc\\n\""));
  const ReadOutcome other =
      Read("# text = something else\n" + TokenRow("1", "a") + TokenRow("2", "b"));
  EXPECT_THAT(Texts(other), ElementsAre("\"a b\""));
}

TEST(ReadConllu, WhatIsBrokenFailsAloneWithItsLine) {
  const std::string content = "# newdoc id = a\n" + TokenRow("1", "a") + "\n# newdoc id = b\n" +
                              TokenRow("1", "b") + "2\tc\n" + "\n#newdoc\n" + TokenRow("1", "d") +
                              "\n# newdoc id=e\n" + TokenRow("1", "e\xFF") + "\n";
  for (const uint64_t want : {uint64_t{1}, uint64_t{20}, uint64_t{1} << 20}) {
    const ReadOutcome out = Read(content, {}, want);
    EXPECT_THAT(
        Texts(out),
        ElementsAre("\"a\"", "\"d\"", HasSubstr("a.conllu:6: the line is broken: it has 2 columns"),
                    HasSubstr("a.conllu:12: the line is not valid UTF-8")));
  }
  const ReadOutcome packed = Read(io::Gzip(content), {}, 1, "a.conllu.gz");
  EXPECT_THAT(Texts(packed), ElementsAre("\"a\"", "\"d\"", HasSubstr(".gz:6: "), HasSubstr(":12")));
}

TEST(ReadConllu, UnknownMembers) {
  StageRunner<ReadConllu> run(
      {{"path", std::vector<std::string>{"a"}}, {"members", std::vector<std::string>{"colour"}}});
  EXPECT_THAT(run.Bind({}), HasSubstr("tokens have no member `colour`"));
}

TEST(ReadConllu, OnlyTheWordNewdocBeginsADocument) {
  const ReadOutcome out =
      Read("# newdoc id = a\n# newdocument = no\n" + TokenRow("1", "a") + "\n# newdoc\n" +
           TokenRow("1", "b") + "\n# newdoc\t id = c\n" + TokenRow("1", "c") +
           "\n# newdoc\n# newpar\n" + TokenRow("1", "d") + "\n");
  EXPECT_THAT(Texts(out), ElementsAre("\"a\"", "\"b\"", "\"c\"", "\"d\""));
  EXPECT_EQ(out.rows[0].at("id"), "\"a\"");
  EXPECT_EQ(out.rows[2].at("id"), "\"c\"");
}

// Whatever the units, the documents are the same.
TEST(ReadConllu, UnitsMakeNoDifference) {
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    std::string content;
    for (int i = 0; i < 60; ++i) {
      if (random() % 3 == 0)
        content += std::string("#") + (random() % 2 ? " " : "") + "newdoc" +
                   (random() % 2 ? " id = " + std::to_string(i) : "") +
                   (random() % 2 ? "\r\n" : "\n");
      if (random() % 9 == 0) content += "# newdoc\n# newdoc\n";
      if (random() % 4 == 0)
        content += "# newdo = nothing\n# newdocument = no\n#newdoc_x\n# text = #newdoc\n";
      for (size_t w = 1 + random() % 4, n = 1; n <= w; ++n)
        content += TokenRow(std::to_string(n), n == 2 ? "#newdoc" : "w");
      content += random() % 2 ? "\n" : "\r\n";
    }
    for (const char* documents : {"newdoc", "sentences"}) {
      const ReadOutcome whole = Read(content, {{"documents", documents}});
      const ReadOutcome pieces = Read(content, {{"documents", documents}}, 1 + random() % 300);
      ASSERT_EQ(whole.rows.size(), pieces.rows.size());
      for (size_t i = 0; i < whole.rows.size(); ++i) {
        EXPECT_EQ(whole.rows[i].at("text"), pieces.rows[i].at("text"));
        EXPECT_EQ(whole.rows[i].at("tokens"), pieces.rows[i].at("tokens"));
        const auto name = [](const std::string& id) { return id.substr(id.rfind('/') + 1); };
        EXPECT_EQ(name(whole.rows[i].at("id")), name(pieces.rows[i].at("id")));
      }
      EXPECT_THAT(whole.failures, IsEmpty());
    }
  }
}

}  // namespace
}  // namespace textmill::conllu
