// The main job: pipelines/news.yaml on the sample, and on the real articles where they are.
#include <regex>

#include "tests/program.h"

namespace textmill::tests {
namespace {

class NewsTest : public ProgramTest {
 protected:
  // Runs a pipeline into folder `out`; returns its summary.
  std::string RunInto(const std::string& out, const std::string& pipeline, const std::string& more,
                      int expected = 0) {
    const fs::path folder = At(out);
    const Ended ended = InSource("OUT='" + folder.string() + "' $T run pipelines/" + pipeline +
                                 " --summary '" + folder.string() + ".json' " + more);
    EXPECT_EQ(ended.status, expected) << ended.err;
    const std::string summary = ReadFile(folder.string() + ".json");
    ExpectBalanced(summary);
    return summary;
  }
};

TEST_F(NewsTest, SampleGivesWhatItsBlemishesPromise) {
  const std::string summary = RunInto("out", "news.yaml", "");
  const auto articles = Lines(ReadFile(At("out/articles.jsonl")));
  const auto dropped = Lines(ReadFile(At("out/dropped.jsonl")));
  EXPECT_EQ(static_cast<int64_t>(articles.size()), NumberIn(summary, "finished"));
  EXPECT_EQ(static_cast<int64_t>(dropped.size()), NumberIn(summary, "dropped"));
  EXPECT_GE(articles.size(), 30u);
  EXPECT_FALSE(fs::exists(At("out/articles.failed.jsonl")));
  // Every removal says by which step, for which reason, and holds the document.
  for (const std::string& line : dropped) {
    EXPECT_TRUE(std::regex_search(
        line, std::regex("^\\{\"step\":\"[^\"]+\",\"reason\":\"[^\"]+\",\"id\":\"[^\"]+\"")))
        << line;
    EXPECT_NE(line.find("\"document\":{"), std::string::npos) << line;
  }
  const std::string all = ReadFile(At("out/dropped.jsonl"));
  for (const char* copy :
       {"018-museum-return-2.txt", "002-eleven-ships-wait.txt", "003-port-walkout.txt",
        "007-black-sea-insurers.txt", "011-lari-steady.txt", "022-blank-page.txt"}) {
    EXPECT_NE(all.find(std::string("\"id\":\"pipelines/sample/") + copy), std::string::npos)
        << copy;
  }
  const std::string entities = ReadFile(At("out/entities.csv"));
  EXPECT_GT(Lines(entities).size(), 100u);
  for (const char* lang : {"en", "de", "fr", "es", "ru", "it", "pt", "tr", "hy", "ja"}) {
    EXPECT_NE(ReadFile(At("out/articles.jsonl")).find(std::string("\"lang\":\"") + lang + "\""),
              std::string::npos)
        << lang;
  }
}

TEST_F(NewsTest, OutputDoesNotDependOnThreadsOrBatches) {
  RunInto("a", "news.yaml", "--threads 1");
  for (const std::string options :
       {"--threads 2", "--threads 4", "--threads 3 --batch-bytes 2000"}) {
    RunInto("b", "news.yaml", options + " --overwrite");
    for (const char* file : {"articles.jsonl", "entities.csv", "dropped.jsonl"}) {
      EXPECT_EQ(ReadFile(At("a") / file), ReadFile(At("b") / file)) << file << " " << options;
    }
  }
}

TEST_F(NewsTest, RealArticles) {
  const fs::path seeds = fs::path(TEXTMILL_SOURCE_DIR) / "../shared/data/seeds";
  if (!fs::exists(seeds))
    GTEST_SKIP() << "skipped: the real articles are not here (" << seeds << ")";
  const Ended ended =
      InSource("CORPUS='../shared/data/seeds/*.txt' OUT='" + At("o").string() +
               "' $T run pipelines/news.yaml --summary '" + At("s.json").string() + "'");
  ASSERT_EQ(ended.status, 0) << ended.err;
  const std::string summary = ReadFile(At("s.json"));
  ExpectBalanced(summary);
  EXPECT_EQ(NumberIn(summary, "read"), 5);
  const auto articles = Lines(ReadFile(At("o/articles.jsonl")));
  ASSERT_EQ(articles.size(), 5u);
  for (const std::string& article : articles)
    EXPECT_NE(article.find("\"lang\":\"en\""), std::string::npos) << article;
  // The article that is twice in its file comes out once.
  const std::string first = "Armenia has canceled planned military drills with Russia";
  const std::string text = ReadFile(At("o/articles.jsonl"));
  const size_t at = text.find(first);
  ASSERT_NE(at, std::string::npos);
  const std::string own = text.substr(at, text.find('\n', at) - at);
  size_t count = 0;
  const std::string body = own.substr(0, own.find("\",\""));
  for (size_t p = body.find(first); p != std::string::npos; p = body.find(first, p + 1)) ++count;
  EXPECT_EQ(count, 1u);
}

// A corpus in JSON Lines made for this test: some texts, again and again with small changes.
TEST_F(NewsTest, JsonLinesCorpusIsTheSameWhateverTheThreads) {
  std::string corpus;
  unsigned random = 1;
  const auto next = [&random](unsigned n) {
    return (random = random * 1664525u + 1013904223u) >> 8 & 0xFFFFFF ? (random >> 8) % n : 0;
  };
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    if (!texts.empty() && next(3) == 0) {
      text = texts[next(static_cast<unsigned>(texts.size()))];
      if (next(2) == 0) text += " Added at the end.";
    } else {
      for (unsigned words = 20 + next(120); words > 0; --words)
        text += "w" + std::to_string(next(5000)) + (words % 17 == 0 ? ".\\n" : " ");
      texts.push_back(text);
    }
    corpus += "{\"id\": \"d" + std::to_string(i) + "\", \"text\": \"" + text +
              "\", \"n\": " + std::to_string(i) + "}\n";
  }
  const fs::path file = Write("corpus.jsonl", corpus);
  const auto run = [&](const std::string& out, const std::string& options) {
    const Ended ended = InSource("CORPUS='" + file.string() + "' OUT='" + At(out).string() +
                                 "' $T run pipelines/news.yaml --overwrite " + options);
    EXPECT_EQ(ended.status, 0) << ended.err;
  };
  run("a", "--threads 1");
  EXPECT_GT(Lines(ReadFile(At("a/dropped.jsonl"))).size(), 500u);
  for (const std::string options :
       {"--threads 2", "--threads 4", "--threads 4 --batch-bytes 10000"}) {
    run("b", options);
    for (const char* name : {"articles.jsonl", "entities.csv", "dropped.jsonl"}) {
      EXPECT_EQ(ReadFile(At("a") / name), ReadFile(At("b") / name)) << name << " " << options;
    }
  }
}

}  // namespace
}  // namespace textmill::tests
