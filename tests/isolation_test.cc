// Stages in processes of their own: whatever a plugin does there, it costs the document that it was
// at, the others come out as they are, and nothing is left behind.
#include <gmock/gmock.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

const std::string kWrong = TEXTMILL_BINARY_DIR "/tests/wrong";

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // they end a process that crashes in a way of their own
#else
constexpr bool kSanitized = false;
#endif

class IsolationTest : public ProgramTest {
 protected:
  void SetUp() override { fs::create_directory(At("tmp")); }

  // 200 documents, of which number 123 sets the harm off.
  void WriteMany() {
    std::string corpus;
    for (int i = 0; i < 200; ++i)
      corpus += R"({"id":")" + std::to_string(i) + R"(","text":")" +
                (i == 123 ? "BOOM" : std::string(i % 7, 'x')) + "\"}\n";
    Write("in.jsonl", corpus);
  }
  Ended Run(const std::string& stage, const std::string& step, const std::string& columns,
            const std::string& options = "") {
    Write("p.yaml",
          "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n  - uses: " +
              stage + "\n    id: odd\n    " + step +
              "\n  - uses: write.jsonl\n    with: { path: out.jsonl, columns: [" + columns +
              "] }\nfailed: failed.jsonl\n");
    return Here(
        "exec timeout 60 $T run p.yaml --overwrite --work-folder tmp --summary s.json "
        "--plugin-path '" +
        kWrong + "' " + options);
  }
  void ExpectNothingLeft(const std::string& what) {
    EXPECT_TRUE(fs::is_empty(At("tmp"))) << what;
    ExpectNoProcess(what);
  }
  // No process of the program is there any more that it made in this folder's name.
  void ExpectNoProcess(const std::string& what) {
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const std::string line = ReadFile(entry.path() / "cmdline");
      if (line.find(TEXTMILL_PROGRAM) != line.npos && line.find("p.yaml") != line.npos) {
        std::error_code error;
        EXPECT_NE(fs::read_symlink(entry.path() / "cwd", error), folder_) << what;
      }
    }
  }
  void ExpectOthersFine(const Ended& ended, const std::string& what, int failed) {
    EXPECT_EQ(ended.status, failed == 0 ? 0 : 3) << what << ": " << ended.err;
    const std::string out = ReadFile(At("out.jsonl")), summary = ReadFile(At("s.json"));
    const auto lines = Lines(out);
    EXPECT_EQ(lines.size(), 200u - static_cast<size_t>(failed)) << what;
    std::string expected;
    for (int i = 0; i < 200; ++i) {
      if (i == 123 && failed == 1) continue;
      expected += R"({"id":")" + std::to_string(i) + R"(","n":)" +
                  std::to_string(i == 123 ? 4 : i % 7) + "}\n";
    }
    EXPECT_TRUE(out == expected) << what;
    ExpectBalanced(summary);
    EXPECT_EQ(NumberIn(summary, "failed"), failed) << what;
    ExpectNothingLeft(what);
  }
};

// What it does, and what is said of the document; "": it does well.
TEST_F(IsolationTest, HarmCostsItsDocument) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers end a process in their own way";
  WriteMany();
  const std::vector<std::pair<std::string, std::string>> all = {
      {"none", ""},
      {"segv", "the plugin died by SIGSEGV (Segmentation fault)"},
      {"abort", "died by SIGABRT"},
      {"overflow", "died by SIGSEGV"},
      {"fpe", "died by SIGFPE"},
      {"ill", "died by SIGILL"},
      {"bus", "died by SIGBUS"},
      {"trap", "died by SIGTRAP"},
      {"sys", "died by SIGSYS"},
      {"alarm", "died by SIGALRM"},
      {"timer", "died by SIGALRM"},
      {"kill", "died by SIGKILL"},
      {"term", "died by SIGTERM"},
      {"double_free", "died by SIGABRT"},
      {"smash", "died by SIG"},
      {"terminate", "died by SIGABRT"},
      {"thread_segv", "died by SIGSEGV"},
      {"thread_throw", "died by SIGABRT"},
      {"pthread_exit", "died by SIGABRT"},
      {"exit", "ended its process, with status 0"},
      {"exit3", "ended its process, with status 3"},
      {"_exit", "ended its process, with status 0"},
      {"_Exit", "ended its process, with status 0"},
      {"quick_exit", "ended its process, with status 0"},
      {"thread_exit", "ended its process, with status 0"},
      {"close", "closed descriptors that are not its own"},
      {"closefrom", "closed descriptors that are not its own"},
      {"scribble", "damaged its process"},
      {"shrink", ""},
      {"fork", "forked, and the new process came back"},
      {"fork_exit", ""},
      {"daemon", ""},
      {"later", ""},
      {"ignored", ""},
      {"sigpipe", ""},
      {"descriptors", ""},
      {"print", ""},
      {"cout", ""},
      {"write1", ""},
      {"chdir", ""},
      {"umask", ""},
      {"locale", ""},
      {"setlocale", ""},
      {"rounding", ""},
      {"message", "bad bytes: "},
      {"long_message", "xxx"},
      {"throw_int", "an exception of an unknown type was thrown"}};
  for (const auto& [how, message] : all) {
    const Ended ended = Run("harm.map", "with: { how: " + how + " }", "id, n");
    ExpectOthersFine(ended, how, message.empty() ? 0 : 1);
    if (message.empty()) continue;
    const auto failed = Lines(ReadFile(At("failed.jsonl")));
    ASSERT_EQ(failed.size(), 1u) << how;
    EXPECT_THAT(failed[0], HasSubstr("{\"step\":\"odd\",\"message\":\"")) << how;
    EXPECT_THAT(failed[0], HasSubstr(message)) << how;
    EXPECT_THAT(failed[0], HasSubstr(R"("record":"{\"id\":\"123\",\"text\":\"BOOM\"}")")) << how;
  }
}

// How batches are cut does not show.
TEST_F(IsolationTest, SoItIsInSmallBatchesOnManyThreads) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers end a process in their own way";
  WriteMany();
  const Ended ended =
      Run("harm.map", "with: { how: segv }", "id, n", "--threads 4 --batch-bytes 1024");
  ExpectOthersFine(ended, "segv", 1);
}

