#include "plugins/write-conllu/conllu_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/readers/conllu/read_conllu.h"
#include "plugins/write-conllu/strict_check.h"
#include "textmill/testing.hpp"

namespace textmill::write_conllu {
namespace {

using ::testing::HasSubstr;
using namespace testing;

struct TestToken {
  uint32_t begin, end, sentence;
  std::optional<std::string> pos, tag, lemma;
};
struct TestDocument {
  std::string id, text;
  std::vector<TestToken> tokens;
};

Columns ColumnsOf(const std::vector<TestDocument>& documents) {
  BytesBuilder ids, texts;
  const Field field = values::TokensField();
  ListBuilder list(field);
  auto& items = list.items<StructBuilder>();
  for (const TestDocument& document : documents) {
    ids.Append(document.id);
    texts.Append(document.text);
    for (const TestToken& token : document.tokens) {
      items.member<PrimitiveBuilder<uint32_t>>(0).Append(token.begin);
      items.member<PrimitiveBuilder<uint32_t>>(1).Append(token.end);
      items.member<PrimitiveBuilder<uint32_t>>(2).Append(token.sentence);
      size_t member = 3;
      for (const auto* value : {&token.pos, &token.tag, &token.lemma}) {
        auto& to = items.member<BytesBuilder>(member++);
        *value ? to.Append(**value) : to.AppendNull();
      }
      items.EndRow();
    }
    list.EndRow();
  }
  return Columns()
      .AddBuilt({"id", Utf8::kFormat, {}, {}}, ids)
      .AddBuilt({"text", Utf8::kFormat, {}, {}}, texts)
      .AddBuilt(field, list);
}

Outcome Write(const std::vector<TestDocument>& documents, int64_t batch = 1000) {
  StageRunner<ConlluWriter> run(GivenParams{{"path", "a.conllu"}});
  return run.Run(ColumnsOf(documents), batch);
}

TEST(ConlluWriter, Lines) {
  const std::vector<TestDocument> documents = {{"news/a b",
                                                "\u00c4 it's_  fine.\n\nGo!\n",
                                                {{0, 2, 0, "X", "FW", "\u00e4"},
                                                 {3, 5, 0, "PRON", "PRP", "it"},
                                                 {5, 7, 0, "AUX", "VBZ", "be"},
                                                 {7, 8, 0, "PUNCT", "NFP", "_"},
                                                 {10, 14, 0, "ADJ", "JJ", "fine"},
                                                 {14, 15, 0, "PUNCT", ".", "."},
                                                 {17, 19, 4, {}, {}, {}},
                                                 {19, 20, 4, {}, {}, {}}}},
                                               {"nothing", "none", {}}};
  const Outcome out = Write(documents);
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.outputs.at(0),
            "# newdoc id = news/a b\n"
            "# sent_id = news%2Fa%20b-1\n"
            "# text = \u00c4 it's_ fine.\n"
            "1\t\u00c4\t\u00e4\tX\tFW\t_\t_\t_\t_\tTokenRange=0:1\n"
            "2-3\tit's\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=2:6\n"
            "2\tit\tit\tPRON\tPRP\t_\t_\t_\t_\tTokenRange=2:4\n"
            "3\t's\tbe\tAUX\tVBZ\t_\t_\t_\t_\tTokenRange=4:6\n"
            "4\t_\t_\tPUNCT\tNFP\t_\t_\t_\t_\tSpacesAfter=\\s\\s|TokenRange=6:7\n"
            "5\tfine\tfine\tADJ\tJJ\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=9:13\n"
            "6\t.\t.\tPUNCT\t.\t_\t_\t_\t_\tSpacesAfter=\\n\\n|TokenRange=13:14\n"
            "\n"
            "# newpar\n"
            "# sent_id = news%2Fa%20b-2\n"
            "# text = Go!\n"
            "1\tGo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=16:18\n"
            "2\t!\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\n|TokenRange=18:19\n"
            "\n");
  EXPECT_EQ(StrictCheck(out.outputs.at(0)), "");
  EXPECT_EQ(out.counters.at("rows"), 1);
  EXPECT_EQ(out.counters.at("tokens"), 8);
  EXPECT_EQ(out.counters.at("sentences"), 2);
  EXPECT_EQ(out.counters.at("documents_without_tokens"), 1);
}

TEST(ConlluWriter, TitleAndDateOfAnyType) {
  const Columns columns =
      ColumnsOf({{"a", "x", {{0, 1, 0, {}, {}, {}}}}, {"b", "y", {{0, 1, 0, {}, {}, {}}}}})
          .Add<Utf8>("title", {"Bridge\nshut", std::nullopt})
          .Add<Timestamp>("date", {1709596800000000, std::nullopt});
  StageRunner<ConlluWriter> run(GivenParams{{"path", "a.conllu"}});
  const Outcome out = run.Run(columns, 1);
  ASSERT_EQ(out.error, "");
  const std::string& file = out.outputs.at(0);
  EXPECT_THAT(file, HasSubstr("# newdoc id = a\n# title = Bridge shut\n"
                              "# date = 2024-03-05T00:00:00Z\n# sent_id"));
  EXPECT_THAT(file, HasSubstr("# newdoc id = b\n# sent_id"));
}

TEST(ConlluWriter, AColumnThatIsNoTokens) {
  StageRunner<ConlluWriter> run(GivenParams{{"path", "a.conllu"}});
  const Outcome out = run.Run(Columns().Add<Utf8>("id", {"a"}).Add<Utf8>("text", {"a"}));
  EXPECT_THAT(out.error, HasSubstr("tokens"));
}

// Whatever the text and its tokens, the file is right by the rules, and reading it gives them back.
TEST(ConlluWriter, ReadAgain) {
  const std::string pieces[] = {"a", "B", "\u00e9", "_", "#", "'", "1", "|", "\\", "-", "\u4e2d"};
  const std::string blanks[] = {" ", " ", " ", "\n", "\n\n", "\t", "\u00a0", "\u3000 ", ""};
  const std::optional<std::string> values[] = {std::nullopt, "NOUN", "X", "ADJ"};
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    std::vector<TestDocument> documents;
    for (int d = 0; d < 3; ++d) {
      TestDocument document{"d/" + std::to_string(d), "", {}};
      if (random() % 3 == 0) document.text += blanks[random() % 8];
      uint32_t sentence = 0;
      for (size_t n = 1 + random() % 12; n > 0; --n) {
        std::string word;
        for (size_t k = 1 + random() % 3; k > 0; --k) word += pieces[random() % std::size(pieces)];
        const auto begin = static_cast<uint32_t>(document.text.size());
        document.text += word;
        const std::string lemma = random() % 2 ? "_" : word;
        document.tokens.push_back(
            {begin, static_cast<uint32_t>(document.text.size()), sentence, values[random() % 4],
             values[random() % 4],
             word == "_" || lemma != "_" ? std::optional(lemma) : std::nullopt});
        document.text += blanks[random() % std::size(blanks)];
        if (random() % 4 == 0) ++sentence;
      }
      documents.push_back(document);
    }
    const Outcome out = Write(documents, 1 + static_cast<int64_t>(random() % 3));
    ASSERT_EQ(out.error, "");
    const std::string& file = out.outputs.at(0);
    EXPECT_EQ(StrictCheck(file), "");
    io::TempFolder folder;
    const ReadOutcome read =
        StageRunner<conllu::ReadConllu>(
            {{"path", std::vector<std::string>{folder.Write("a.conllu", file)}}})
            .Read(1 + random() % 100);
    ASSERT_EQ(read.rows.size(), 3);
    const Columns columns = ColumnsOf(documents);
    for (size_t d = 0; d < 3; ++d) {
      const auto shown = [&](size_t column) {
        return Show(columns.fields[column], columns.arrays[column], 0, static_cast<int64_t>(d));
      };
      EXPECT_EQ(read.rows[d].at("id"), shown(0));
      EXPECT_EQ(read.rows[d].at("text"), shown(1)) << file;
      EXPECT_EQ(read.rows[d].at("tokens"), shown(2)) << file;
    }
  }
}

}  // namespace
}  // namespace textmill::write_conllu
