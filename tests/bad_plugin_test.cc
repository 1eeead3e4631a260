// Plugins that are refused, and stages that go wrong while they work, through the whole program.
#include <gmock/gmock.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kBad = TEXTMILL_BINARY_DIR "/tests/loading/bad";
const std::string kThrows = TEXTMILL_BINARY_DIR "/tests/loading/throws";
const std::string kWrong = TEXTMILL_BINARY_DIR "/tests/wrong";

class BadPluginTest : public ProgramTest {
 protected:
  // Runs 1,000 documents, of which number 500 is bad, through a stage.
  Ended RunThrough(const std::string& stage, const std::string& options = "") {
    std::string corpus;
    for (int i = 0; i < 1000; ++i) {
      corpus += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"" + (i == 500 ? "bad" : "good") +
                "\"}\n";
    }
    Write("in.jsonl", corpus);
    Write("p.yaml",
          "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n  - uses: " +
              stage +
              "\n    id: odd\n  - uses: write.jsonl\n    with: { path: out.jsonl, "
              "columns: [id, text] }\n");
    return Here("timeout 20 $T run p.yaml --summary s.json --plugin-path '" + kWrong + "' " +
                options);
  }
  // 999 documents came through, and number 500 failed with that message.
  void ExpectOnlyTheBadOneFailed(const Ended& ended, const std::string& message) {
    EXPECT_EQ(ended.status, 3) << ended.err;
    const std::string out = ReadFile(At("out.jsonl")), summary = ReadFile(At("s.json"));
    EXPECT_EQ(Lines(out).size(), 999u);
    EXPECT_THAT(out, Not(HasSubstr("\"500\"")));
    ExpectBalanced(summary);
    EXPECT_EQ(NumberIn(summary, "failed"), 1);
    const auto failed = Lines(ReadFile(At("out.failed.jsonl")));
    ASSERT_EQ(failed.size(), 1u);
    EXPECT_THAT(failed[0], HasSubstr("{\"step\":\"odd\",\"message\":\""));
    EXPECT_THAT(failed[0], HasSubstr(message));
    EXPECT_THAT(failed[0], HasSubstr(R"("record":"{\"id\":\"500\",\"text\":\"bad\"}")"));
  }
};

TEST_F(BadPluginTest, RefusedFilesAreListedWithTheirReasons) {
  const Ended ended = Here("$T plugins --plugin-path '" + kBad + "'");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("read.jsonl"));  // the good ones are there all the same
  for (const auto& [file, reason] : std::vector<std::pair<std::string, std::string>>{
           {"symbol.so", "no data symbol `textmill_plugin_v1`"},
           {"major.so", "made for version 2.0"},
           {"minor.so", "newer"},
           {"unresolved.so", "undefined symbol: a_function_that_nobody_has"},
           {"process.so", "the function `process` is NULL"}}) {
    EXPECT_THAT(ended.out, HasSubstr(kBad + "/" + file));
    EXPECT_THAT(ended.out, HasSubstr(reason));
  }
}

TEST_F(BadPluginTest, AStageOfARefusedPluginIsMissedWithTheReason) {
  fs::create_directory(At("plugins"));
  fs::permissions(At("plugins"), fs::perms(0755));
  fs::copy(kBad + "/process.so", At("plugins"));
  Write("in.jsonl", "{\"text\":\"a\"}\n");
  Write("p.yaml",
        "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
        "  - uses: fixture.nothing\n");
  const Ended ended = Here("$T check p.yaml --plugin-path plugins");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("p.yaml:5:11: there is no stage `fixture.nothing`"));
  EXPECT_THAT(ended.err, HasSubstr("refused"));
}

TEST_F(BadPluginTest, APluginThatThrowsWhileItIsLoadedIsNamed) {
  const Ended ended = Here("$T plugins --plugin-path '" + kThrows + "'");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("throws.so"));
  EXPECT_THAT(ended.out, HasSubstr("while it was loaded it crashed: Aborted"));
}