TEST_F(IsolationTest, WhatNeverComesBackIsEnded) {
  WriteMany();
  for (const char* how : {"loop", "stop", "deaf"}) {
    const Ended ended =
        Run("harm.map", std::string("with: { how: ") + how + " }\n    timeout: 200ms", "id, n");
    ExpectOthersFine(ended, how, 1);
    EXPECT_THAT(ReadFile(At("failed.jsonl")),
                HasSubstr("the plugin was not done with it after 200 ms (`timeout`)"));
  }
}

TEST_F(IsolationTest, WhatTakesTooMuchMemoryIsEnded) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers end a process in their own way";
  WriteMany();
  for (const char* how : {"alloc", "malloc", "mmap"}) {
    const Ended ended =
        Run("harm.map", std::string("with: { how: ") + how + " }\n    memory: 64MiB", "id, n");
    ExpectOthersFine(ended, how, 1);
    EXPECT_THAT(ReadFile(At("failed.jsonl")),
                AnyOf(HasSubstr("`memory` of 64 MiB"), HasSubstr("died by SIGSEGV")));
  }
}

TEST_F(IsolationTest, OneThatRemembersGoesOnFromItsState) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers end a process in their own way";
  WriteMany();
  for (const auto& [options, with, why] : std::vector<std::array<const char*, 3>>{
           {"", "", "died by SIGSEGV"},
           {"--batch-bytes 1024 --threads 3", "", "died by SIGSEGV"},
           {"", "with: { how: alloc }\n    memory: 64MiB", "within its `memory` of 64 MiB"}}) {
    const Ended ended = Run("harm.remembers", with, "id, n", options);
    EXPECT_EQ(ended.status, 3) << ended.err;
    int64_t before = 0;
    std::string expected;
    for (int i = 0; i < 200; ++i) {
      if (i == 123) continue;
      expected += R"({"id":")" + std::to_string(i) + R"(","n":)" + std::to_string(before) + "}\n";
      before += i % 7;
    }
    EXPECT_EQ(ReadFile(At("out.jsonl")), expected);
    EXPECT_EQ(NumberIn(ReadFile(At("s.json")), "committed"), 199);
    EXPECT_THAT(ReadFile(At("failed.jsonl")), HasSubstr(why));
    ExpectNothingLeft(options);
  }
}

// A state of several MB, saved once so much was committed, and what was committed since.
TEST_F(IsolationTest, ALargeStateIsGoneOnFrom) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers end a process in their own way";
  std::string corpus, expected;
  constexpr int kDocuments = 40, kBytes = 300000, kBad = 36;
  for (int i = 0; i < kDocuments; ++i) {
    const std::string text = i == kBad ? "BOOM" : std::string(kBytes, 'x');
    corpus += R"({"id":")" + std::to_string(i) + R"(","text":")" + text + "\"}\n";
    const int before = kBytes * (i - (i > kBad ? 1 : 0));
    if (i != kBad)
      expected += R"({"id":")" + std::to_string(i) + R"(","n":)" + std::to_string(before) + "}\n";
  }
  Write("in.jsonl", corpus);
  for (const char* more : {"", " --checkpoint 5docs"}) {
    const Ended ended = Run("harm.remembers", "with: { state: 700000 }", "id, n",
                            std::string("--batch-bytes 400000") + more);
    EXPECT_EQ(ended.status, 3) << ended.err;
    EXPECT_TRUE(ReadFile(At("out.jsonl")) == expected) << more;
    ExpectNothingLeft(more);
  }
}

