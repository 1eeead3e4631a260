// The SDK's examples as plugins: loaded by the program, and all of them in one pipeline.
#include <gmock/gmock.h>

#include "core/plugin/registry.h"
#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kExamples[] = TEXTMILL_BINARY_DIR "/tests/examples";

class ExamplesTest : public ProgramTest {};

TEST_F(ExamplesTest, AreComplete) {
  const core::Registry registry = core::Registry::Load({kExamples});
  for (const core::RefusedPlugin& refused : registry.refused())
    ADD_FAILURE() << refused.path << ": " << refused.reason;
  std::vector<std::string> names;
  for (const textmill_stage* stage : registry.Stages()) names.emplace_back(stage->info->name);
  EXPECT_THAT(names, ElementsAre("example.census", "example.count_words", "example.lines",
                                 "example.mentions", "example.min_length", "example.read_lines",
                                 "example.write_titles"));
}

TEST_F(ExamplesTest, AreListed) {
  const Ended all = Here(std::string("$T plugins --plugin-path ") + kExamples);
  EXPECT_EQ(all.status, 0);
  EXPECT_THAT(all.out, HasSubstr(std::string("example-c 1.0.0  ") + kExamples + "/example-c.so"));
  EXPECT_THAT(all.out, HasSubstr("example.min_length"));
  const Ended one = Here(std::string("$T plugins --plugin-path ") + kExamples + " example.lines");
  EXPECT_EQ(one.status, 0);
  EXPECT_THAT(one.out, HasSubstr("may make several documents of one"));
}

TEST_F(ExamplesTest, RunInAPipeline) {
  Write("in.txt", "the ship\nsea\na long train\nsea and ship and sea\n");
  Write("more.txt", std::string("the sea again\nb\0d\n", 18));
  Write("pipeline.yaml", R"(
textmill: 1
name: examples
steps:
  - uses: example.read_lines
    with: { path: [in.txt, more.txt] }
  - uses: example.lines
  - uses: example.min_length
    with: { least: 4 }
  - uses: example.mentions
    with: { words: [sea, ship] }
  - uses: example.count_words
  - keep: words >= 2
  - uses: example.census
    id: census
    with: { column: source }
  - uses: write.csv
    from: census
    with: { path: census.csv }
  - uses: columns
    with: { rename: { text: title } }
  - uses: example.write_titles
    with: { path: titles.md }
dropped: dropped.jsonl
failed: failed.jsonl
allow_failures: 1
)");
  for (const std::string threads : {"1", "2"}) {
    const Ended run = Here(std::string("$T run pipeline.yaml --overwrite --summary summary.json") +
                           " --plugin-path " + kExamples + " --threads " + threads);
    ASSERT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(ReadFile(At("titles.md")), "- the ship\n- sea and ship and sea\n- the sea again\n");
    EXPECT_THAT(Lines(ReadFile(At("census.csv"))),
                ElementsAre("value,documents", "in.txt,2", "more.txt,1"));
    const std::string dropped = ReadFile(At("dropped.jsonl"));
    EXPECT_EQ(Lines(dropped).size(), 2u);
    EXPECT_THAT(dropped, HasSubstr("\"short\""));
    EXPECT_THAT(dropped, HasSubstr("\"not_mentioned\""));
    EXPECT_THAT(ReadFile(At("failed.jsonl")), HasSubstr("there is a NUL byte in the line"));
    const std::string summary = ReadFile(At("summary.json"));
    ExpectBalanced(summary);
    EXPECT_EQ(NumberIn(summary, "read"), 6);
    EXPECT_EQ(NumberIn(summary, "finished"), 3);
    EXPECT_EQ(NumberIn(summary, "failed"), 1);
  }
}

}  // namespace
}  // namespace textmill::tests
