// Two hundred faults of the system, one per run, by a library that is loaded before the program
// (fixtures/fault_injector.c): whatever fails, all outputs have their names or none has, older ones
// are as they were, and status, message and summary are true.
#include <gmock/gmock.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using testing::HasSubstr;

constexpr int kFaults = 200;
const char kInjector[] = TEXTMILL_BINARY_DIR "/tests/faults/fault_injector.so";

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // they must be loaded first themselves
#else
constexpr bool kSanitized = false;
#endif

struct Pipeline {
  std::string name, steps;
  std::vector<std::string> outputs;
};

const std::vector<Pipeline>& Pipelines() {
  static const std::vector<Pipeline> all = {
      {"plain", "  - uses: write.jsonl\n    with: { path: zout/a.jsonl }\n", {"a.jsonl"}},
      {"dropped",
       "  - keep: text != \"text 7\"\n"
       "  - uses: write.csv\n    with: { path: zout/a.csv }\n"
       "dropped: zout/dropped.jsonl\nfailed: zout/failed.jsonl\nallow_failures: 9\n",
       {"a.csv", "dropped.jsonl", "failed.jsonl"}},
      {"packed",
       "  - uses: write.jsonl\n    with: { path: zout/a.jsonl.gz }\n"
       "  - uses: write.jsonl\n    id: b\n    with: { path: zout/deep/b.jsonl.zst }\n",
       {"a.jsonl.gz", "deep/b.jsonl.zst"}},
      {"replay",
       "  - uses: dedup.exact\n    with: { keep: longest }\n"
       "  - uses: write.jsonl\n    with: { path: zout/a.jsonl }\ndropped: zout/d.jsonl\n",
       {"a.jsonl", "d.jsonl"}},
  };
  return all;
}

struct Fault {
  std::string call, path, how;
  int nth = 1;
  bool older = false;  // there are outputs already, and --overwrite
  std::string Shown() const {
    return call + " " + std::to_string(nth) + " of `" + path + "`, " + how +
           (older ? ", over older outputs" : "");
  }
};

// In memory, where that is possible: a disk would be waited for some thousand times.
class FaultTest : public ProgramTest {
 protected:
  FaultTest() {
    std::error_code error;
    if (fs::is_directory("/dev/shm", error)) {
      fs::remove_all(folder_);
      folder_ = fs::path("/dev/shm") / folder_.filename();
      fs::create_directories(folder_);
    }
    std::string corpus;
    for (int i = 0; i < 300; ++i)
      corpus += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"text " + std::to_string(i % 100) +
                "\"}\n";
    Write("in.jsonl", corpus);
    Write("bad.jsonl", corpus + "no record\n");
    for (const Pipeline& pipeline : Pipelines()) {
      const std::string in = pipeline.name == "dropped" ? "bad.jsonl" : "in.jsonl";
      Write(pipeline.name + ".yaml",
            "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: " + At(in).string() +
                " }\n" + pipeline.steps);
    }
  }

  // Runs a pipeline in a folder of its own, with variables set for the program.
  Ended Run(const std::string& pipeline, const std::string& name, const std::string& variables,
            const std::string& options = "", int batch_bytes = 2000) const {
    const fs::path where = At(name);
    fs::create_directories(where / "tmp");
    const std::string line = "cd '" + where.string() +
                             "' && TMPDIR=tmp TEXTMILL_PLUGIN_PATH='" TEXTMILL_PLUGIN_DIR
                             "' timeout 60 env " +
                             variables + " '" TEXTMILL_PROGRAM "' run ../" + pipeline +
                             ".yaml --threads 2 --summary s.json --batch-bytes " +
                             std::to_string(batch_bytes) + " " + options + " >out 2>err </dev/null";
    Ended ended;
    const int raw = std::system(line.c_str());
    ended.status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    ended.out = ReadFile(where / "s.json");
    ended.err = ReadFile(where / "err");
    return ended;
  }
  static std::string Variables(const Fault& fault) {
    return std::string("LD_PRELOAD='") + kInjector + "' FAULT_CALL=" + fault.call +
           " FAULT_PATH=" + fault.path + " FAULT_HOW=" + fault.how +
           " FAULT_NTH=" + std::to_string(fault.nth) + " FAULT_TOLD=told";
  }
  // All files below zout, by name.
  std::map<std::string, std::string> Outputs(const std::string& name) const {
    std::map<std::string, std::string> files;
    const fs::path out = At(name) / "zout";
    if (!fs::exists(out)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(out)) {
      if (entry.is_regular_file())
        files[fs::relative(entry.path(), out).string()] = ReadFile(entry.path());
    }
    return files;
  }
  void WriteOlder(const Pipeline& pipeline, const std::string& name) const {
    for (const std::string& output : pipeline.outputs)
      Write(name + "/zout/" + output, "older " + output);
  }

