// `textmill kwic`, and the table of corpus.concordance through the whole program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class KwicTest : public ProgramTest {
 protected:
  KwicTest() {
    Write("in.jsonl",
          "{\"id\":\"a\",\"text\":\"An old \\u001b[31m bridge, $HOME\"}\n"
          "{\"id\":\"b\",\"text\":5}\n"
          "{\"id\":\"c\",\"text\":\"Bridges\\nand\\tbridge\"}\n");
    std::string many;
    for (int i = 0; i < 3000; ++i) {
      const std::string n = std::to_string(i);
      many += "{\"id\":\"" + n + "\",\"text\":\"x" + std::to_string(i * 7919 % 3000) +
              " word word y" + std::to_string(i % 17) + "\"}\n";
    }
    Write("many.jsonl", many);
  }
  Ended Table(const std::string& with, const std::string& options) const {
    Write("p.yaml",
          "textmill: 1\nname: hits\nsteps:\n  - uses: read.jsonl\n    with: { path: many.jsonl }\n"
          "  - uses: corpus.concordance\n    id: hits\n    with: { query: word, " +
              with + " }\n  - uses: write.csv\n    with: { from: hits, path: '-' }\n");
    return Here("$T run p.yaml " + options);
  }
};

TEST_F(KwicTest, EscapesAndSaysWhatItDid) {
  const Ended ended = Here("$T kwic bridge in.jsonl");
  EXPECT_EQ(ended.out, "a\tAn old \\x1b[31m\tbridge\t, $HOME\nc\tBridges and\tbridge\t\n");
  EXPECT_THAT(ended.err, HasSubstr("2 hits in 2 documents"));
  EXPECT_THAT(ended.err, HasSubstr("in.jsonl, byte "));
  EXPECT_EQ(Here("$T kwic '$HOME' in.jsonl --columns ''").out,
            "An old \\x1b[31m bridge, $\tHOME\t\n");
}

TEST_F(KwicTest, TagsWhatAQueryAsksTagsOf) {
  Write("ships.jsonl", "{\"id\":\"a\",\"text\":\"The old ships were sold. We ship oil.\"}\n");
  EXPECT_EQ(Here("$T kwic '[pos=\"NOUN\" & lemma=\"ship\"]' ships.jsonl --context 1").out,
            "a\told\tships\twere\n");
  EXPECT_EQ(Here("$T kwic '[tag!=\"NN.*\" & lemma=\"ship\"]' ships.jsonl --context 1").out,
            "a\tWe\tship\toil\n");
  // A treebank has its own; here one that is wrong on purpose.
  Write("a.conllu", "# newdoc id = t\n1\tships\twave\tINTJ\tUH\t_\t_\t_\t_\t_\n\n");
  EXPECT_EQ(Here("$T kwic '[lemma=\"wave\"]' a.conllu").out, "t\t\tships\t\n");
}

TEST_F(KwicTest, TakesTheTagsThatRecordsBring) {
  // Wrong ones, on purpose.
  const std::string token = "{\"begin\":0,\"end\":5,\"pos\":\"INTJ\",\"lemma\":\"wave\",\"x\":1.5}";
  const std::string text = "\"text\":\"ships sail\"";
  Write("tagged.jsonl", "{\"id\":\"a\"," + text + ",\"tokens\":[" + token + "]}\n{\"id\":\"b\"," +
                            text + "}\n{\"id\":\"c\"," + text + ",\"words\":[" + token +
                            "]}\n{\"id\":\"d\"," + text + ",\"meta\":{\"words\":[" + token +
                            "]}}\n");
  const Ended ended = Here("$T kwic '[pos=\"INTJ\" & lemma=\"wave\"]' tagged.jsonl --context 0");
  EXPECT_EQ(ended.out, "a\t\tships\t\n");
  EXPECT_THAT(ended.err, HasSubstr("1 hit in 4 documents, of which 3 have no tokens"));
  EXPECT_EQ(Here("$T kwic '[lemma=\"wave\"]' tagged.jsonl --field tokens=words --context 0").out,
            "c\t\tships\t\n");
  EXPECT_EQ(
      Here("$T kwic '[lemma=\"wave\"]' tagged.jsonl --field tokens=meta.words --context 0").out,
      "d\t\tships\t\n");
  // A pipe can be read once only.
  EXPECT_THAT(Here("mkfifo pipe.jsonl; "
                   "timeout 60 dd if=tagged.jsonl of=pipe.jsonl status=none & "
                   "timeout 60 $T kwic '[pos=\"NOUN\"]' pipe.jsonl")
                  .err,
              HasSubstr(" in 4 documents\n"));
  // What `tokens.tag` makes can be asked for, also where no record has it.
  EXPECT_EQ(Here("$T kwic '[tag=\"NN\"]' tagged.jsonl").status, 0);
}