TEST_F(BadPluginTest, ADocumentThatAStageFailsOnFailsAlone) {
  ExpectOnlyTheBadOneFailed(RunThrough("wrong.fails"), "this text is bad; write a better one");
  ExpectOnlyTheBadOneFailed(RunThrough("wrong.fails", "--overwrite --threads 4 --batch-bytes 2000"),
                            "this text is bad");
}

TEST_F(BadPluginTest, SoDoesOneOnWhichAStageThrows) {
  ExpectOnlyTheBadOneFailed(RunThrough("wrong.throws"), "an index was out of range");
  ExpectOnlyTheBadOneFailed(RunThrough("wrong.throws", "--overwrite --set odd.number=true"),
                            "an exception of an unknown type was thrown");
}

TEST_F(BadPluginTest, AStageThatLosesRowsEndsTheRun) {
  const Ended ended = RunThrough("wrong.loses");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("wrong.loses broke its promise"));
  EXPECT_THAT(ended.err, HasSubstr("999"));
  EXPECT_THAT(ended.err, HasSubstr("1000"));
  EXPECT_THAT(ended.err, HasSubstr("a mistake in the plugin, not in the pipeline"));
  EXPECT_FALSE(fs::exists(At("out.jsonl")));
}

TEST_F(BadPluginTest, AStageThatCannotBeginEndsTheRun) {
  const Ended ended = RunThrough("wrong.never_opens");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("step `odd`: no list of names"));
  EXPECT_FALSE(fs::exists(At("out.jsonl")));
}

// That is the run's failure, not a document's: else each of them would be said to have failed, and
// the run to be complete.
// Two plugins, each with a library of one name beside it: one of them works, both do not, and it is
// said of which.
TEST_F(BadPluginTest, LibrariesOfOneNameAreNotMixedUp) {
  const Ended built = Here(
      "for n in a b; do mkdir -p $n/lib && echo \"int a_function_that_nobody_has(void) { return 0; "
      "} "
      "int version_$n;\" > lib.c && cc -shared -fPIC lib.c -Wl,-soname,libheld.so.1 -o "
      "$n/lib/libheld.so.1 && cc -shared -fPIC -I'" TEXTMILL_SOURCE_DIR
      "/sdk/include' -DFIXTURE_UNRESOLVED -DFIXTURE_STAGE=\"\\\"held.$n\\\"\" '" TEXTMILL_SOURCE_DIR
      "/core/plugin/testdata/plugin.c' -o $n/$n.so $n/lib/libheld.so.1 "
      "-Wl,-rpath,'$ORIGIN/lib' || exit; done; chmod -R go-w a b");
  ASSERT_EQ(built.status, 0) << built.err;
  Write("in.jsonl", "{\"text\":\"one\"}\n");
  const auto run = [&](const std::string& steps) {
    Write("p.yaml", "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n" +
                        steps + "  - uses: write.jsonl\n    with: { path: out.jsonl }\n");
    return Here("$T run p.yaml --overwrite --plugin-path a --plugin-path b");
  };
  for (const char* stage : {"held.a", "held.b"}) {
    const Ended ended = run(std::string("  - uses: ") + stage + "\n");
    EXPECT_EQ(ended.status, 0) << stage << ": " << ended.err;
  }
  const Ended both = run("  - uses: held.a\n  - uses: held.b\n");
  EXPECT_EQ(both.status, 2) << both.err;
  EXPECT_THAT(both.err, HasSubstr("the stage `held.b` cannot be used: "));
  EXPECT_THAT(both.err, HasSubstr("/b/b.so: its library "));
  EXPECT_THAT(both.err,
              HasSubstr("is another file than the libheld.so.1 of a plugin that is loaded"));
}

TEST_F(BadPluginTest, MemoryThatIsShortEndsTheRun) {
  const Ended ended = RunThrough("wrong.no_memory");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("not enough memory"));
  EXPECT_THAT(ended.err, HasSubstr("nothing has its final name"));
  EXPECT_FALSE(fs::exists(At("out.jsonl")));
  EXPECT_FALSE(fs::exists(At("out.failed.jsonl")));
  EXPECT_EQ(NumberIn(ReadFile(At("s.json")), "failed"), 0);
}

}  // namespace
}  // namespace textmill::tests
