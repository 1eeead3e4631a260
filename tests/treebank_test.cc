// Tokens through the whole program: text to tokens.tag to write.conllu to read.conllu.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "plugins/write-conllu/strict_check.h"
#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class TreebankTest : public ProgramTest {
 protected:
  std::string Pipeline(const std::string& reader, const std::string& steps) const {
    return "textmill: 1\nsteps:\n  - uses: " + reader + "\n" + steps;
  }
};

TEST_F(TreebankTest, ThereAndBack) {
  std::string texts;
  for (int i = 0; i < 60; ++i) {
    texts +=
        "{\"id\":\"a/" + std::to_string(i) +
        "\",\"text\":\"The old bridge doesn't close.\\n\\n  \\\"We\\u2019ll see\\\", she said " +
        std::to_string(i) + " times;\\tcaf\\u00e9 (or _not_)?\\u00a0Ok.\\n\"}\n";
  }
  Write("in.jsonl", texts);
  const std::string tokens =
      "  - uses: write.jsonl\n    with: { path: OUT.jsonl, columns: [id, text, tokens] }\n";
  const auto with_name = [&](std::string name) {
    std::string steps = tokens;
    return steps.replace(steps.find("OUT"), 3, name);
  };
  Write("there.yaml", Pipeline("read.jsonl\n    with: { path: in.jsonl }",
                               "  - uses: tokens.tag\n"
                               "  - uses: write.conllu\n    with: { path: a.conllu }\n" +
                                   with_name("there")));
  Write("back.yaml", Pipeline("read.conllu\n    with: { path: a.conllu }", with_name("back")));
  std::string first;
  for (const char* options : {"--threads 1", "--threads 4 --batch-bytes 1024"}) {
    Ended ended = Here(std::string("$T run there.yaml --overwrite ") + options);
    ASSERT_EQ(ended.status, 0) << ended.err;
    const std::string file = ReadFile(At("a.conllu"));
    EXPECT_EQ(write_conllu::StrictCheck(file), "");
    if (first.empty()) first = file;
    EXPECT_TRUE(first == file) << "other threads, other bytes";
    ended = Here(std::string("$T run back.yaml --overwrite ") + options);
    ASSERT_EQ(ended.status, 0) << ended.err;
    EXPECT_TRUE(ReadFile(At("there.jsonl")) == ReadFile(At("back.jsonl")));
  }
}

TEST_F(TreebankTest, TokensAsRowsHaveTheirWords) {
  Write("in.jsonl", "{\"id\":\"a\",\"text\":\"Two caf\\u00e9s, \\\"one\\\" quay.\"}\n");
  Write("p.yaml", Pipeline("read.jsonl\n    with: { path: in.jsonl }",
                           "  - uses: tokens.tag\n  - uses: write.csv\n"
                           "    with: { path: '-', rows: tokens, columns: [id] }\n"));
  const auto rows = Lines(Here("$T run p.yaml").out);
  ASSERT_EQ(rows.size(), 9);
  EXPECT_EQ(rows[0], "id,word,begin,end,sentence,pos,tag,lemma");
  EXPECT_EQ(rows[1], "a,Two,0,3,0,NUM,CD,two");
  EXPECT_EQ(rows[2], "a,caf\u00e9s,4,10,0,NOUN,NNS,caf\u00e9");
  EXPECT_EQ(rows[4], "a,\"\"\"\",12,13,0,PUNCT,``,\"\"\"\"");
}

TEST_F(TreebankTest, AllColumnsComeBack) {
  const std::string rows =
      "1-2\tau\t_\t_\t_\t_\t_\t_\t_\tTokenRange=0:2\n"
      "1\t\u00e0\t\u00e0\tADP\t_\t_\t3\tcase\t3:case\tTokenRange=0:2\n"
      "2\tle\tle\tDET\t_\tDefinite=Def|Gender=Masc\t3\tdet\t3:det\tA=b|TokenRange=0:2\n"
      "3\tquai\tquai\tNOUN\tN\t_\t0\troot\t0:root\tTokenRange=3:7\n\n";
  Write("a.conllu", "# newdoc id = d\n# sent_id = d-1\n# text = au quai\n" + rows);
  Write("p.yaml",
        Pipeline("read.conllu\n    with: { path: a.conllu, members: [feats, head, deprel, deps, "
                 "misc, form, multiword] }",
                 "  - uses: write.conllu\n    with: { path: '-' }\n"));
  EXPECT_EQ(Here("$T run p.yaml").out, ReadFile(At("a.conllu")));
}

TEST_F(TreebankTest, BrokenDocumentsAreFailures) {
  Write("a.conllu",
        "# newdoc id = good\n1\tYes\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
        "# newdoc id = bad\n1\tNo\n\n");
  Write("p.yaml", Pipeline("read.conllu\n    with: { path: a.conllu }",
                           "  - uses: write.conllu\n    with: { path: '-' }\n"
                           "failed: failed.jsonl\nallow_failures: 1\n"));
  const Ended ended = Here("$T run p.yaml");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("newdoc id = good"));
  EXPECT_THAT(ReadFile(At("failed.jsonl")), HasSubstr("a.conllu:5: the line is broken"));
}

TEST_F(TreebankTest, TokensThatAreNotInTheText) {
  Write("in.jsonl",
        "{\"id\":\"a\",\"text\":\"x\\u00e4z\",\"tokens\":[{\"begin\":0,\"end\":2}]}\n"
        "{\"id\":\"b\",\"text\":\"x\\u00e4z\",\"tokens\":[{\"begin\":0,\"end\":9}]}\n"
        "{\"id\":\"c\",\"text\":\"x\\u00e4z\",\"tokens\":[{\"begin\":3,\"end\":1}]}\n"
        "{\"id\":\"d\",\"text\":\"x\\u00e4z\",\"tokens\":[{\"begin\":0,\"end\":4}]}\n"
        "{\"id\":\"e\",\"text\":\"none\"}\n");
  Write("p.yaml",
        Pipeline("read.jsonl\n    with: { path: in.jsonl, types: { tokens: 'list<{begin: int, end: "
                 "int}>' } }",
                 "  - uses: write.conllu\n    with: { path: '-' }\n"
                 "failed: failed.jsonl\nallow_failures: 3\n"));
  const Ended ended = Here("$T run p.yaml");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out,
            "# newdoc id = d\n# sent_id = d-1\n# text = x\u00e4z\n"
            "1\tx\u00e4z\t_\t_\t_\t_\t_\t_\t_\tTokenRange=0:3\n\n");
  const auto failed = Lines(ReadFile(At("failed.jsonl")));
  ASSERT_EQ(failed.size(), 3);
  for (const std::string& line : failed)
    EXPECT_THAT(line, HasSubstr("token 1 is not at a place in the text"));
}

}  // namespace
}  // namespace textmill::tests
