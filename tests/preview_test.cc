// `textmill preview`, `head` and `count`: a look at documents without writing anything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/program.h"

namespace textmill::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class PreviewTest : public ProgramTest {
 protected:
  PreviewTest() {
    Write("in.jsonl",
          "{\"id\":\"a\",\"text\":\"Hello <b>world</b> \\u001b[31m again\"}\n"
          "{\"id\":\"b\",\"text\":\"Hello <b>world</b> \\u001b[31m again\"}\n"
          "{\"id\":\"c\",\"text\":5}\n"
          "{\"id\":\"d\",\"text\":\"Something else\"}\n");
    Write("p.yaml",
          "textmill: 1\nname: look\nsteps:\n"
          "  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
          "  - uses: dedup.exact\n"
          "  - set:\n      text: replace(text, \"world\", \"planet\")\n      n: text.length\n"
          "  - uses: sample\n    with: { number: 10 }\n"
          "  - uses: corpus.frequencies\n    id: words\n"
          "  - uses: write.jsonl\n    with: { path: out/o.jsonl }\n"
          "  - uses: write.csv\n    from: words\n    with: { path: out/w.csv }\n"
          "dropped: out/dropped.jsonl\n");
  }
};

TEST_F(PreviewTest, ShowsEachStepAndWritesNothing) {
  const Ended ended = Here("$T preview p.yaml");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("1 read.jsonl: 3 documents read"));
  EXPECT_THAT(ended.out, HasSubstr("2 dedup.exact: 3 in, 2 out"));
  EXPECT_THAT(ended.out, HasSubstr("dropped as duplicate: b"));
  EXPECT_THAT(ended.out, HasSubstr("\"dup_of\":\"a\""));
  EXPECT_THAT(ended.out, HasSubstr("`text` before and after:"));
  EXPECT_THAT(ended.out, HasSubstr("planet"));
  EXPECT_THAT(ended.out, HasSubstr("n = "));
  EXPECT_THAT(ended.out, HasSubstr("failed: "));
  EXPECT_THAT(ended.out, HasSubstr("writes the table of words"));
  EXPECT_THAT(ended.out, HasSubstr("would write "));
  EXPECT_THAT(ended.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(ended.err, HasSubstr("nothing was written"));
  EXPECT_FALSE(fs::exists(At("out")));
}

TEST_F(PreviewTest, TakesDocumentsAtRandom) {
  std::string lines;
  for (int i = 0; i < 5000; ++i)
    lines += "{\"id\":\"d" + std::to_string(i) + "\",\"text\":\"Text number " + std::to_string(i) +
             "\"}\n";
  Write("many.jsonl", lines);
  const std::string preview = "$T preview p.yaml --set read.jsonl.path=many.jsonl --show 9 ";
  const Ended first = Here(preview + "-n 9 --seed 1"), again = Here(preview + "-n 9 --seed 1"),
              other = Here(preview + "-n 9 --seed 2"), front = Here(preview + "-n 9");
  EXPECT_EQ(first.status, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("1 read.jsonl: 9 documents read"));
  EXPECT_THAT(first.err, HasSubstr("a preview of 9 documents, taken at random"));
  EXPECT_EQ(first.out, again.out);
  EXPECT_NE(first.out, other.out);
  EXPECT_THAT(front.out, HasSubstr("id = \"d8\""));
  EXPECT_THAT(first.out, Not(HasSubstr("id = \"d8\"")));
  EXPECT_EQ(Here(preview + "--seed x").status, 2);
}

TEST_F(PreviewTest, OutputsThatAreThereAreNoObstacle) {
  EXPECT_EQ(Here("$T run p.yaml --set write.jsonl.path=out/o.jsonl; $T preview p.yaml").status, 0);
}

TEST_F(PreviewTest, AsAPageNothingOfTheCorpusActs) {
  const Ended ended = Here("$T preview p.yaml --html page.html");
  EXPECT_EQ(ended.status, 0) << ended.err;
  const std::string page = ReadFile(At("page.html"));
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
  EXPECT_THAT(page, Not(HasSubstr("\x1b")));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST_F(PreviewTest, MistakesAreTold) {
  EXPECT_EQ(Here("$T preview p.yaml -n 0").status, 2);
  EXPECT_EQ(Here("$T preview nothing.yaml").status, 2);
  EXPECT_EQ(Here("$T preview p.yaml --html no/such/folder/p.html").status, 1);
  // Another page is replaced, anything else is not: it may be the corpus.
  EXPECT_EQ(Here("$T preview p.yaml --html page.html").status, 0);
  Write("kept.txt", "A text.");
  const Ended refused = Here("$T preview p.yaml --html kept.txt");
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("--html kept.txt: the file exists already, and is no page"));
  EXPECT_EQ(ReadFile(At("kept.txt")), "A text.");
}

TEST_F(PreviewTest, HeadAndCount) {
  Ended ended = Here("$T head in.jsonl -n 1");
  EXPECT_THAT(ended.out, HasSubstr("\"id\":\"a\""));
  EXPECT_THAT(ended.out, Not(HasSubstr("\"id\":\"b\"")));
  Write("t.csv", "text,n\nx,1\ny,2\n");
  ended = Here("$T count t.csv in.jsonl");
  EXPECT_THAT(ended.out, HasSubstr("2\tt.csv\n"));
  EXPECT_THAT(ended.out, HasSubstr("3\tin.jsonl\n"));
  EXPECT_THAT(ended.out, HasSubstr("5\tin all\n"));
  EXPECT_THAT(ended.err, HasSubstr("in.jsonl, byte "));
  Write("cost ${HOME} $$.jsonl", "{\"text\": \"one\"}\n");
  ended = Here("$T count 'cost ${HOME} $$.jsonl'");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "1\tcost ${HOME} $$.jsonl\n");
  EXPECT_EQ(Here("$T count no-such-file").status, 2);
  EXPECT_EQ(Here("$T head").status, 2);
}

}  // namespace
}  // namespace textmill::tests
