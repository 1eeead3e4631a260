// Whole runs for tests: pipelines of the stages of test_stages.h over a list of texts, and what
// came of them. The plugin with the stages is in run_test.cc.
#ifndef CORE_RUN_TEST_RUN_H_
#define CORE_RUN_TEST_RUN_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/pipeline/make_plan.h"
#include "core/plugin/registry.h"
#include "core/run/run.h"
#include "core/run/summary.h"

namespace textmill::core {

struct Ran {
  std::vector<std::string> problems;  // of the check
  Outcome outcome = Outcome::kFailed;
  std::string error, out, dropped, failed, summary, account;
  bool published = false, part = false;
  int64_t read = 0, made = 0, finished = 0, drops = 0, failures = 0, inputs_failed = 0;
};

// Hundreds of runs, each of which waits for the disk in the end: in memory, where there is nothing
// to wait for.
inline std::filesystem::path MemoryFolder() {
  std::error_code error;
  return std::filesystem::is_directory("/dev/shm", error) ? "/dev/shm"
                                                          : std::filesystem::temp_directory_path();
}

class RunTest : public ::testing::Test {
 protected:
  RunTest()
      : folder_(MemoryFolder() / ("run_test." + std::to_string(getpid()))),
        registry_(Registry::Of({&textmill_plugin_v1})) {
    std::filesystem::create_directories(folder_);
  }
  ~RunTest() override { std::filesystem::remove_all(folder_); }

  static std::string Read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  // Runs `steps` after the list of `texts`, with a printer at the end unless there is one.
  Ran RunSteps(const std::vector<std::string>& texts, const std::string& steps,
               const std::string& more = "", RunOptions options = {}, int unit = 3) {
    const std::filesystem::path out = folder_ / "out.txt", dropped = folder_ / "dropped.jsonl",
                                failed = folder_ / "failed.jsonl";
    for (const std::filesystem::path& path : {out, dropped, failed}) {
      std::filesystem::remove(path);
      std::filesystem::remove(path.string() + ".part");
    }
    std::string list;
    for (const std::string& text : texts) list += (list.empty() ? "\"" : ", \"") + text + "\"";
    std::string yaml = "textmill: 1\nname: test\nsteps:\n  - uses: test.list\n    with: {texts: [" +
                       list + "], unit: " + std::to_string(unit) + "}\n" + steps;
    if (steps.find("test.print") == std::string::npos)
      yaml += "  - uses: test.print\n    with: {path: \"" + out.string() + "\"}\n";
    yaml += "dropped: " + dropped.string() + "\nfailed: " + failed.string() + "\n" + more;
    const std::filesystem::path file = folder_ / "pipeline.yaml";
    std::ofstream(file) << yaml;

    Ran ran;
    std::vector<Problem> problems;
    auto plan = MakePlan(file.string(), registry_, {}, &problems);
    for (const Problem& problem : problems) ran.problems.push_back(problem.ToString());
    if (!plan) return ran;
    options.progress = ProgressMode::kNever;
    const RunReport report = RunPlan(*plan, options, &stop_);
    ran.outcome = report.outcome;
    if (report.error) ran.error = report.error->ToString();
    ran.published = std::filesystem::exists(out);
    ran.part = std::filesystem::exists(out.string() + ".part");
    ran.out = Read(out);
    ran.dropped = Read(dropped);
    ran.failed = Read(failed);
    ran.summary = SummaryJson(*plan, report, registry_);
    ran.account = SummaryText(*plan, report);
    ran.read = report.ledger.read();
    ran.made = report.ledger.made();
    ran.finished = report.ledger.finished();
    ran.drops = report.ledger.dropped();
    ran.failures = report.ledger.failed();
    ran.inputs_failed = report.ledger.inputs_failed();
    return ran;
  }
  std::atomic<bool> stop_{false};
  std::filesystem::path folder_;
  Registry registry_;
};

inline std::string Problems(const Ran& ran) {
  std::string all;
  for (const std::string& problem : ran.problems) all += problem + "\n";
  return all;
}

}  // namespace textmill::core

#endif  // CORE_RUN_TEST_RUN_H_
