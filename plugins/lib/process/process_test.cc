#include "plugins/lib/process/process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include "textmill/error.hpp"

namespace textmill::process {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

Command Shell(const std::string& script) {
  return {FindProgram("sh"), {"sh", "-c", script}, {}, -1};
}

// All that it writes, given `input`.
std::string AllOf(Process& program, std::string_view input) {
  std::string received;
  for (int i = 0; i < 1000; ++i) {
    const auto step = program.Talk(&input, &received, 100);
    if (input.empty()) program.CloseInput();
    if (step == Process::Step::kClosed) break;
  }
  return received;
}

bool IsThere(pid_t id) { return kill(id, 0) == 0; }

TEST(ProcessTest, SendsAndReceives) {
  Process program(Shell("cat; echo done"));
  EXPECT_EQ(AllOf(program, "hello\n"), "hello\ndone\n");
  EXPECT_EQ(program.End(1000), "ended with exit status 0");
  EXPECT_TRUE(program.ended_well());
}

TEST(ProcessTest, MoreThanPipesHold) {
  Process program(Shell("cat"));
  const std::string much(8 << 20, 'x');
  EXPECT_EQ(AllOf(program, much), much);
}

TEST(ProcessTest, SaysHowItEnded) {
  Process exits(Shell("exit 3"));
  EXPECT_EQ(AllOf(exits, ""), "");
  EXPECT_EQ(exits.End(1000), "ended with exit status 3");
  EXPECT_FALSE(exits.ended_well());
  Process crashes(Shell("kill -SEGV $$"));
  EXPECT_THAT(crashes.End(1000), StartsWith("was killed by signal 11 ("));
  Process hangs(Shell("sleep 100"));
  EXPECT_EQ(hangs.End(10), "was ended");
}

TEST(ProcessTest, KeepsTheEndOfStandardError) {
  Process program(Shell("yes 1234567 | head -n 100000 >&2; echo last >&2"));
  AllOf(program, "");
  const std::string errors = program.TakeErrors();
  EXPECT_LE(errors.size(), 40000u);
  EXPECT_THAT(errors, HasSubstr("\nlast\n"));
}

TEST(ProcessTest, AnInputThatIsClosedIsNoSignal) {
  Process program(Shell("exec 0<&-; sleep 0.1; echo out"));
  EXPECT_EQ(AllOf(program, std::string(4 << 20, 'x')), "out\n");
  EXPECT_FALSE(program.takes_input());
}

TEST(ProcessTest, EndsWithWhatItStarted) {
  Process program(Shell("sleep 100 & echo $!; wait"));
  std::string received;
  std::string_view nothing;
  while (received.find('\n') == received.npos) program.Talk(&nothing, &received, 100);
  const pid_t grandchild = std::stoi(received);
  EXPECT_TRUE(IsThere(grandchild));
  program.End(0);
  for (int i = 0; i < 100 && IsThere(grandchild); ++i) usleep(10000);
  // In a container nobody may reap it: a zombie is gone, too.
  std::ifstream status("/proc/" + std::to_string(grandchild) + "/stat");
  std::string line;
  std::getline(status, line);
  EXPECT_TRUE(line.empty() || line.find(" Z ") != line.npos) << line;
}

// Whoever holds the output open: the program itself has ended.
TEST(ProcessTest, AnEndIsSeenThoughADescendantHoldsTheOutput) {
  Process program(Shell("echo hello; sleep 100 & exit 0"));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(AllOf(program, ""), "hello\n");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

// Also when the thread that started it is gone.
TEST(ProcessTest, LivesOnWithoutItsThread) {
  std::unique_ptr<Process> program;
  std::thread([&] { program = std::make_unique<Process>(Shell("cat")); }).join();
  usleep(50000);
  EXPECT_EQ(AllOf(*program, "hello"), "hello");
}

TEST(ProcessTest, DiesWithTheHost) {
  int ids[2];
  ASSERT_EQ(pipe(ids), 0);
  const pid_t host = fork();
  if (host == 0) {
    Process program(Shell("echo $$; exec sleep 100"));
    std::string received;
    std::string_view nothing;
    while (received.find('\n') == received.npos) program.Talk(&nothing, &received, 100);
    (void)!write(ids[1], received.data(), received.size());
    raise(SIGKILL);
  }
  char text[32] = {};
  ASSERT_GT(read(ids[0], text, sizeof text - 1), 0);
  waitpid(host, nullptr, 0);
  const pid_t program = std::stoi(text);
  std::string line;
  for (int i = 0; i < 200; ++i, usleep(10000)) {
    std::ifstream status("/proc/" + std::to_string(program) + "/stat");
    if (!std::getline(status, line) || line.find(" Z ") != line.npos) return;
  }
  FAIL() << line;
}

TEST(ProcessTest, HasASharedFile) {
  int files[2];
  ASSERT_EQ(pipe(files), 0);
  Command command = Shell("echo shared >&3");
  command.shared_file = files[1];
  Process program(command);
  AllOf(program, "");
  char text[16] = {};
  ASSERT_EQ(read(files[0], text, sizeof text), 7);
  EXPECT_STREQ(text, "shared\n");
  close(files[0]);
  close(files[1]);
}

TEST(ProcessTest, InheritsNothingElse) {
  const int file = open("/dev/null", O_RDONLY);
  Process program(Shell("ls /proc/$$/fd"));
  EXPECT_EQ(AllOf(program, ""), "0\n1\n2\n");
  close(file);
}

TEST(ProcessTest, HasTheEnvironmentAndMore) {
  setenv("PROCESS_TEST_A", "a", 1);
  setenv("PROCESS_TEST_AB", "ab", 1);
  Command command = Shell("echo $PROCESS_TEST_A $PROCESS_TEST_AB");
  command.environment = {"PROCESS_TEST_A=other"};
  Process program(command);
  EXPECT_EQ(AllOf(program, ""), "other ab\n");
}

TEST(ProcessTest, SaysWhatCannotBeStarted) {
  const auto complaint = [](const std::string& name) -> std::string {
    try {
      return FindProgram(name);
    } catch (const Error& error) {
      return error.what();
    }
  };
  EXPECT_THAT(complaint("no-such-program"), HasSubstr("in any folder of PATH"));
  EXPECT_THAT(complaint("./no-such-program"), HasSubstr("there is no program"));
  EXPECT_THAT(complaint("/etc/passwd"), HasSubstr("cannot be executed"));
  EXPECT_THAT(complaint(""), HasSubstr("needs a name"));
  try {
    Process program({"/etc/passwd", {"passwd"}, {}, -1});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot be started: Permission denied"));
  }
}

}  // namespace
}  // namespace textmill::process