TEST_F(IsolationTest, OneThatRemembersAndHasNoStateEndsTheRun) {
  WriteMany();
  const Ended ended = Run("harm.forgets", "", "id, n", "--batch-bytes 1024");
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_THAT(ended.err,
              HasSubstr("step `odd`: the process of the stage has ended, and with it what "
                        "it remembered of the documents"));
  EXPECT_FALSE(fs::exists(At("out.jsonl")));
  ExpectNothingLeft("forgets");
}

// A stage that counts on having all documents of the first pass again, in the same batches: it has
// them, or the run ends.
TEST_F(IsolationTest, TheSecondPassHasTheBatchesOfTheFirst) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers end a process in their own way";
  WriteMany();
  const auto run = [&](const char* how) {
    return Run("harm.again", std::string("with: { how: ") + how + " }", "id, n",
               "--batch-bytes 1024");
  };
  EXPECT_EQ(run("none").status, 0);
  const std::string good = ReadFile(At("out.jsonl"));
  EXPECT_EQ(Lines(good).size(), 200u);
  const Ended once = run("once");
  EXPECT_EQ(once.status, 0) << once.err;
  EXPECT_TRUE(fs::exists(At("died")));
  EXPECT_EQ(ReadFile(At("out.jsonl")), good);
  ExpectNothingLeft("once");
  const Ended first = run("first");
  EXPECT_EQ(first.status, 3) << first.err;
  EXPECT_EQ(Lines(ReadFile(At("out.jsonl"))).size(), 199u);
  EXPECT_EQ(Lines(ReadFile(At("failed.jsonl"))).size(), 1u);
  const std::string before = ReadFile(At("out.jsonl"));
  for (const char* how : {"process", "commit"}) {
    const Ended ended = run(how);
    EXPECT_EQ(ended.status, 1) << how << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("step `odd`: the plugin died by SIGSEGV (Segmentation fault), "
                                     "in the second pass, in which no document of the first may "
                                     "be missing"));
    EXPECT_EQ(ReadFile(At("out.jsonl")), before) << "nothing is published";
    ExpectNothingLeft(how);
  }
}

TEST_F(IsolationTest, DyingWithoutADocumentEndsTheRun) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers end a process in their own way";
  WriteMany();
  for (const auto& [where, message] : std::vector<std::pair<std::string, std::string>>{
           {"open",
            "step `odd`: the plugin died by SIGSEGV (Segmentation fault) while it was opened"},
           {"finish", "step `odd`: the plugin died by SIGSEGV (Segmentation fault) in `finish`"},
           {"account",
            "step `odd`: the plugin died by SIGSEGV (Segmentation fault) when it was asked what it "
            "counted"}}) {
    const Ended ended = Run("harm.ends", "with: { where: " + where + " }", "id");
    EXPECT_EQ(ended.status, 1) << where << ": " << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(message));
    EXPECT_FALSE(fs::exists(At("out.jsonl"))) << where;
    ExpectNothingLeft(where);
  }
  Write("p.yaml",
        "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
        "  - uses: harm.ends\n    id: odd\n    with: { where: table }\n"
        "  - uses: write.csv\n    from: odd\n    with: { path: out.csv }\n");
  const Ended ended = Here("exec timeout 20 $T run p.yaml --plugin-path '" + kWrong + "'");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("died by SIGSEGV (Segmentation fault) in `next_table`"));
}

// Replies that are not what Arrow or the interface say end the run as they do without isolation.
TEST_F(IsolationTest, BrokenRepliesEndTheRun) {
  WriteMany();
  for (const char* how :
       {"short", "long", "none", "released", "no_buffer", "offsets", "nulls", "members", "verdict",
        "verdicts", "negative", "dictionary", "failure", "failure_twice", "failure_text"}) {
    for (const char* isolate : {"outside", "none"}) {
      const Ended ended = Run("garbled.map", "", "id, n",
                              std::string("--isolate=") + isolate + " --set odd.how=" + how);
      EXPECT_EQ(ended.status, 1) << how << " " << isolate << ": " << ended.err;
      EXPECT_THAT(ended.err, HasSubstr("the stage garbled.map broke its promise: ")) << how;
      EXPECT_FALSE(fs::exists(At("out.jsonl"))) << how;
    }
  }
}

