// The first signal ends a run within a moment, wherever it waits: status 130, outputs as .part, no
// temporary files.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/program.h"

namespace textmill::tests {
namespace {

const char kWrong[] = TEXTMILL_BINARY_DIR "/tests/wrong";
using Clock = std::chrono::steady_clock;

class InterruptTest : public ProgramTest {
 protected:
  InterruptTest() {
    fs::create_directories(At("tmp"));
    Pipeline("in.jsonl", "out.jsonl");
    std::string corpus;
    for (int i = 0; i < 30000; ++i)
      corpus +=
          "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"a line that somebody may read\"}\n";
    Write("in.jsonl", corpus);
  }
  void Pipeline(const std::string& in, const std::string& out, const std::string& steps = "") {
    Write("p.yaml", "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: " + in + " }\n" +
                        steps + "  - uses: write.jsonl\n    with: { path: \"" + out + "\" }\n");
  }

  // Starts the program, sends it the signals after a moment, and says how it ended.
  struct End {
    int status = -1;     // or minus the signal
    double seconds = 0;  // after the first signal
  };
  End Interrupted(const std::vector<int>& signals, int standard_output = -1,
                  const std::vector<std::string>& options = {}) {
    const pid_t child = fork();
    if (child == 0) {
      if (chdir(folder_.c_str()) != 0) _exit(99);
      setenv("TMPDIR", "tmp", 1);
      setenv("TEXTMILL_PLUGIN_PATH", TEXTMILL_PLUGIN_DIR, 1);
      if (standard_output >= 0) dup2(standard_output, 1);
      dup2(open("err", O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
      std::vector<const char*> words = {TEXTMILL_PROGRAM, "run",  "p.yaml",
                                        "--plugin-path",  kWrong, "--overwrite"};
      for (const std::string& option : options) words.push_back(option.c_str());
      words.push_back(nullptr);
      execv(words[0], const_cast<char**>(words.data()));
      _exit(98);
    }
    // It works once its folder is there.
    for (int i = 0; i < 1000 && fs::is_empty(At("tmp")) && kill(child, 0) == 0; ++i) Sleep(10);
    Sleep(300);
    const auto start = Clock::now();
    for (const int signal : signals) {
      kill(child, signal);
      Sleep(50);
    }
    int raw = 0;
    for (int i = 0; i < 1000; ++i) {
      if (waitpid(child, &raw, WNOHANG) == child) {
        return {WIFEXITED(raw) ? WEXITSTATUS(raw) : -WTERMSIG(raw),
                std::chrono::duration<double>(Clock::now() - start).count()};
      }
      Sleep(10);
    }
    kill(child, SIGKILL);
    waitpid(child, &raw, 0);
    return {};
  }
  static void Sleep(int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  }
  void ExpectEnded(const End& end) {
    EXPECT_EQ(end.status, 130) << ReadFile(At("err"));
    EXPECT_LT(end.seconds, 3) << "a second, on a machine that does much else";
    EXPECT_TRUE(fs::is_empty(At("tmp")));
    EXPECT_THAT(ReadFile(At("err")), testing::HasSubstr("interrupted; what was written so far"));
    EXPECT_FALSE(fs::exists(At("out.jsonl")) && !fs::is_fifo(At("out.jsonl")));
  }
};

TEST_F(InterruptTest, APipeThatNobodyWrites) {
  ASSERT_EQ(mkfifo(At("pipe").c_str(), 0600), 0);
  Pipeline("pipe", "out.jsonl");
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ExpectEnded(Interrupted({signal}));
  const int writer = open(At("pipe").c_str(), O_RDWR);  // open, but silent
  ExpectEnded(Interrupted({SIGTERM}));
  close(writer);
}

TEST_F(InterruptTest, APipeThatNobodyReads) {
  ASSERT_EQ(mkfifo(At("out.jsonl").c_str(), 0600), 0);
  // It waits before it makes a folder.
  fs::create_directories(At("tmp/not-empty"));
  const End end = Interrupted({SIGTERM});
  EXPECT_EQ(end.status, 130);
  EXPECT_LT(end.seconds, 3);
}

TEST_F(InterruptTest, AReaderThatPauses) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  Pipeline("in.jsonl", "-");
  for (int i = 0; i < 3; ++i) ExpectEnded(Interrupted({SIGTERM}, ends[1]));
  close(ends[0]);
  close(ends[1]);
}

TEST_F(InterruptTest, APipeWorksAsEver) {
  ASSERT_EQ(mkfifo(At("in.pipe").c_str(), 0600), 0);
  ASSERT_EQ(mkfifo(At("out.pipe").c_str(), 0600), 0);
  Pipeline("in.pipe", "out.pipe");
  const Ended ended = Here(
      "cat out.pipe >copy & { sleep 0.3; cat in.jsonl; sleep 0.2; } >in.pipe & $T run p.yaml; "
      "status=$?; wait; exit $status");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(Lines(ReadFile(At("copy"))).size(), 30000u);
}

TEST_F(InterruptTest, LittleThatUnpacksToVeryMuch) {
  ASSERT_EQ(Here("head -c 64M /dev/zero | zstd -q -c >part && for i in 1 2 3 4 5 6 7 8; do "
                 "cat part part part part part part part part part part; done >bomb.zst && "
                 "for i in 1 2 3 4; do cat bomb.zst bomb.zst; done >in.jsonl.zst")
                .status,
            0);
  Pipeline("in.jsonl.zst", "out.jsonl");
  ExpectEnded(Interrupted({SIGTERM}));
}

TEST_F(InterruptTest, AStageThatNeverAsks) {
  Pipeline("in.jsonl", "out.jsonl", "  - uses: wrong.sleeps\n");
  ExpectEnded(Interrupted({SIGINT}));
  Pipeline("in.jsonl", "out.jsonl", "  - uses: wrong.sleeps\n    with: { finish: true }\n");
  ExpectEnded(Interrupted({SIGHUP}));
  Pipeline("in.jsonl", "out.jsonl", "  - uses: wrong.sleeps\n    isolate: false\n");
  ExpectEnded(Interrupted({SIGINT}));
}

TEST_F(InterruptTest, ABatchThatIsRunAgainRowByRow) {
  Pipeline("in.jsonl", "out.jsonl", "  - uses: wrong.dawdles\n");
  ExpectEnded(Interrupted({SIGTERM}));
}

TEST_F(InterruptTest, TheSecondSignalKills) {
  Pipeline("in.jsonl", "out.jsonl", "  - uses: wrong.sleeps\n    isolate: false\n");
  // Two of one kind might reach a busy program as one.
  EXPECT_THAT(Interrupted({SIGINT, SIGTERM}).status, ::testing::AnyOf(-SIGINT, -SIGTERM));
}

TEST_F(InterruptTest, AnOlderSummaryIsGone) {
  Write("s.json", "{\"outcome\": \"done\"}");
  ASSERT_EQ(mkfifo(At("pipe").c_str(), 0600), 0);
  Pipeline("pipe", "out.jsonl");
  EXPECT_EQ(Interrupted({SIGKILL}, -1, {"--summary", "s.json"}).status, -SIGKILL);
  EXPECT_FALSE(fs::exists(At("s.json")));
  fs::remove_all(At("tmp"));  // nobody could
  fs::create_directories(At("tmp"));
  ExpectEnded(Interrupted({SIGTERM}, -1, {"--summary", "s.json"}));
  EXPECT_THAT(ReadFile(At("s.json")), testing::HasSubstr("\"outcome\": \"interrupted\""));
}

}  // namespace
}  // namespace textmill::tests
