#include "plugins/dedup/passages/passages.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "textmill/testing.hpp"

namespace textmill::dedup {
namespace {

using testing::Columns;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;

Columns TextColumn(const std::vector<std::string>& texts) {
  std::vector<std::optional<std::string_view>> values(texts.begin(), texts.end());
  return Columns().Add<Utf8>("text", values);
}

std::vector<std::string> TextsOf(const Outcome& out) {
  EXPECT_EQ(out.error, "");
  std::vector<std::string> texts;
  for (const auto& row : out.rows) {
    const std::string& text = row.at("text");  // quoted
    std::string plain;
    for (size_t i = 1; i + 1 < text.size(); ++i) {
      if (text[i] == '\\') {
        const char c = text[++i];
        plain += c == 'n' ? '\n' : c == 't' ? '\t' : c;
      } else {
        plain += text[i];
      }
    }
    texts.push_back(text == "null" ? "null" : plain);
  }
  return texts;
}

// Paragraphs that are nobody else's.
std::string Own(int document, int paragraphs) {
  std::string text;
  for (int i = 0; i < paragraphs; ++i)
    text += "This is what document " + std::to_string(document) + " says about " +
            std::to_string(i) + " in words of its own.\n";
  return text;
}

TEST(Passages, WithinADocumentNeedsOnePass) {
  StageRunner<Passages> run(GivenParams{{"scope", "document"}});
  const Outcome out =
      run.Run(TextColumn({"a line that repeats\nanother\na line that repeats\n", "x"}));
  EXPECT_EQ(run.flags(), 0u);
  EXPECT_EQ(TextsOf(out), (std::vector<std::string>{"a line that repeats\nanother\n", "x"}));
  EXPECT_EQ(out.rows[0].at("passages_cut"), "1");
  EXPECT_EQ(out.rows[0].at("cut_passages"), "[\"a line that repeats\"]");
  EXPECT_EQ(out.rows[1].at("passages_cut"), "0");
  EXPECT_EQ(out.rows[1].at("cut_passages"), "[]");
  EXPECT_EQ(out.counters.at("documents_cut"), 1);
  EXPECT_EQ(out.counters.at("repeated_in_document"), 1);
}

TEST(Passages, BoilerplateIsCutEverywhere) {
  std::vector<std::string> texts, expected;
  for (int i = 0; i < 6; ++i) {
    texts.push_back("MENU: News | Sport | Weather\n" + Own(i, 3) +
                    "\n\nShare this article!\nAll rights reserved.");
    expected.push_back(Own(i, 3));
    expected.back().pop_back();
  }
  texts.push_back("Share this article\nmenu news sport weather");
  expected.push_back("");
  for (const int64_t batch : {1, 3, 100}) {
    StageRunner<Passages> run;
    const Outcome out = run.Run(TextColumn(texts), batch);
    EXPECT_EQ(run.flags(), uint32_t{TEXTMILL_COMMITS | TEXTMILL_REPLAYS});
    EXPECT_EQ(TextsOf(out), expected);
    EXPECT_EQ(out.rows[6].at("passages_cut"), "2");
    EXPECT_EQ(out.counters.at("repeated_in_corpus"), 6 * 3 + 2);
    EXPECT_EQ(out.counters.at("copies"), 0);
    EXPECT_EQ(out.counters.at("mostly_cut"), 1);
    EXPECT_NE(run.log().find("1 of 7 documents lost most of their text"), std::string::npos);
  }
  StageRunner<Passages> more(GivenParams{{"min_documents", 8}});
  EXPECT_EQ(TextsOf(more.Run(TextColumn(texts)))[0], texts[0]);
}

TEST(Passages, AStoryInManyCopiesIsNotBoilerplate) {
  std::vector<std::string> texts;
  for (int i = 0; i < 30; ++i) {
    std::string story = "Headline number " + std::to_string(i) + " of this paper\n" + Own(999, 6);
    if (i % 3 == 0)
      story += "A sentence that the editors of paper " + std::to_string(i) + " added.\n";
    story += "Subscribe to our newsletter\n";
    texts.push_back(story);
  }
  const GivenParams guarded = {{"max_shared", 0.5}};
  StageRunner<Passages> copies(guarded);
  EXPECT_EQ(TextsOf(copies.Run(TextColumn(texts))), texts);
  EXPECT_NE(copies.log().find("taken for copies"), std::string::npos);

  // Other articles show which line is boilerplate; then it goes from the copies too.
  for (int i = 0; i < 5; ++i) texts.push_back(Own(i, 4) + "Subscribe to our newsletter\n");
  const auto left = TextsOf(StageRunner<Passages>(guarded).Run(TextColumn(texts)));
  for (size_t i = 0; i < 30; ++i) EXPECT_EQ(left[i], texts[i].substr(0, texts[i].size() - 28)) << i;

  // The line under them counts also where the copies alone have it, under other stories first.
  std::vector<std::string> framed = {Own(7, 4) + "Copyright of the Evening Post\n"};
  for (int i = 0; i < 4; ++i) framed.push_back(Own(999, 6) + "Copyright of the Evening Post\n");
  for (const std::string& text : TextsOf(StageRunner<Passages>(guarded).Run(TextColumn(framed)))) {
    EXPECT_EQ(text.find("Copyright"), std::string::npos);
    EXPECT_GT(text.size(), 200u);
  }

  StageRunner<Passages> all;
  EXPECT_EQ(TextsOf(all.Run(TextColumn(texts)))[0].find("document 999"), std::string::npos);
}

// The definition, written down plainly, on random documents made of few lines.
TEST(Passages, CutsWhatStandsInEnoughDocuments) {
  std::mt19937 random(12);
  for (const int least : {2, 5, 40}) {
    std::vector<std::vector<std::string>> documents(60);
    std::map<std::string, std::set<size_t>> where;
    for (size_t d = 0; d < documents.size(); ++d) {
      for (size_t i = random() % 8; i > 0; --i) {
        const auto n = random() % 2 == 0 ? random() % 6 : random() % 500;
        documents[d].push_back("this is the line with the number " + std::to_string(n));
        where[documents[d].back()].insert(d);
      }
    }
    std::vector<std::string> texts, expected;
    for (const auto& lines : documents) {
      std::string text, rest;
      for (const std::string& line : lines) {
        text += (text.empty() ? "" : "\n") + line;
        if (where[line].size() < static_cast<size_t>(least))
          rest += (rest.empty() ? "" : "\n") + line;
      }
      texts.push_back(text);
      expected.push_back(rest);
    }
    const GivenParams params = {{"scope", "corpus"}, {"min_documents", least}};
    for (const int64_t restart : {-1, 0, 3, 6, 7, 10}) {
      StageRunner<Passages> run(params);
      EXPECT_EQ(TextsOf(run.Run(TextColumn(texts), 10, restart)), expected);
    }
  }
}

TEST(Passages, MergedFromStretchesItCutsTheSame) {
  std::mt19937 random(2);
  std::vector<std::string> texts;
  for (int i = 0; i < 300; ++i) {
    std::string& text = texts.emplace_back(Own(i, 1));
    for (auto n = random() % 6; n > 0; --n)
      text += "This line is number " + std::to_string(random() % 200 % (1 + random() % 200)) +
              " of those that many documents have.\n";
  }
  for (const char* const scope : {"both", "corpus"}) {
    const GivenParams given{{"scope", scope}, {"min_documents", 3}};
    StageRunner<Passages> one(given), many(given);
    const Outcome whole = one.Run(TextColumn(texts), 13);
    EXPECT_GT(whole.counters.at("repeated_in_corpus"), 100);
    EXPECT_EQ(many.MergedDifference(whole, TextColumn(texts), 13, 10), "");
  }
}

TEST(Passages, WhereCopiesCountOnceItSeesAll) {
  const Columns columns = TextColumn({"one line of words\n", "another line of words\n"});
  const auto how = [&](const GivenParams& given, std::string* why = nullptr) {
    return StageRunner<Passages>(given).HowToSplit(columns.fields, why);
  };
  EXPECT_EQ(how({{"scope", "document"}}), TEXTMILL_SPLIT_FREELY);
  EXPECT_EQ(how({{"scope", "corpus"}}), TEXTMILL_SPLIT_MERGE);
  std::string why;
  EXPECT_EQ(how({{"scope", "corpus"}, {"max_shared", 0.5}}, &why), TEXTMILL_SPLIT_WHOLE);
  EXPECT_NE(why.find("`max_shared: 1`"), std::string::npos);
  const GivenParams given{{"scope", "corpus"}, {"max_shared", 0.5}};
  EXPECT_EQ(StageRunner<Passages>(given).RunMerged(columns, 1, {1}).error, why);
}

TEST(Passages, MadeCollisionsAreNoRepetitions) {
  std::string order(1, '0');
  while (order.size() < 2048) {
    const std::string half = order;
    for (const char c : half) order += c == '0' ? '1' : '0';
  }
  std::string text;
  for (const char first : {'0', '1'}) {
    for (const char c : order) text += c == first ? "alpha " : "gamma ";
    text += "\n\n";
  }
  StageRunner<Passages> stage(GivenParams{{"scope", "document"}});
  EXPECT_EQ(stage.Run(TextColumn({text}), 1).counters.at("repeated_in_document"), 0);
}

TEST(Passages, ShortOnesDoNotCount) {
  std::vector<std::string> texts;
  for (int i = 0; i < 10; ++i) texts.push_back("Yes.\n" + Own(i, 2) + "Yes.\n");
  EXPECT_EQ(TextsOf(StageRunner<Passages>().Run(TextColumn(texts))), texts);
}

TEST(Passages, Sentences) {
  std::vector<std::string> texts;
  for (int i = 0; i < 5; ++i) {
    const std::string n = std::to_string(i);
    texts.push_back("Number " + n +
                    " is a story with much to tell about itself. Read more of this on our site. "
                    "It ends here for number " +
                    n + ".");
  }
  StageRunner<Passages> run(GivenParams{{"unit", "sentence"}});
  EXPECT_EQ(TextsOf(run.Run(TextColumn(texts)))[3],
            "Number 3 is a story with much to tell about itself. It ends here for number 3.");
}

TEST(Passages, ASecondStepAddsToTheColumns) {
  const Field list = ListOf("cut_passages", {"", "u", {}, {}});
  ListBuilder before(list);
  before.items<BytesBuilder>().Append("earlier");
  before.EndRow();
  before.AppendNull();
  before.EndRow();
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  StageRunner<Passages> run(GivenParams{{"scope", "document"}});
  const std::string twice = "repeated line\nrepeated line";
  const Outcome out = run.Run(TextColumn({twice, "x", twice})
                                  .Add<Int64>("passages_cut", {4, std::nullopt, kMost})
                                  .AddBuilt(list, before),
                              1);
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("passages_cut"), "5");
  EXPECT_EQ(out.rows[0].at("cut_passages"), "[\"earlier\",\"repeated line\"]");
  EXPECT_EQ(out.rows[1].at("passages_cut"), "0");
  EXPECT_EQ(out.rows[1].at("cut_passages"), "[]");
  EXPECT_EQ(out.rows[2].at("passages_cut"), std::to_string(kMost));
}

TEST(Passages, OtherColumnsAndNulls) {
  StageRunner<Passages> run(GivenParams{{"column", "body"}, {"min_pasted", 18}});
  const Outcome out = run.Run(
      Columns()
          .Add<Utf8>("body", {std::optional<std::string_view>(),
                              "one long line\none long line and more\none long line and more"})
          .Add<Utf8>("passages_cut", {std::optional<std::string_view>("of another kind"), "x"}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("body"), "null");
  EXPECT_EQ(out.rows[1].at("body"), "\"one long line\\none long line and more\"");
  EXPECT_EQ(out.rows[1].at("passages_cut"), "1");
}

std::string FileStartingWith(const std::string& folder, const std::string& start) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().rfind(start, 0) != 0) continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  return "";
}

