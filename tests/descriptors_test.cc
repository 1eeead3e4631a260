// Standard output and the limits of a process: what could not be printed or written is an exit
// status, as with any careful tool.
#include <gmock/gmock.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using testing::HasSubstr;

class DescriptorsTest : public ProgramTest {
 protected:
  DescriptorsTest() {
    std::string corpus;
    for (int i = 0; i < 2000; ++i)
      corpus += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"one line of the corpus\"}\n";
    Write("in.jsonl", corpus);
    Write("p.yaml",
          "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
          "  - uses: write.jsonl\n    with: { path: \"${OUT:-out.jsonl}\" }\n");
  }
};

TEST_F(DescriptorsTest, WhatCannotBePrintedIsAnExitStatus) {
  for (const std::string command :
       {"--version", "--help", "help", "schema", "plugins", "plugins read.csv", "run --version",
        "run --help", "explain p.yaml", "plugins --verify"}) {
    const Ended full = Here("$T " + command + " >/dev/full");
    EXPECT_EQ(full.status, 1) << command;
    EXPECT_THAT(full.err, HasSubstr("cannot write to standard output")) << command;
    const Ended closed = Here("$T " + command + " >&-");
    EXPECT_EQ(closed.status, 1) << command;
    EXPECT_EQ(Here("$T " + command + " >/dev/null").status, 0) << command;
  }
  EXPECT_EQ(Here("$T nonsense >/dev/full").status, 2);
}

TEST_F(DescriptorsTest, DocumentsThatCannotBePrintedFailTheRun) {
  const Ended full = Here("OUT=- $T run p.yaml >/dev/full");
  EXPECT_EQ(full.status, 1);
  EXPECT_THAT(full.err, HasSubstr("No space left on device"));
  const Ended closed = Here("OUT=- $T run p.yaml >&-");
  EXPECT_EQ(closed.status, 1);
  EXPECT_THAT(closed.err, HasSubstr("Bad file descriptor"));
}

TEST_F(DescriptorsTest, EventsThatCannotBeWrittenAreAnExitStatusAndNothingElseIsReplaced) {
  const Ended full = Here("$T run p.yaml --events /dev/full");
  EXPECT_EQ(full.status, 1);
  EXPECT_THAT(full.err, HasSubstr("not all events could be written: No space left on device"));
  EXPECT_EQ(Here("OUT=o2 $T check p.yaml --events /dev/full").status, 1);
  EXPECT_EQ(Here("OUT=o2 $T run p.yaml --events -").status, 2);
  const std::string corpus = ReadFile(At("in.jsonl"));
  const Ended input = Here("OUT=o2 $T run p.yaml --events in.jsonl --overwrite");
  EXPECT_EQ(input.status, 2);
  EXPECT_THAT(input.err, HasSubstr("in.jsonl: the file exists already, and does not hold events"));
  EXPECT_EQ(ReadFile(At("in.jsonl")), corpus);
  EXPECT_EQ(Here("OUT=o2 $T run p.yaml --events e").status, 0);
  EXPECT_EQ(Here("OUT=o3 $T run p.yaml --events e").status, 0);
}

// The files that a run opens must not take the place of what is closed.
TEST_F(DescriptorsTest, ClosedDescriptorsStayOutOfTheFiles) {
  ASSERT_EQ(Here("$T run p.yaml").status, 0);
  const std::string expected = ReadFile(At("out.jsonl"));
  for (const std::string closed : {"<&-", ">&-", "2>&-", "<&- >&- 2>&-"}) {
    const Ended ended = Here("$T run p.yaml --overwrite --progress always " + closed);
    EXPECT_EQ(ended.status, 0) << closed;
    EXPECT_EQ(ReadFile(At("out.jsonl")), expected) << closed;
  }
}

TEST_F(DescriptorsTest, AFileThatMayGrowNoMoreIsToldAndTheWorkFolderGone) {
  fs::create_directories(At("tmp"));
  const Ended ended = Here("ulimit -f 8; TMPDIR=tmp $T run p.yaml");
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("File too large"));
  EXPECT_FALSE(fs::exists(At("out.jsonl")));
  EXPECT_TRUE(fs::is_empty(At("tmp")));
}

}  // namespace
}  // namespace textmill::tests