  // What is wrong with how a run took a fault, or "". `good`: the outputs without any.
  std::string Verdict(const Pipeline& pipeline, const Fault& fault, const std::string& name,
                      const std::map<std::string, std::string>& good) const {
    if (fault.older) WriteOlder(pipeline, name);
    const Ended ended =
        Run(pipeline.name, name, Variables(fault), fault.older ? "--overwrite" : "");
    const std::map<std::string, std::string> outputs = Outputs(name);
    const bool happened = fs::exists(At(name) / "told");
    const bool harmless = !happened || fault.how == "short" || fault.how == std::to_string(EINTR);
    const std::string tail = "\nstatus " + std::to_string(ended.status) + "\n" + ended.err;
    if (!fs::is_empty(At(name) / "tmp")) return "the work folder is there" + tail;
    if (ended.out.empty()) return "there is no summary" + tail;
    if (NumberIn(ended.out, "exit_status") != ended.status) return "the summary is wrong" + tail;
    if (ended.status == 0) {
      if (outputs != good) return "it says that all is well, and it is not" + tail;
      // A folder that was synced may well fail to close.
      if (!harmless && fault.call != "close") return "the fault was not reported" + tail;
      return NumberIn(ended.out, "under_way") == -1 && NumberIn(ended.out, "read") >= 300
                 ? ""
                 : "the ledger is wrong" + tail;
    }
    if (harmless) return "it failed for nothing" + tail;
    if (ended.status != 1) return "the status is wrong" + tail;
    if (ended.err.find("error: ") == std::string::npos ||
        ended.err.find(std::strerror(std::stoi(fault.how))) == std::string::npos)
      return "the reason is not given" + tail;
    for (const auto& [file, bytes] : outputs) {
      const bool part = file.ends_with(".part");
      if (!part && bytes != "older " + file) return file + " is there" + tail;
    }
    for (const std::string& output : pipeline.outputs) {
      if (fault.older && outputs.count(output) == 0)
        return "the older " + output + " is lost" + tail;
    }
    const bool told =
        ended.err.find(fault.older ? "the outputs of before are as they were"
                                   : "nothing has its final name") != std::string::npos;
    return told ? "" : "it does not say what became of the outputs" + tail;
  }
};

