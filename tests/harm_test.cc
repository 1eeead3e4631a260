// Plugins that do harm in the program itself: none ends it in silence, none changes the result of
// others, and no document is lost without being counted. isolation_test is about those that do it
// in processes of their own.
#include <gmock/gmock.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

const std::string kWrong = TEXTMILL_BINARY_DIR "/tests/wrong";

class HarmTest : public ProgramTest {
 protected:
  void SetUp() override {
    Write("in.jsonl", "{\"text\":\"one\"}\n{\"text\":\"BOOM\"}\n{\"text\":\"three\"}\n");
    fs::create_directory(At("tmp"));
  }
  Ended Run(const std::string& how, const std::string& path = "out.jsonl") {
    Write("p.yaml",
          "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
          "  - uses: harm.map\n    id: odd\n    with: { how: " +
              how +
              " }\n"
              "  - uses: write.jsonl\n    with: { path: \"" +
              path +
              "\", columns: [text, n] }\n"
              "failed: failed.jsonl\nallow_failures: 1\n");
    // A sanitizer leaves signals to the program here.
    return Here(
        "export ASAN_OPTIONS=$ASAN_OPTIONS:handle_segv=0:handle_abort=0:handle_sigfpe=0:"
        "handle_sigill=0:handle_sigbus=0:use_sigaltstack=0:detect_leaks=0; "
        "exec timeout 20 $T run p.yaml --overwrite --isolate=none --work-folder tmp --plugin-path "
        "'" +
        kWrong + "'");
  }
  const std::string all_ =
      "{\"text\":\"one\",\"n\":3}\n{\"text\":\"BOOM\",\"n\":4}\n{\"text\":\"three\",\"n\":5}\n";
};

TEST_F(HarmTest, CrashesNameStepPluginAndInput) {
  for (const auto& [how, signal] : std::vector<std::pair<std::string, int>>{{"segv", 11},
                                                                            {"abort", 6},
                                                                            {"overflow", 11},
                                                                            {"fpe", 8},
                                                                            {"alarm", 14},
                                                                            {"terminate", 6},
                                                                            {"thread_segv", 11},
                                                                            {"thread_throw", 6},
                                                                            {"pthread_exit", 6}}) {
    const Ended ended = Run(how);
    EXPECT_EQ(ended.status, 128 + signal) << how << ": " << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("(signal " + std::to_string(signal) + ")")) << how;
    EXPECT_THAT(ended.err, HasSubstr("of the stage `harm.map`, step `odd`")) << how;
    EXPECT_THAT(ended.err, HasSubstr("plugin: " + kWrong + "/harm.so, version 1.0.0")) << how;
    EXPECT_THAT(ended.err, HasSubstr("textmill test-plugin " + kWrong + "/harm.so")) << how;
    if (how.find("thread") == std::string::npos) {
      EXPECT_THAT(ended.err, HasSubstr("at: in.jsonl, bytes 0 to 48")) << how;
    }
    EXPECT_TRUE(fs::is_empty(At("tmp"))) << how;
    EXPECT_FALSE(fs::exists(At("out.jsonl"))) << how;
  }
}

TEST_F(HarmTest, LeavingIsNoSuccess) {
  for (const std::string how : {"exit", "exit3", "_exit", "_Exit", "quick_exit", "thread_exit"}) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    if (how[0] == '_') continue;  // the sanitizers have an _exit() of their own
#endif
    const Ended ended = Run(how);
    EXPECT_EQ(ended.status, 1) << how << ": " << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("ended the program by ")) << how;
    EXPECT_THAT(ended.err, HasSubstr("step `odd`")) << how;
    EXPECT_TRUE(fs::is_empty(At("tmp"))) << how;
    EXPECT_FALSE(fs::exists(At("out.jsonl"))) << how;
  }
}

// Its strings are gone when it is said who did it.
TEST_F(HarmTest, LeavingInBindIsNoSuccess) {
  Write("p.yaml",
        "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
        "  - uses: harm.ends\n    id: odd\n    with: { where: bind }\n"
        "  - uses: write.jsonl\n    with: { path: out.jsonl }\n");
  const Ended ended = Here("exec timeout 20 $T run p.yaml --plugin-path '" + kWrong + "'");
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("ended the program by exit(0)"));
  EXPECT_THAT(ended.err, HasSubstr("in `bind` of the stage `harm.ends`, step `odd`"));
}

// What a library does when the process ends comes too late to change anything.
TEST_F(HarmTest, WhatIsLeftForTheEndIsNotDone) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "skipped: a sanitizer needs the end of the process";
#endif
  for (const char* at_exit : {"segv", "exit"}) {
    setenv("HARM_AT_EXIT", at_exit, 1);
    const Ended good = Run("none"), refused = Run("none", "in.jsonl");
    unsetenv("HARM_AT_EXIT");
    EXPECT_EQ(good.status, 0) << at_exit << good.err;
    EXPECT_EQ(good.err.find("crashed"), std::string::npos) << good.err;
    EXPECT_EQ(ReadFile(At("out.jsonl")), all_);
    EXPECT_EQ(refused.status, 2) << at_exit << refused.err;
  }
}

// A plugin's description is text on a terminal, and does nothing there.
TEST_F(HarmTest, DescriptionsAreShownAsText) {
  const Ended ended = Here("$T plugins harm.ends --plugin-path '" + kWrong + "'");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("od\\x1b[2Jd"));
}

