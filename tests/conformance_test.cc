// `textmill test-plugin`: every check finds the plugin that is wrong in its way, and good plugins
// pass without a warning.
#include <gmock/gmock.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using testing::HasSubstr;

const std::string kBad = TEXTMILL_BINARY_DIR "/tests/conformance/bad-conformance.so";
const std::string kBadState = TEXTMILL_BINARY_DIR "/tests/conformance/bad-state.so";
const std::string kLoading = TEXTMILL_BINARY_DIR "/tests/loading/";

class ConformanceTest : public ProgramTest {
 protected:
  Ended Test(const std::string& file, const std::string& options = "") {
    return Here("$T test-plugin '" + file + "' " + options);
  }
  // The check finds that stage's mistake, and says so.
  void ExpectFound(const std::string& check, const std::string& stage, const std::string& message,
                   const std::string& outcome = "failed", const std::string& plugin = kBad) {
    const Ended ended = Test(plugin, "--stage '" + stage + "' --only " + check + " --timeout 60");
    EXPECT_EQ(ended.status, outcome == "failed" ? 1 : 0) << check << "\n" << ended.out << ended.err;
    EXPECT_THAT(ended.out, HasSubstr(outcome + "  " + check));
    std::string out = ended.out;  // as one line
    for (size_t at; (at = out.find("\n    ")) != out.npos;) out.replace(at, 5, " ");
    EXPECT_THAT(out, HasSubstr(message)) << check;
    EXPECT_THAT(out, HasSubstr("expected: "));
    EXPECT_THAT(out, HasSubstr("to fix it: "));
  }
};

TEST_F(ConformanceTest, FindsFilesThatCannotBeLoaded) {
  const Ended symbol = Test(kLoading + "bad/symbol.so");
  EXPECT_EQ(symbol.status, 1);
  EXPECT_THAT(symbol.out, HasSubstr("failed  load.file"));
  const Ended unresolved = Test(kLoading + "bad/unresolved.so");
  EXPECT_EQ(unresolved.status, 1);
  EXPECT_THAT(unresolved.out, HasSubstr("failed  load.loads"));
  EXPECT_THAT(unresolved.out, HasSubstr("a_function_that_nobody_has"));
  const Ended throws = Test(kLoading + "throws/throws.so");
  EXPECT_EQ(throws.status, 1);
  EXPECT_THAT(throws.out, HasSubstr("failed  load.loads"));
  EXPECT_THAT(throws.out, HasSubstr("it crashed"));
  const Ended chatty = Test(TEXTMILL_BINARY_DIR "/tests/conformance/chatty.so");
  EXPECT_EQ(chatty.status, 0) << chatty.out;
  EXPECT_THAT(chatty.out, HasSubstr("warning  load.exports"));
  EXPECT_THAT(chatty.out, HasSubstr("`another_symbol`"));
  EXPECT_THAT(chatty.out, HasSubstr("warning  load.name"));
}

TEST_F(ConformanceTest, FindsWrongDescriptions) {
  ExpectFound("load.twice", "", "a second instance could not be created");
  ExpectFound("describe.docs", "bad.undocumented", "not one sentence", "warning");
  ExpectFound("describe.defaults", "bad.default", "the default of `size`");
  ExpectFound("describe.example", "bad.example", "no_such_parameter");
}

TEST_F(ConformanceTest, FindsWrongBinding) {
  ExpectFound("bind.accepts", "bad.picky", "needs the column `secret`");
  ExpectFound("bind.missing", "bad.blind",
              "it needs the column `text`, but bind took columns without");
  ExpectFound("bind.type", "bad.blind", "bind took it as bool");
  ExpectFound("bind.twice", "bad.binds_once", "is bound already");
  ExpectFound("bind.products", "bad.undeclared", "it makes the column `surprise`", "warning");
  ExpectFound("bind.products", "bad.undeclared_table", "it makes the table `t`", "warning");
  ExpectFound("bind.products", "bad.same_column", "it makes the column `length` twice");
  ExpectFound("bind.products", "bad.hidden_table", "the flag TEXTMILL_TABLES is missing");
}