TEST_F(FaultTest, AllOutputsOrNone) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers do not let a library be loaded before them";
  std::vector<std::map<std::string, std::string>> good;
  for (const Pipeline& pipeline : Pipelines()) {
    const std::string name = "good-" + pipeline.name;
    const Ended ended = Run(pipeline.name, name, "");
    ASSERT_EQ(ended.status, 0) << ended.err;
    good.push_back(Outputs(name));
    ASSERT_EQ(good.back().size(), pipeline.outputs.size());
  }
  std::mt19937 random(13);
  const auto any = [&](const std::vector<std::string>& of) { return of[random() % of.size()]; };
  const auto number = [](int error) { return std::to_string(error); };
  std::vector<std::pair<size_t, Fault>> faults;
  for (int i = 0; i < kFaults; ++i) {
    const size_t pipeline = random() % Pipelines().size();
    Fault fault;
    fault.call = any({"open", "write", "write", "fsync", "fsync", "close", "rename", "rename"});
    fault.path = any({"zout", "zout", "zout/" + any(Pipelines()[pipeline].outputs)});
    fault.how = fault.call == "write"   ? any({number(ENOSPC), number(EIO), number(EDQUOT),
                                               number(EFBIG), number(EINTR), "short"})
                : fault.call == "close" ? any({number(EIO), number(EDQUOT), number(EINTR)})
                                        : any({number(EIO), number(ENOSPC), number(EINTR)});
    fault.nth = 1 + static_cast<int>(random() % (fault.path == "zout" ? 6 : 2));
    fault.older = random() % 2 == 0;
    faults.emplace_back(pipeline, fault);
  }
  std::mutex mutex;
  std::atomic<size_t> next{0}, happened{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      for (size_t i = next++; i < faults.size(); i = next++) {
        const auto& [p, fault] = faults[i];
        const std::string name = "run-" + std::to_string(i);
        const std::string verdict = Verdict(Pipelines()[p], fault, name, good[p]);
        happened += fs::exists(At(name) / "told") ? 1 : 0;
        const std::lock_guard lock(mutex);
        EXPECT_EQ(verdict, "") << Pipelines()[p].name << ": " << fault.Shown();
        fs::remove_all(At(name));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(happened, faults.size() / 2) << "the faults are to hit something";
}

// Documents that wait on the disk while a step looks at all of them.
TEST_F(FaultTest, ADiskThatIsFullOfWaitingDocuments) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers do not let a library be loaded before them";
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::mt19937_64 random(5);
  std::string corpus;
  for (int i = 0; corpus.size() < 100'000'000; ++i) {
    corpus += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"";
    for (int k = 0; k < 20'000; ++k) {
      const uint64_t bits = random();
      for (int shift = 0; shift < 60; shift += 6) corpus += kDigits[bits >> shift & 63];
    }
    corpus += "\"}\n";
  }
  Write("in.jsonl", corpus);
  for (const auto& [call, how, status] :
       std::vector<std::tuple<std::string, int, int>>{{"write", ENOSPC, 1}, {"write", EINTR, 0}}) {
    const Fault fault{call, "spool-", std::to_string(how), 2, false};
    fs::remove_all(At("spill"));
    const Ended ended = Run("replay", "spill", Variables(fault), "", 1000000);
    EXPECT_EQ(ended.status, status) << ended.err;
    EXPECT_TRUE(fs::exists(At("spill/told")));
    EXPECT_EQ(fs::exists(At("spill/zout/a.jsonl")), status == 0);
    if (status == 1) {
      EXPECT_THAT(ended.err, HasSubstr(std::strerror(how)));
    }
  }
}

// Killed between two renames.
TEST_F(FaultTest, AKillInTheMiddleOfPublishingIsTold) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers do not let a library be loaded before them";
  for (const bool older : {false, true}) {
    fs::remove_all(At("killed"));
    const Pipeline& pipeline = Pipelines()[1];
    if (older) WriteOlder(pipeline, "killed");
    const Fault fault{"rename", "zout", "5", 2, older};
    const std::string options = older ? "--overwrite" : "";
    EXPECT_EQ(Run(pipeline.name, "killed", Variables(fault) + " FAULT_KILL=1", options).status,
              137);
    const Ended plain = Run(pipeline.name, "killed", "");
    EXPECT_EQ(plain.status, 2);
    EXPECT_THAT(plain.err, HasSubstr("a run was stopped while its outputs got their names"));
    EXPECT_THAT(plain.err, HasSubstr("zout/a.csv had got theirs"));
    EXPECT_THAT(plain.err, HasSubstr("zout/dropped.jsonl"));
    const Ended again = Run(pipeline.name, "killed", "", "--overwrite");
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_THAT(again.err, HasSubstr("a run was stopped while its outputs got their names"));
    EXPECT_EQ(Outputs("killed").size(), 3u);
    EXPECT_THAT(Run(pipeline.name, "killed", "", "--overwrite").err,
                testing::Not(HasSubstr("a run was stopped")));
  }
}