TEST_F(KwicTest, TellsWhereTokensOfRecordsAreNotUsed) {
  Write("odd.jsonl",
        "{\"id\":\"a\",\"text\":\"ships sail\",\"tokens\":[{\"begin\":0,\"end\":5,"
        "\"pos\":\"INTJ\",\"feats\":{\"a\":\"b\"}}]}\n");
  const Ended ended = Here("$T kwic '[pos=\"INTJ\"]' odd.jsonl");
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("warning: `tokens` in the records is not used, tags are made"));
  EXPECT_THAT(Here("$T kwic '[pos=\"INTJ\"]' many.jsonl").err, Not(HasSubstr("warning")));
}

TEST_F(KwicTest, MistakesInAQueryAreToldBeforeAnythingIsRead) {
  Write("odd.jsonl", "{\"id\":\"a\",\"text\":\"b\",\"tokens\":[{\"x\":[1]}]}\n");
  EXPECT_THAT(Here("$T kwic '[pos=\"NOUN\"]' odd.jsonl").err, HasSubstr("warning"));
  const Ended ended = Here("$T kwic '[pos=\"NOUN\" & ner=\"(\"]' odd.jsonl");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("the regular expression cannot be used"));
  EXPECT_THAT(ended.err, Not(HasSubstr("warning")));
  // Which attributes there are is known once the records are looked at.
  Write("ner.jsonl",
        "{\"id\":\"a\",\"text\":\"b\",\"tokens\":[{\"begin\":0,\"end\":1,\"ner\":\"P\",\"pos\":"
        "\"X\"}]}\n");
  EXPECT_EQ(Here("$T kwic '[pos=\"X\" & ner=\"P\"]' ner.jsonl").out, "a\t\tb\t\n");
  EXPECT_THAT(Here("$T kwic '[pos=\"X\" & nr=\"P\"]' ner.jsonl").err, HasSubstr("`nr`"));
}

TEST_F(KwicTest, TooManyFailures) {
  std::string wrong;
  for (int i = 0; i < 1100; ++i) wrong += "{\"text\":5}\n";
  Write("wrong.jsonl", wrong);
  const Ended ended = Here("$T kwic word wrong.jsonl");
  EXPECT_THAT(ended.err, HasSubstr("documents failed, more than `stop_after_failures: 1000`"));
  EXPECT_THAT(ended.err, Not(HasSubstr("/dev/null")));
}

TEST_F(KwicTest, NothingFound) {
  const Ended ended = Here("$T kwic nowhere many.jsonl");
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err, "0 hits in 3000 documents\n");
}

TEST_F(KwicTest, Limits) {
  const Ended ended = Here("$T kwic word many.jsonl --limit 3 --context 1");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "0\tx0\tword\tword\n0\tword\tword\ty0\n1\tx1919\tword\tword\n");
  EXPECT_EQ(ended.err, "3 hits, the first ones\n");
  const Ended sorted = Here("$T kwic word many.jsonl --limit 1 --context 1 --sort L1,-id");
  EXPECT_EQ(sorted.out, "999\tword\tword\ty13\n");
}

TEST_F(KwicTest, AReaderThatGoesAway) {
  const Ended ended = Here("$T kwic word many.jsonl many.jsonl many.jsonl | head -1");
  EXPECT_EQ(ended.out, "0\tx0\tword\tword y0\n");
}

TEST_F(KwicTest, Mistakes) {
  EXPECT_EQ(Here("$T kwic '[word=\"a' many.jsonl").status, 2);
  EXPECT_EQ(Here("$T kwic word").status, 2);
  EXPECT_EQ(Here("$T kwic word many.jsonl --limit -1").status, 2);
  EXPECT_EQ(Here("$T kwic word many.jsonl --field text").status, 2);
  EXPECT_THAT(Here("$T kwic word many.jsonl --sort rigth").err,
              HasSubstr("cannot sort by `rigth`"));
  EXPECT_THAT(Here("$T kwic word nothing.jsonl").err, HasSubstr("nothing.jsonl"));
}

TEST_F(KwicTest, TheTableIsTheSameWhateverThreadsBatchesAndMemory) {
  for (const std::string with : {"sort: [left, -right]", "sample: 700, seed: 3", "context: 2"}) {
    const Ended expected = Table(with, "--threads 1");
    EXPECT_EQ(expected.status, 0) << expected.err;
    EXPECT_GT(expected.out.size(), 10000u);
    EXPECT_EQ(Table(with, "--threads 3 --batch-bytes 5000").out, expected.out);
    EXPECT_EQ(Table(with + ", memory: 64KiB", "--threads 2 --batch-bytes 20000").out, expected.out);
  }
}

}  // namespace
}  // namespace textmill::tests