TEST_F(ConformanceTest, FindsWrongWork) {
  ExpectFound("process.no_rows", "bad.never_empty", "broke its promise");
  ExpectFound("process.one_row", "bad.several", "cannot divide");
  ExpectFound("process.one_row", "bad.loses", "broke its promise");
  ExpectFound("process.one_row", "bad.throws_out", "an exception came out of the plugin: over the");
  ExpectFound("process.one_row", "bad.exits", "it ended the process, with status 3");
  ExpectFound("process.nulls", "bad.no_nulls", "there is no text");
  ExpectFound("process.absent", "bad.not_optional", "there is no title");
  ExpectFound("process.huge_row", "bad.small_only", "it crashed: Aborted");
  ExpectFound("process.batches", "bad.by_batch", "in batches of another size");
  ExpectFound("process.offsets", "bad.without_offset", "as slices with an offset");
  ExpectFound("process.threads", "bad.overlaps", "on four threads");
  ExpectFound("process.repeat", "bad.numbers", "processed twice");
  ExpectFound("process.input_unchanged", "bad.changes", "changed the columns");
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  // They may end it where memory is used that is gone, before the check sees what came of it.
  ExpectFound("process.input_not_kept", "bad.keeps_input", "is gone when the call returns");
#else
  ExpectFound("process.input_not_kept", "bad.keeps_input", "with the input gone");
#endif
  ExpectFound("process.release", "bad.releases_here", "it crashed: Aborted");
  ExpectFound("life.close", "bad.closes", "it crashed: Aborted");
  ExpectFound("fuzz.tables", "bad.no_nul", "it crashed: Aborted");
}

TEST_F(ConformanceTest, FindsWrongSources) {
  ExpectFound("source.records", "bad.wrong_places", "reaches out of its unit");
  ExpectFound("source.units", "bad.cuts_anywhere", "in units of");
  ExpectFound("source.threads", "bad.reads_alone", "on four threads");
  ExpectFound("source.empty", "bad.never_nothing", "it crashed: Aborted");
  ExpectFound("source.gone", "bad.silent", "was read without a word");
  ExpectFound("fuzz.files", "bad.ascii_only", "it crashed: Aborted");
}

TEST_F(ConformanceTest, FindsWrongStates) {
  const auto expect = [&](const std::string& check, const std::string& stage,
                          const std::string& message) {
    ExpectFound(check, stage, message, "failed", kBadState);
  };
  expect("state.saved", "state.spends", "saved at every point, documents: row 20: ");
  expect("state.resumed", "state.forgets", "restored at point 1 of 11, documents: row 20: ");
  expect("state.empty", "state.crashes_on_nothing", "it crashed: Aborted");
  expect("state.empty", "state.says_nothing", "a state of no bytes: restore failed without saying");
  expect("state.random", "state.takes_anything", "64 random bytes was taken for good; documents: ");
  expect("state.truncated", "state.takes_parts", "cut off after 0 of its 24 bytes was taken");
  expect("state.damaged", "state.takes_damaged", "another byte 8 of its 24 was taken for good");
  expect("state.older", "state.crashes_on_older", "it crashed: Aborted");
  expect("state.newer", "state.takes_newer", "a state of version 2 was taken for good");
  const Ended own = Test(kBadState, "--stage state.takes_parts --only state.older");
  EXPECT_THAT(own.out, HasSubstr("skipped  state.older"));
  const Ended good = Test(kBadState, "--stage state.good --only state");
  EXPECT_THAT(good.out, HasSubstr("12 passed, 0 failed, 0 warning, 0 skipped"));
  const Ended none = Test(kBad, "--stage bad.blind --only state");
  EXPECT_THAT(none.out, HasSubstr("it does not commit"));
  ExpectFound("state.offered", "bad.forgets", "a run with it cannot be resumed", "warning");
  ExpectFound("state.stateless", "bad.numbered", "had not seen what was before, documents: row 20");
}

TEST_F(ConformanceTest, FindsWrongSplits) {
  ExpectFound("split.merged", "bad.merges_nothing", "table: {n: 200} became {n: 60}");
  ExpectFound("split.partitioned", "bad.no_keys", "in 2 parts, documents: row ");
}

TEST_F(ConformanceTest, FindsWrongFailures) {
  ExpectFound("process.failures", "bad.fails_twice", "it says twice that row 0 failed");
  ExpectFound("process.failures", "bad.fails_silently", "and not why");
  // Where all fail, what stays the same is nothing.
  const Ended all = Test(kBad, "--stage bad.fails_silently --only process.batches");
  EXPECT_THAT(all.out, HasSubstr("skipped  process.batches"));
  EXPECT_THAT(all.out, HasSubstr("each of the documents that were made up failed"));
}

// What is printed is told, once for a stage; and does not get between the lines of the report.
TEST_F(ConformanceTest, TellsOfPrints) {
  const Ended ended = Test(kBad, "--stage bad.prints --only process");
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, HasSubstr("warning  prints  bad.prints"));
  EXPECT_THAT(ended.out, HasSubstr("it printed on standard output: loading the model..."));
  EXPECT_THAT(ended.out, HasSubstr("0 failed, 1 warning"));
}