// What two processes did is not what one counted.
TEST_F(HarmTest, AForkThatComesBackIsNotPublished) {
  const Ended ended = Run("fork");
  EXPECT_EQ(ended.status, 1);
  EXPECT_FALSE(fs::exists(At("out.jsonl")));
  EXPECT_THAT(ended.err, HasSubstr("forked, and the new process came back into the program"));
  EXPECT_TRUE(fs::is_empty(At("tmp")));
}

TEST_F(HarmTest, WhatBelongsToAllStaysAsItWas) {
  for (const char* how : {"none", "fork_exit", "print", "cout", "write1", "chdir", "umask",
                          "locale", "setlocale", "rounding"}) {
    const Ended ended = Run(how);
    EXPECT_EQ(ended.status, 0) << how << ": " << ended.err;
    EXPECT_EQ(ReadFile(At("out.jsonl")), all_) << how;
    EXPECT_THAT(ended.err, HasSubstr("3 documents read: 3 finished, 0 dropped, 0 failed (")) << how;
    EXPECT_TRUE(fs::is_empty(At("tmp"))) << how;
  }
  // What is printed once they are closed is no file's.
  const Ended closed = Run("close_standard", "of-{text}.jsonl");
  EXPECT_EQ(closed.status, 0) << closed.err;
  EXPECT_THAT(closed.err,
              HasSubstr("the stage `harm.map` closed descriptor 0; it was opened again"));
  EXPECT_THAT(closed.err, HasSubstr("3 documents read: 3 finished, 0 dropped, 0 failed ("));
  EXPECT_EQ(ReadFile(At("of-one.jsonl")), "{\"text\":\"one\",\"n\":3}\n");
  for (const char* how : {"print", "cout", "write1"}) {
    const Ended ended = Run(how, "-");
    EXPECT_EQ(ended.out, all_) << how;
    EXPECT_THAT(ended.err, HasSubstr("loading model...")) << how;
  }
}

TEST_F(HarmTest, WhatIsPublishedIsWhatWasWritten) {
  for (const char* how : {"close", "closefrom"}) {
    const Ended ended = Run(how);
    EXPECT_EQ(ended.status, 1) << how << ": " << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("out.jsonl.part")) << how;
    EXPECT_FALSE(fs::exists(At("out.jsonl"))) << how;
  }
}

TEST_F(HarmTest, MessagesAreTextAndCostTheirDocument) {
  for (const char* how : {"message", "long_message", "throw_int"}) {
    const Ended ended = Run(how);
    EXPECT_EQ(ended.status, 0) << how << ": " << ended.err;
    EXPECT_EQ(Lines(ReadFile(At("out.jsonl"))).size(), 2u) << how;
    const auto failed = Lines(ReadFile(At("failed.jsonl")));
    ASSERT_EQ(failed.size(), 1u) << how;
    EXPECT_THAT(failed[0], Not(AnyOf(HasSubstr("\xff"), HasSubstr("\\u001b"), HasSubstr("\x1b"))));
    EXPECT_THAT(ended.err, Not(HasSubstr("\x1b")));
  }
}

TEST_F(HarmTest, UnitsThatBreakPromisesEndTheRun) {
  for (const char* how : {"back", "overlap", "same", "empty", "failing", "turns", "end_first",
                          "input", "inputs_back", "outside", "long", "disorder", "huge"}) {
    Write("p.yaml", std::string("textmill: 1\nsteps:\n  - uses: harm.source\n    with: { how: ") +
                        how + " }\n  - uses: write.jsonl\n    with: { path: out.jsonl }\n");
    const Ended ended = Here("timeout 20 $T run p.yaml --plugin-path '" + kWrong + "'");
    EXPECT_EQ(ended.status, 1) << how << ": " << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("the stage harm.source broke its promise: ")) << how;
    EXPECT_FALSE(fs::exists(At("out.jsonl"))) << how;
  }
}

TEST_F(HarmTest, TablesAreReachedByNameAndHoldText) {
  const auto run = [&](const std::string& from, const std::string& how) {
    Write("p.yaml",
          "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
          "  - uses: harm.tables\n    id: t\n    with: { how: " +
              how +
              " }\n"
              "  - uses: write.csv\n    from: " +
              from + "\n    with: { path: \"-\" }\n");
    return Here("timeout 20 $T run p.yaml --plugin-path '" + kWrong + "'");
  };
  EXPECT_EQ(run("t", "none").out, "a\n1\n");
  EXPECT_EQ(run("t.first", "none").out, "a\n1\n");
  EXPECT_EQ(run("t.second", "none").out, "b\ntwo\n");
  const Ended odd = run("t.secnd", "none");
  EXPECT_EQ(odd.status, 2);
  EXPECT_THAT(odd.err, HasSubstr("makes no table `secnd`; did you mean `second`?"));
  EXPECT_EQ(run("t.second", "row").status, 1);
  EXPECT_THAT(run("t.second", "row").err, HasSubstr("not valid UTF-8"));
  const Ended name = run("t", "name");
  EXPECT_EQ(name.status, 2);
  EXPECT_THAT(name.err, HasSubstr("not valid UTF-8"));
}

}  // namespace
}  // namespace textmill::tests
