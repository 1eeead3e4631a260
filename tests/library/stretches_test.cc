// A pipeline through libtextmill in several places gives the bytes and numbers of `textmill run`.
#include <gmock/gmock.h>

#include <random>

#include "tests/library/driver.h"
#include "tests/library/in_folder.h"

namespace textmill::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class StretchesTest : public InFolderTest {
 protected:
  // Documents of random words, many of them copies of earlier ones, whole or changed; one a line
  // of one of three files, the last of them compressed. Some lines are no JSON.
  void WriteCorpus(size_t documents) const {
    std::mt19937 random(23);
    std::vector<std::vector<std::string>> all;
    std::string files[3];
    for (size_t i = 0; i < documents; ++i) {
      std::vector<std::string> words(4 + random() % 30);
      if (i > 0 && random() % 3 == 0) words = all[random() % i];
      const size_t rate = 1 + random() % 60;
      for (std::string& word : words) {
        if (word.empty() || (rate > 3 && random() % rate == 0))
          word = "w" + std::to_string(random() % 1500);
      }
      std::string text;
      for (const std::string& word : words) text += word + (random() % 7 == 0 ? ". " : " ");
      if (random() % 4 == 0) text += "\\n\\nShare this story, and tell your friends about us";
      std::string& file = files[i * 3 / documents];
      if (random() % 50 == 0) file += "{\"text\": no\n";
      file += "{\"id\":\"d" + std::to_string(i) + "\",\"grade\":" + std::to_string(random() % 9) +
              ",\"text\":\"" + text + "\"}\n";
      all.push_back(std::move(words));
    }
    for (int i = 0; i < 3; ++i) Write("in/" + std::to_string(i) + ".jsonl", files[i]);
    ASSERT_EQ(Here("gzip -n in/2.jsonl").status, 0);
  }

  // Runs the steps after the reader in 1, 2 and 5 places, and compares with the program.
  void Compare(const std::string& steps, std::vector<std::string>* segments = nullptr) {
    const std::string text =
        "textmill: 1\nname: several\nallow_failures: 1000\nsteps:\n"
        "  - uses: read.jsonl\n    with: { path: ['in/*.jsonl', 'in/*.jsonl.gz'], types: { grade: "
        "int } }\n" +
        steps + "dropped: out/dropped.jsonl\nfailed: out/failed.jsonl\n";
    Write("p.yaml", text);
    const Ended ran = Here("$T run p.yaml --summary out/summary.json");
    ASSERT_EQ(ran.status, 0) << ran.err;
    const std::string summary = ReadFile(At("out/summary.json"));
    for (const size_t places : {1u, 2u, 5u}) {
      SCOPED_TRACE(std::to_string(places) + " places");
      Options options;
      options.text = text;
      options.file = "p.yaml";
      Driver driver(options, places);
      try {
        driver.Run();
      } catch (const std::exception& e) {
        ADD_FAILURE() << e.what();
        continue;
      }
      for (const auto& [path, bytes] : driver.outputs) {
        EXPECT_FALSE(bytes.empty()) << path;
        ExpectSame(bytes, path);
      }
      ExpectSame(driver.dropped, "out/dropped.jsonl");
      ExpectSame(driver.failed, "out/failed.jsonl");
      ExpectAccount(driver, summary);
      if (segments != nullptr) *segments = driver.segments;
    }
  }

  // Says where they differ, not all of both.
  void ExpectSame(const std::string& bytes, const std::string& path) const {
    const auto got = Lines(bytes), wanted = Lines(ReadFile(At(path)));
    EXPECT_EQ(got.size(), wanted.size()) << path;
    for (size_t i = 0; i < std::min(got.size(), wanted.size()); ++i)
      ASSERT_EQ(got[i], wanted[i]) << "line " << i + 1 << " of " << path;
    EXPECT_TRUE(bytes == ReadFile(At(path))) << path;
  }