// Whatever fails, the run can be resumed from its last checkpoint once the fault is gone.
TEST_F(FaultTest, ARunThatFailedIsResumed) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers do not let a library be loaded before them";
  std::mt19937 random(17);
  const auto any = [&](const std::vector<std::string>& of) { return of[random() % of.size()]; };
  std::vector<std::map<std::string, std::string>> good;
  for (const Pipeline& pipeline : Pipelines()) {
    ASSERT_EQ(Run(pipeline.name, "good-" + pipeline.name, "").status, 0);
    good.push_back(Outputs("good-" + pipeline.name));
  }
  const std::string checkpoints = "--checkpoint 30docs";
  int failed = 0, resumed = 0;
  for (int i = 0; i < 100; ++i) {
    const size_t p = random() % Pipelines().size();
    Fault fault;
    fault.call = any({"open", "write", "write", "fsync", "fsync", "close", "rename"});
    fault.path = any({"zout", "zout", "zout/a", ".checkpoint", ".spool"});
    fault.how = std::to_string(std::vector<int>{ENOSPC, EIO, EDQUOT, EIO, EINTR}[random() % 5]);
    fault.nth = 1 + static_cast<int>(random() % (fault.path == "zout" ? 10 : 3));
    SCOPED_TRACE(Pipelines()[p].name + ": " + fault.Shown());
    const std::string name = "faulty-" + std::to_string(i);
    Ended ended = Run(Pipelines()[p].name, name, Variables(fault), checkpoints);
    ASSERT_TRUE(ended.status == 0 || ended.status == 1) << ended.status << ended.err;
    if (ended.status == 1) {
      ++failed;
      EXPECT_THAT(ended.err, HasSubstr(std::strerror(std::stoi(fault.how))));
      const bool can = ended.err.find("with --resume goes on") != std::string::npos;
      resumed += can ? 1 : 0;
      if (!can) fs::remove(At(name) / "s.json");
      ended = Run(Pipelines()[p].name, name, "", checkpoints + (can ? " --resume" : ""));
      ASSERT_EQ(ended.status, 0) << ended.err;
    }
    EXPECT_TRUE(Outputs(name) == good[p]);
    EXPECT_TRUE(fs::is_empty(At(name) / "tmp"));
    fs::remove_all(At(name));
  }
  // How many calls there are depends on the time; a few are hit always.
  RecordProperty("failed", failed);
  RecordProperty("resumed", resumed);
  EXPECT_GT(failed, 4) << "the faults are to hit something";
  EXPECT_GT(resumed, 1);
}

// Killed between two renames: the names are taken back, and given again in the end.
TEST_F(FaultTest, AKillInTheMiddleOfPublishingIsResumed) {
  if (kSanitized) GTEST_SKIP() << "skipped: sanitizers do not let a library be loaded before them";
  const Pipeline& pipeline = Pipelines()[1];
  ASSERT_EQ(Run(pipeline.name, "good", "").status, 0);
  const auto good = Outputs("good");
  for (const bool older : {false, true}) {
    int killed = 0;
    for (int nth = 1; nth < 20; ++nth) {
      SCOPED_TRACE("rename " + std::to_string(nth) + (older ? ", over older outputs" : ""));
      fs::remove_all(At("killed"));
      if (older) WriteOlder(pipeline, "killed");
      const std::string options =
          std::string("--checkpoint 100docs") + (older ? " --overwrite" : "");
      const Fault fault{"rename", "zout", "5", nth, older};
      Ended ended = Run(pipeline.name, "killed", Variables(fault) + " FAULT_KILL=1", options);
      if (ended.status == 0) break;
      ASSERT_EQ(ended.status, 137);
      const bool can = fs::exists(At("killed/zout/a.csv.checkpoint"));
      killed += can ? 1 : 0;
      ended = Run(pipeline.name, "killed", "", options + (can ? " --resume" : ""));
      EXPECT_EQ(ended.status, 0) << ended.err;
      EXPECT_TRUE(Outputs("killed") == good);
    }
    EXPECT_GE(killed, 3);
  }
}

}  // namespace
}  // namespace textmill::tests
