// Against a naive search for each run of words.
#include "plugins/dedup/against/against.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/unicode/naive_words.h"
#include "textmill/testing.hpp"

namespace textmill::dedup {
namespace {

using testing::Columns;
using testing::Given;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;
using Texts = std::vector<std::optional<std::string_view>>;

Outcome Compared(const std::vector<std::string>& texts, const GivenParams& given) {
  StageRunner<Against> run(given);
  return run.Run(Columns().Add<Utf8>("text", Texts(texts.begin(), texts.end())));
}
std::vector<std::string> List(std::string item) { return {std::move(item)}; }

const std::string kQuestion =
    "How many of the seven bridges that cross the river are older than the mill itself?";

TEST(Against, DropsAndTells) {
  const io::TempFolder folder;
  const std::string file =
      folder.Write("test.jsonl", "{\"id\": \"q1\", \"question\": \"" + kQuestion +
                                     "\", \"choices\": [\"two\", \"all\"]}\n\n{\"n\": 7}\n");
  const std::string in_other_signs =
      "Quiz. How many - of the SEVEN bridges\nthat cross the river, are older than the mill "
      "itself, he asked";
  const Outcome out = Compared({"nothing of it", in_other_signs, ""}, {{"files", List(file)}});
  EXPECT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 2u);
  ASSERT_EQ(out.dropped.size(), 1u);
  EXPECT_EQ(out.dropped[0].row, 1);
  EXPECT_EQ(out.dropped[0].reason, "contaminated");
  const auto& details = out.dropped[0].details;
  EXPECT_EQ(details.at("test_set"), '"' + file + '"');
  EXPECT_EQ(details.at("test_example"), "\"q1\"");
  EXPECT_EQ(details.at("test_match"),
            "\"How many - of the SEVEN bridges\\nthat cross the river, are older than the mill "
            "itself\"");
  EXPECT_EQ(details.at("test_ngrams"), "4");
  EXPECT_NEAR(std::atof(details.at("test_share").c_str()), 16.0 / 19, 1e-12);
}

TEST(Against, Marks) {
  const io::TempFolder folder;
  const std::string file = folder.Write("test.txt", kQuestion);
  const Outcome out = Compared({kQuestion, "other"}, {{"files", List(file)}, {"action", "mark"}});
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[0].at("test_example"), "\"1\"");
  EXPECT_EQ(out.rows[0].at("test_share"), "1");
  EXPECT_EQ(out.rows[1].at("test_set"), "null");
  EXPECT_EQ(out.counters.at("marked"), 1);
}

TEST(Against, FieldsAndSizes) {
  const io::TempFolder folder;
  const std::string file = folder.Write(
      "test.jsonl", "{\"question\": \"" + kQuestion + "\", \"source\": \"a b c d e f g h\"}");
  const GivenParams most = {{"files", List(file)}, {"ngram", 8}};
  EXPECT_EQ(Compared({"a b c d e f g h"}, most).dropped.size(), 1u);
  GivenParams question = most;
  question.emplace_back("fields", List("question"));
  EXPECT_EQ(Compared({"a b c d e f g h"}, question).dropped.size(), 0u);
  EXPECT_EQ(Compared({kQuestion}, question).dropped.size(), 1u);
  question.emplace_back("min_ngrams", 10);
  EXPECT_EQ(Compared({kQuestion}, question).dropped.size(), 0u);
  EXPECT_NE(
      Compared({""}, {{"files", List(file)}, {"fields", List("answer")}}).error.find("`answer`"),
      std::string::npos);
  EXPECT_NE(Compared({""}, {{"files", List(file)}, {"ngram", 50}}).error.find("has 50 words"),
            std::string::npos);
  const std::string bad = folder.Write("bad.jsonl", "{}\n{\"a\": \n");
  EXPECT_NE(Compared({""}, {{"files", List(bad)}}).error.find("line 2 of the test set"),
            std::string::npos);
}

// The front of it would be taken for all.
TEST(Against, ADamagedTestSetIsRefused) {
  const io::TempFolder folder;
  const std::string file = folder.Write("test.txt.gz", "");
  const gzFile to = gzopen(file.c_str(), "wb");
  gzwrite(to, kQuestion.data(), static_cast<unsigned>(kQuestion.size()));
  gzclose(to);
  EXPECT_EQ(Compared({kQuestion}, {{"files", List(file)}}).dropped.size(), 1u);
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(-6, std::ios::end);
  bytes.put('x');  // of the checksum
  bytes.close();
  const std::string error = Compared({kQuestion}, {{"files", List(file)}}).error;
  EXPECT_NE(error.find("checksum"), std::string::npos) << error;
  EXPECT_NE(error.find(file), std::string::npos) << error;
}

TEST(Against, ScriptsWithoutSpaces) {
  const io::TempFolder folder;
  const std::string file = folder.Write(
      "test.txt", "\u8FD9\u5EA7\u6865\u5F88\u65E7\u6CB3\u6C34\u5F88\u9AD8\u5C71\u4E0A\u6709\u96EA");
  const Outcome out =
      Compared({"\u4ED6\u8BF4\u8FD9\u5EA7\u6865\u5F88\u65E7\u3002\u6CB3\u6C34\u5F88\u9AD8"
                "\uFF0C\u5C71\u4E0A\u6709\u96EA\u3002"},
               {{"files", List(file)}});
  EXPECT_EQ(out.dropped.size(), 1u);
}

TEST(Against, RandomTexts) {
  std::mt19937 random(11);
  const auto text = [&](size_t words, size_t different) {
    std::string out;
    for (size_t i = 0; i < words; ++i) {
      out += static_cast<char>((random() % 2 ? 'a' : 'A') + random() % different);
      out += random() % 5 == 0 ? ", " : " ";
    }
    return out;
  };
  for (int round = 0; round < 60; ++round) {
    const size_t n = 3 + random() % 5, different = 2 + random() % 5;
    const io::TempFolder folder;
    std::string lines;
    std::vector<std::vector<std::string>> tests;
    for (int i = 0; i < 5; ++i) {
      const std::string test = text(random() % 30, different);
      lines += "{\"t\": \"" + test + "\"}\n";
      tests.push_back(unicode::NaiveWords(test));
    }
    const std::string file = folder.Write("t.jsonl", lines);
    std::vector<std::string> documents;
    for (int i = 0; i < 20; ++i) documents.push_back(text(random() % 30, different));
    const Outcome out = Compared(
        documents, {{"files", List(file)}, {"ngram", static_cast<int>(n)}, {"action", "mark"}});
    if (out.error.find("no text of the test sets") == 0) continue;
    ASSERT_EQ(out.error, "");
    for (size_t d = 0; d < documents.size(); ++d) {
      const auto words = unicode::NaiveWords(documents[d]);
      int runs = 0;
      for (size_t i = 0; i + n <= words.size(); ++i) {
        bool found = false;
        for (const auto& test : tests) {
          for (size_t k = 0; k + n <= test.size() && !found; ++k)
            found = std::equal(words.begin() + static_cast<std::ptrdiff_t>(i),
                               words.begin() + static_cast<std::ptrdiff_t>(i + n),
                               test.begin() + static_cast<std::ptrdiff_t>(k));
        }
        runs += found ? 1 : 0;
      }
      EXPECT_EQ(out.rows[d].at("test_ngrams"), runs == 0 ? "null" : std::to_string(runs));
    }
  }
}

}  // namespace
}  // namespace textmill::dedup