// A batch belongs to others, too.
TEST_F(IsolationTest, WhatIsChangedOfABatchIsChangedForNobody) {
  WriteMany();
  const Ended ended = Run("garbled.map", "with: { how: alter }", "id, n, text");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ReadFile(At("out.jsonl")), HasSubstr(R"({"id":"123","n":4,"text":"BOOM"})"));
}

TEST_F(IsolationTest, TheProgramTakesItsProcessesWithIt) {
  std::string corpus;
  for (int i = 0; i < 200; ++i) corpus += "{\"text\":\"BOOM\"}\n";
  Write("in.jsonl", corpus);
  for (const std::string signal : {"INT", "TERM", "KILL"}) {
    const bool killed = signal == "KILL";
    // Nobody ends what a plugin has forked when the program itself is killed.
    const std::string forks = killed ? "" : "  - uses: harm.map\n    with: { how: daemon }\n";
    Write("p.yaml", "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n" +
                        forks +
                        "  - uses: harm.map\n    with: { how: sleep }\n"
                        "  - uses: write.jsonl\n    with: { path: out.jsonl }\n");
    // Once it is under way: its work folder is there.
    const Ended ended = Here(
        "env --default-signal=INT $T run p.yaml --overwrite --work-folder tmp --plugin-path '" +
        kWrong +
        "' & p=$!; for i in $(seq 200); do [ -n \"$(ls -A tmp)\" ] && break; sleep 0.1; "
        "done; sleep 0.5; kill -s " +
        signal + " $p; wait $p; s=$?; sleep 0.3; exit $s");
    EXPECT_EQ(ended.status, killed ? 137 : 130) << ended.err;
    if (killed) {
      ExpectNoProcess(signal);
    } else {
      EXPECT_THAT(ended.err, HasSubstr("interrupted"));
      ExpectNothingLeft(signal);
    }
  }
}

TEST_F(IsolationTest, TheCommandLineAndThePipelineSay) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers end a process in their own way";
  WriteMany();
  EXPECT_EQ(Run("harm.map", "with: { how: segv }", "id, n", "--isolate=none").status, 139);
  EXPECT_EQ(Run("harm.map", "with: { how: segv }\n    isolate: false", "id, n").status, 139);
  EXPECT_EQ(Run("harm.map", "with: { how: segv }\n    isolate: false", "id, n", "--isolate").status,
            139);
  EXPECT_EQ(Run("harm.map", "with: { how: segv }\n    isolate: true", "id, n").status, 3);
  const Ended ended = Run("harm.map", "", "id, n", "--isolate=some");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("--isolate takes all, outside or none"));
}

TEST_F(IsolationTest, WhatCannotBeIsToldBeforehand) {
  WriteMany();
  const auto check = [&](const std::string& step) {
    Write("p.yaml",
          "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n  - " + step +
              "\n  - uses: write.jsonl\n    with: { path: out.jsonl }\n");
    const Ended ended = Here("$T check p.yaml --plugin-path '" + kWrong + "'");
    EXPECT_EQ(ended.status, 2) << step;
    return ended.err;
  };
  EXPECT_THAT(
      check("uses: text.normalize\n    timeout: 1s"),
      HasSubstr("p.yaml:6:5: `timeout` needs `isolate: true`: only a process of its own can "
                "be ended; write `isolate: true` beside it"));
  EXPECT_THAT(check("uses: harm.map\n    isolate: false\n    memory: 1GiB"),
              HasSubstr("`memory` needs `isolate: true`"));
  EXPECT_THAT(check("uses: harm.map\n    isolate: maybe"),
              HasSubstr("`isolate` is `true` or `false`, not `maybe`"));
  EXPECT_THAT(check("uses: harm.map\n    timeout: soon"),
              HasSubstr("`timeout` takes a duration from 1ms on, as 30s, not `soon`"));
  EXPECT_THAT(check("uses: harm.map\n    memory: 1KiB"),
              HasSubstr("`memory` takes a size from 16MiB on, as 2GiB, not `1KiB`"));
  EXPECT_THAT(check("keep: true\n    isolate: true"),
              HasSubstr("a `keep:` step takes no `isolate`"));
  EXPECT_THAT(
      check("uses: write.jsonl\n    isolate: true\n    with: { path: \"{id}.jsonl\" }"),
      HasSubstr("a writer of a file for each value of a column works in the program itself"));
  Write("p.yaml",
        "textmill: 1\nsteps:\n  - uses: read.jsonl\n    isolate: true\n    with: { path: in.jsonl "
        "}\n");
  EXPECT_THAT(Here("$T check p.yaml").err,
              HasSubstr("p.yaml:4:5: a reader works in the program itself: it has no `isolate`"));
}

