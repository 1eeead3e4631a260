// Deduplication as a user runs it: results do not depend on threads, batches or memory; what was
// removed can be shown beside what it repeats; the work folder is chosen, and left clean.
#include <gmock/gmock.h>

#include <random>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::HasSubstr;

class DedupProgramTest : public ProgramTest {
 protected:
  // Documents of random words, many of them changed copies of earlier ones.
  void WriteCorpus(size_t documents) const {
    std::mt19937 random(17);
    std::vector<std::vector<std::string>> all;
    std::string text;
    for (size_t i = 0; i < documents; ++i) {
      std::vector<std::string> words(8 + random() % 20);
      if (i > 0 && random() % 3 == 0) words = all[random() % i];
      const size_t rate = 1 + random() % 60;
      for (std::string& word : words) {
        if (word.empty() || random() % rate == 0) word = "w" + std::to_string(random() % 3000);
      }
      text += "{\"id\":\"d" + std::to_string(i) + "\",\"date\":\"20" +
              std::to_string(10 + random() % 15) + "-01-01\",\"text\":\"";
      for (const std::string& word : words) text += word + " ";
      text += "\"}\n";
      all.push_back(std::move(words));
    }
    Write("in.jsonl", text);
  }
  void WritePipeline(const std::string& with) const {
    Write("dedup.yaml",
          "textmill: 1\nname: dedup\nsteps:\n"
          "  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
          "  - uses: dedup.near\n    with: " +
              with +
              "\n"
              "  - uses: write.jsonl\n    with: { path: out/kept.jsonl }\n"
              "dropped: out/dropped.jsonl\n");
  }
};

TEST_F(DedupProgramTest, ResultsDoNotDependOnThreadsBatchesOrMemory) {
  WriteCorpus(90000);
  fs::create_directories(At("work"));
  for (const std::string keep : {"earliest", "{ by: date, order: descending }"}) {
    std::string kept, dropped;
    for (const std::string memory : {"2GiB", "16MiB"}) {
      WritePipeline("{ keep: " + keep + ", memory: " + memory + " }");
      for (const std::string options : {"--threads 1", "--threads 3 --batch-bytes 50000"}) {
        const Ended ended = Here("$T run dedup.yaml --overwrite --work-folder work " + options);
        ASSERT_EQ(ended.status, 0) << ended.err;
        EXPECT_EQ(ended.err.find("goes on in the work folder") != std::string::npos,
                  memory == "16MiB")
            << ended.err;
        if (kept.empty()) {
          kept = ReadFile(At("out/kept.jsonl"));
          dropped = ReadFile(At("out/dropped.jsonl"));
          EXPECT_GT(Lines(dropped).size(), 3000u);
        }
        // Not EXPECT_EQ, which would print both.
        EXPECT_TRUE(ReadFile(At("out/kept.jsonl")) == kept) << keep << memory << options;
        EXPECT_TRUE(ReadFile(At("out/dropped.jsonl")) == dropped) << keep << memory << options;
        EXPECT_TRUE(fs::is_empty(At("work")));
      }
    }
  }
}

TEST_F(DedupProgramTest, AFullDiskFailsTheRunAndTheWorkFolderIsLeftClean) {
  WriteCorpus(40000);
  Write("dedup.yaml",
        "textmill: 1\nname: dedup\nsteps:\n"
        "  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
        "  - uses: dedup.near\n    with: { memory: 16MiB }\n"
        "  - uses: write.jsonl\n    with: { path: /dev/null }\n");
  fs::create_directories(At("work"));
  // Files of more than some blocks cannot be written; the signal would end the program at once.
  const Ended ended = Here("trap '' XFSZ; ulimit -f 1000; $T run dedup.yaml --work-folder work");
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("in the work folder work/textmill-"));
  EXPECT_TRUE(fs::is_empty(At("work")));
}

TEST_F(DedupProgramTest, AWorkFolderThatIsNoneIsAMistake) {
  WriteCorpus(10);
  WritePipeline("{ threshold: 0.8 }");
  const Ended ended = Here("$T run dedup.yaml --work-folder nowhere");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("--work-folder nowhere is not a folder"));
}

TEST_F(DedupProgramTest, ExplainSaysWhatWillBeFound) {
  WriteCorpus(10);
  WritePipeline("{ threshold: 0.8, recall: 0.999 }");
  const Ended ended = Here("$T explain dedup.yaml");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("plans     18 bands of 5 rows; the share of duplicates found"));
  EXPECT_THAT(ended.out, HasSubstr("in the work folder"));
}