// An article pasted twice, the second time with other quotation marks, dashes and ellipses.
TEST(Passages, AnArticlePastedTwiceComesOutOnce) {
  const std::string folder = TEXTMILL_SOURCE_DIR "/pipelines/sample";
  const std::string text = FileStartingWith(folder, "004");
  ASSERT_FALSE(text.empty());
  const std::string headline = text.substr(0, text.find('\n') + 1);
  const size_t second = text.find(headline, headline.size());
  ASSERT_NE(second, std::string::npos);
  const std::string once = text.substr(0, second);
  const std::string tail = text.substr(text.find("Loading", second));
  StageRunner<Passages> run;
  EXPECT_EQ(TextsOf(run.Run(TextColumn({text})))[0], once + tail);
}

TEST(Passages, TheRealArticlePastedTwice) {
  const std::string folder = TEXTMILL_SOURCE_DIR "/../shared/data/seeds";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "../shared is not there";
  const std::string text = FileStartingWith(folder, "003");
  const std::string opening = text.substr(0, 40);
  const size_t second = text.find(opening, 1);
  ASSERT_NE(second, std::string::npos);
  StageRunner<Passages> run(GivenParams{{"scope", "document"}});
  const std::string left = TextsOf(run.Run(TextColumn({text})))[0];
  EXPECT_EQ(left.substr(0, second), text.substr(0, second));
  EXPECT_LT(left.size(), second + 20);
}

}  // namespace
}  // namespace textmill::dedup