// Bind has started Python before the processes were made: its descriptors are not theirs.
TEST_F(IsolationTest, StagesThatStartProgramsInBind) {
  Write("in.jsonl", "{\"id\":\"a\",\"text\":\"one two\"}\n{\"id\":\"b\",\"text\":\"three\"}\n");
  Write("stage.py",
        "def words(text: str) -> int: return len(text.split())\n"
        "class Sum:\n"
        "  def __init__(self): self.n = 0\n"
        "  def add(self, words: int): self.n += words\n"
        "  def rows(self): yield {'n': self.n}\n");
  Write("p.yaml",
        "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
        "  - uses: python.map\n    with: { module: stage.py, function: words }\n"
        "  - uses: python.table\n    id: sum\n"
        "    with: { module: stage.py, function: Sum, makes: { n: int } }\n"
        "  - uses: write.csv\n    with: { path: out.csv, columns: [id, words] }\n"
        "  - uses: write.csv\n    from: sum\n    with: { path: sum.csv }\n");
  const Ended ended = Here("exec timeout 60 $T run p.yaml --work-folder tmp --isolate=all");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ReadFile(At("out.csv")), "id,words\na,2\nb,1\n");
  EXPECT_EQ(ReadFile(At("sum.csv")), "n\n3\n");
  ExpectNothingLeft("python");
}

// What stages count for themselves is what they count in the program, however many processes there
// are.
TEST_F(IsolationTest, AccountsAreThoseOfOneProcess) {
  std::string corpus, table = "id,country\n,nowhere\n";
  for (int i = 0; i < 400; ++i)
    corpus += R"({"id":")" + std::to_string(i) +
              R"(","text":"a b a"})"
              "\n";
  for (int i = 300; i < 1000; ++i) table += std::to_string(i) + ",x\n";
  Write("in.jsonl", corpus);
  Write("t.csv", table + "301,y\n");
  Write("p.yaml",
        "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
        "  - uses: text.replace\n    with: { patterns: [{ pattern: a, with: c }] }\n"
        "  - uses: join\n    with: { file: t.csv, on: id, columns: [country], duplicates: first }\n"
        "  - uses: write.jsonl\n    with: { path: out.jsonl }\n");
  for (const char* isolate : {"none", "all"}) {
    const Ended ended = Here(std::string("$T run p.yaml --overwrite --work-folder tmp --threads 4 "
                                         "--batch-bytes 1024 --summary s.json --isolate=") +
                             isolate);
    EXPECT_EQ(ended.status, 0) << ended.err;
    const std::string summary = ReadFile(At("s.json"));
    EXPECT_THAT(summary, HasSubstr(R"("counts": {"replaced": {"a": 800}})")) << isolate;
    EXPECT_THAT(summary, HasSubstr(R"("without a key": 1,)")) << isolate;
    EXPECT_THAT(summary, HasSubstr(R"("left out, as an earlier row has the key": 1)")) << isolate;
    // Of several processes nobody knows.
    if (summary.find("used by no document") != summary.npos) {
      EXPECT_THAT(summary, HasSubstr(R"("used by no document": 600)")) << isolate;
    }
  }
}

// All bundled stages, with memory and replay, tables and several outputs.
TEST_F(IsolationTest, BundledStagesDoTheSame) {
  for (const char* pipeline : {"news", "dedup"}) {
    const std::string file = std::string("pipelines/") + pipeline + ".yaml";
    if (!fs::exists(fs::path(TEXTMILL_SOURCE_DIR) / file)) continue;
    for (const char* isolate : {"none", "all"}) {
      const Ended ended =
          InSource("OUT='" + At(std::string(pipeline) + "-" + isolate).string() + "' $T run " +
                   file + " --work-folder '" + At("tmp").string() + "' --isolate=" + isolate);
      EXPECT_EQ(ended.status, 0) << ended.err;
    }
    size_t files = 0;
    for (const auto& entry : fs::directory_iterator(At(std::string(pipeline) + "-none"))) {
      if (!entry.is_regular_file() || entry.path().filename() == "summary.json") continue;
      ++files;
      EXPECT_TRUE(ReadFile(entry.path()) ==
                  ReadFile(At(std::string(pipeline) + "-all") / entry.path().filename()))
          << entry.path();
    }
    EXPECT_GT(files, 0u);
    EXPECT_TRUE(fs::is_empty(At("tmp")));
  }
}

}  // namespace
}  // namespace textmill::tests