TEST_F(DedupProgramTest, GuardsFailTheRunWhenAskedTo) {
  std::string text;
  for (int i = 0; i < 100; ++i)
    text += "{\"id\":\"d" + std::to_string(i) + "\",\"text\":\"" +
            (i % 2 == 0 ? "please accept all of our cookies" : "number " + std::to_string(i)) +
            "\"}\n";
  Write("in.jsonl", text);
  WritePipeline("{ guard: strict }");
  const Ended strict = Here("$T run dedup.yaml");
  EXPECT_EQ(strict.status, 1);
  EXPECT_THAT(strict.err, HasSubstr("`d0` stands for 49 duplicates, 49.0 % of all documents"));
  EXPECT_FALSE(fs::exists(At("out/kept.jsonl")));
  WritePipeline("{ guard: warn }");
  const Ended warn = Here("$T run dedup.yaml --overwrite");
  EXPECT_EQ(warn.status, 0);
  EXPECT_THAT(warn.err, HasSubstr("`d0` stands for 49 duplicates"));
}

class ExplainDuplicateTest : public DedupProgramTest {
 protected:
  void SetUp() override {
    Write("in.jsonl",
          "{\"id\":\"a\",\"text\":\"LONDON - The council voted on Monday to repair the old bridge "
          "over the river, after ten years of talks about who should pay for it.\"}\n"
          "{\"id\":\"b/\\u00e9\",\"text\":\"The council voted on Monday to repair the old bridge "
          "over "
          "the river, after ten years of talks about who should pay for it. Share this!\"}\n"
          "{\"id\":\"c\",\"text\":\"Nothing like it.\"}\n");
  }
};

TEST_F(ExplainDuplicateTest, ShowsBothTextsSideBySide) {
  WritePipeline("{ threshold: 0.6 }");
  ASSERT_EQ(Here("$T run dedup.yaml").status, 0);
  const std::string expected =
      "b/\xc3\xa9 repeats a, similarity 0.8696; dropped by step `dedup.near` as near_duplicate\n"
      "shared: 24 words, 92 % of the 26 on the left, 96 % of the 25 on the right\n"
      "\n"
      "b/\xc3\xa9 (out/dropped.jsonl)               a (out/kept.jsonl)\n"
      "-----------------------------------   -----------------------------------\n"
      "                                    > LONDON -\n"
      "The council voted on Monday to        The council voted on Monday to\n"
      "repair the old bridge over the        repair the old bridge over the\n"
      "river, after ten years of talks       river, after ten years of talks\n"
      "about who should pay for it.          about who should pay for it.\n"
      "Share this!                         <\n";
  const Ended folder = Here("$T explain-duplicate out b/\xc3\xa9 --width 73");
  EXPECT_EQ(folder.status, 0) << folder.err;
  EXPECT_EQ(folder.out, expected);
  EXPECT_EQ(Here("$T explain-duplicate out/dropped.jsonl b/\xc3\xa9 --width 73").out, expected);
  EXPECT_THAT(Here("$T explain-duplicate out b/\xc3\xa9 --against in.jsonl").out,
              HasSubstr("a (in.jsonl)"));
}

TEST_F(ExplainDuplicateTest, MarkedDocumentsToo) {
  WritePipeline("{ threshold: 0.6, action: mark }");
  ASSERT_EQ(Here("$T run dedup.yaml").status, 0);
  const Ended ended = Here("$T explain-duplicate out/kept.jsonl b/\xc3\xa9");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("b/\xc3\xa9 repeats a, similarity 0.8696\n"));
}

TEST_F(ExplainDuplicateTest, SaysWhatItCannotFind) {
  WritePipeline("{ threshold: 0.6 }");
  ASSERT_EQ(Here("$T run dedup.yaml").status, 0);
  const auto refusal = [&](const std::string& arguments) {
    const Ended ended = Here("$T explain-duplicate " + arguments);
    EXPECT_EQ(ended.status, 2);
    EXPECT_EQ(ended.out, "");
    return ended.err;
  };
  EXPECT_THAT(refusal("out nobody"), HasSubstr("no document `nobody` is in out/dropped.jsonl"));
  EXPECT_THAT(refusal("out a"), HasSubstr("but not as a duplicate of another document"));
  EXPECT_THAT(refusal("nowhere a"), HasSubstr("there is no nowhere"));
  EXPECT_THAT(refusal("out"), HasSubstr("no ID was given"));
  EXPECT_THAT(refusal("out a b"), HasSubstr("RUN_OUTPUT and ID are expected, but there is more"));
  fs::remove(At("out/kept.jsonl"));
  EXPECT_THAT(refusal("out b/\xc3\xa9"), HasSubstr("name the file that holds it"));
}

}  // namespace
}  // namespace textmill::tests