// A source that takes none of the files that are made up was not tried out, until it is given one.
TEST_F(ConformanceTest, ASourceThatReadNothingWasNotTriedOut) {
  const Ended made_up = Test(kBad, "--stage bad.own_format --only source");
  EXPECT_EQ(made_up.status, 0) << made_up.out;
  EXPECT_THAT(Test(kBad, "--stage bad.own_format --only fuzz").out,
              HasSubstr("skipped  fuzz.files  bad.own_format"));
  for (const std::string check :
       {"source.records", "source.units", "source.threads", "source.empty"})
    EXPECT_THAT(made_up.out, HasSubstr("skipped  " + check + "  bad.own_format"));
  EXPECT_THAT(made_up.out, HasSubstr("give a file that it reads: --input FILE"));
  EXPECT_THAT(made_up.out, HasSubstr("a source was not tried out: it read no document"));
  Write("good.own", "OWN one\ntwo\nthree\n");
  const Ended given = Test(kBad, "--stage bad.own_format --input good.own --only source");
  EXPECT_EQ(given.status, 0) << given.out;
  EXPECT_THAT(given.out, HasSubstr(" 0 failed, 0 warning, 0 skipped"));
  EXPECT_EQ(ReadFile(At("good.own")), "OWN one\ntwo\nthree\n");  // it is not touched
  for (const std::string with : {"how=back", "'how: back'"}) {
    const Ended wrong =
        Test(kBad, "--stage bad.own_format --input good.own --only source.units --with " + with);
    EXPECT_EQ(wrong.status, 1) << with << wrong.out << wrong.err;
    EXPECT_THAT(wrong.out, HasSubstr("goes back or overlaps"));
  }
  EXPECT_EQ(Test(kBad, "--stage bad.own_format --with 'how: [back'").status, 2);
  EXPECT_EQ(Test(kBad, "--stage bad.own_format --input no-such-file").status, 2);
}

// As `run` does: libraries beside the plugin are found where it really is.
TEST_F(ConformanceTest, LoadsWhatRunLoads) {
  Write("lib.c", "int my_number(void) { return 7; }\n");
  Write("own.cc", R"(#include <textmill/textmill.hpp>
extern "C" int my_number(void);
namespace {
class Own final : public textmill::MapStage {
 public:
  Own() { Describe("own.number", "1.0.0", "Gives a number of a library beside it."); }
  textmill::In<textmill::Utf8> text{this, "text", "not looked at"};
  textmill::Out<textmill::Int64> number{this, "number", "the same for all"};
  void Apply(const textmill::Row&, textmill::Reply& out) const override {
    out[number].Append(my_number());
  }
};
}  // namespace
TEXTMILL_PLUGIN("own", "1.0.0", "MIT", Own);
)");
  const Ended built = Here(
      "mkdir -p p/lib && cc -shared -fPIC lib.c -Wl,-soname,libown.so.1 -o p/lib/libown.so.1 && "
      "c++ -std=c++17 -fPIC -shared -fvisibility=hidden -I" TEXTMILL_SOURCE_DIR
      "/sdk/include own.cc -o p/own.so p/lib/libown.so.1 -Wl,-rpath,'$ORIGIN/lib' "
      "-Wl,--version-script=" TEXTMILL_SOURCE_DIR "/sdk/cmake/textmill-plugin.map");
  ASSERT_EQ(built.status, 0) << built.err;
  const Ended ended = Test("p/own.so", "--only load");
  EXPECT_EQ(ended.status, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("0 failed, 0 warning"));
}

TEST_F(ConformanceTest, EndsWhatDoesNotComeBack) {
  const Ended ended = Test(kBad, "--stage bad.hangs --only process.one_row --timeout 1");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out, HasSubstr("it was not done after 1 s"));
}

TEST_F(ConformanceTest, ReportsAsJsonAndInProcess) {
  const Ended ended = Test(kBad, "--stage bad.by_batch --only process.batches --json --in-process");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out, HasSubstr("\"check\": \"process.batches\","));
  EXPECT_THAT(ended.out, HasSubstr("\"outcome\": \"failed\","));
  EXPECT_THAT(ended.out, HasSubstr("\"message\": \"in batches"));
  EXPECT_EQ(Test("no-such-file.so").status, 2);
  EXPECT_EQ(Test(kBad, "--stage bad.no_such_stage").status, 2);
}

TEST_F(ConformanceTest, BundledPluginsAndExamplesPass) {
  int n = 0;
  for (const std::string folder : {TEXTMILL_PLUGIN_DIR, TEXTMILL_BINARY_DIR "/tests/examples",
                                   TEXTMILL_BINARY_DIR "/tests/examples-c"}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() != ".so") continue;
      const Ended ended = Test(entry.path());
      EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
      EXPECT_THAT(ended.out, HasSubstr(" 0 failed, 0 warning")) << ended.out;
      ++n;
    }
  }
  EXPECT_GE(n, 12);
}

}  // namespace
}  // namespace textmill::tests