  void ExpectAccount(const Driver& driver, const std::string& summary) const {
    const int64_t finished = driver.Total(TEXTMILL_COUNT_FINISHED);
    const int64_t dropped = driver.Total(TEXTMILL_COUNT_DROPPED);
    const int64_t failed = driver.Total(TEXTMILL_COUNT_FAILED);
    EXPECT_EQ(NumberIn(summary, "finished"), finished) << summary;
    EXPECT_EQ(NumberIn(summary, "dropped"), dropped);
    EXPECT_EQ(NumberIn(summary, "failed"), failed);
    EXPECT_EQ(NumberIn(summary, "made"), driver.Total(TEXTMILL_COUNT_MADE));
    for (const auto& [key, n] : driver.counts) {
      const auto& [step, what, name] = key;
      const size_t steps = summary.find("\"steps\": [");
      const size_t at = summary.find("\"id\": \"" + driver.ids[step] + "\"", steps);
      ASSERT_NE(at, std::string::npos);
      const std::string of = summary.substr(at, summary.find("\"id\": ", at + 1) - at);
      if (what == TEXTMILL_COUNT_IN) {
        EXPECT_EQ(NumberIn(of, "documents"), n) << of;
      } else if (what == TEXTMILL_COUNT_COUNTER) {
        EXPECT_EQ(NumberIn(of, name), n) << name << of;
      } else if (what == TEXTMILL_COUNT_DROPPED) {
        EXPECT_THAT(summary, HasSubstr("\"" + name + "\": " + std::to_string(n)));
      } else if (what == TEXTMILL_COUNT_ACCOUNT && n != 0) {
        EXPECT_THAT(
            of, HasSubstr("\"" + name.substr(name.find(": ") + 2) + "\": " + std::to_string(n)));
      }
    }
  }
};

TEST_F(StretchesTest, ACleanedCorpusWithTablesIsTheSame) {
  WriteCorpus(1500);
  std::vector<std::string> segments;
  Compare(
      "  - uses: text.normalize\n"
      "  - keep: text.length >= 30\n"
      "  - uses: dedup.exact\n"
      "  - uses: dedup.near\n    with: { threshold: 0.7 }\n"
      "  - uses: dedup.passages\n    with: { scope: corpus, unit: paragraph, min_documents: 5 }\n"
      "  - keep: text.length >= 20\n"
      "  - uses: corpus.frequencies\n    id: words\n    with: { of: words, by: grade }\n"
      "  - uses: write.jsonl\n    with: { path: out/kept.jsonl }\n"
      "  - uses: write.csv\n    with: { path: out/kept.csv }\n"
      "  - uses: write.csv\n    with: { from: words, path: out/words.csv }\n",
      &segments);
  EXPECT_THAT(segments, ElementsAre("0-2 freely", "3-3 partition", "4-4 partition", "5-5 merge",
                                    "5-9 merge"));
}

// Documents that were one: their places are the same, and many of them are dropped.
TEST_F(StretchesTest, PartsOfDocumentsKeepTheirOrder) {
  WriteCorpus(600);
  Compare(
      "  - uses: text.split\n    with: { into: sentences }\n"
      "  - uses: dedup.exact\n    with: { keep: longest }\n"
      "  - keep: text.length >= 12\n"
      "  - uses: dedup.near\n    with: { threshold: 0.6, keep: { by: grade, order: descending } }\n"
      "  - uses: corpus.collocations\n    id: pairs\n    with: { pairs: neighbours }\n"
      "  - uses: write.csv\n    with: { from: pairs, path: out/pairs.csv }\n"
      "  - uses: write.jsonl\n    with: { path: out/kept.jsonl }\n");
}

TEST_F(StretchesTest, AStepThatHasToSeeEverything) {
  WriteCorpus(400);
  std::vector<std::string> segments;
  Compare(
      "  - uses: dedup.near\n    with: { guard: strict, guard_share: 1 }\n"
      "  - uses: corpus.frequencies\n    id: words\n    with: { of: words }\n"
      "  - uses: write.csv\n    with: { from: words, path: out/words.csv }\n",
      &segments);
  EXPECT_THAT(segments, ElementsAre("0-0 freely", "1-1 whole", "2-2 merge"));
}

// Documents that fail in a step, not in the reader, and a step that counts the documents before.
TEST_F(StretchesTest, FailedDocumentsAndNumberedOnes) {
  WriteCorpus(500);
  Compare(
      "  - set: { part: \"length(text) / (grade - 3)\" }\n    on_error: fail\n"
      "  - uses: sample\n    with: { number: 300, seed: 3 }\n"
      "  - uses: text.split\n    with: { into: sentences }\n"
      "  - uses: dedup.passages\n    with: { scope: corpus, unit: sentence, min_documents: 3 }\n"
      "  - uses: documents.merge\n    with: { separator: ' ' }\n"
      "  - uses: write.json\n    with: { path: out/kept.json }\n"
      "  - uses: sort\n    id: sorted\n    with: { by: grade }\n"
      "  - uses: write.jsonl\n    with: { from: sorted, path: out/sorted.jsonl }\n");
}

}  // namespace
}  // namespace textmill::tests
