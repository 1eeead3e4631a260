// A whole run: opens the stages and outputs of a plan, executes it, makes tables, and publishes the
// outputs when all is well.
#ifndef CORE_RUN_RUN_H_
#define CORE_RUN_RUN_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/run/checkpoints.h"
#include "core/run/document_sample.h"
#include "core/run/isolation.h"
#include "core/run/ledger.h"
#include "core/run/outputs.h"
#include "core/run/progress.h"
#include "core/run/watcher.h"

namespace textmill::core {

enum class Outcome { kDone, kFailed, kTooManyFailures, kInterrupted, kRefused };

// Whether all went through, so that the outputs get their names.
inline bool IsComplete(Outcome outcome) {
  return outcome == Outcome::kDone || outcome == Outcome::kTooManyFailures;
}

// The exit status of an outcome: 0, 1, 3, 130, 2.
int ExitStatus(Outcome outcome);

struct RunReport {
  explicit RunReport(size_t steps) : ledger(steps), accounts(steps) {}
  Outcome outcome = Outcome::kFailed;
  std::optional<Error> error;          // with kFailed and kRefused
  std::optional<Error> summary_error;  // the summary could not be written, whatever else came out
  Ledger ledger;
  int64_t bytes_read = 0;  // of the inputs as stored
  double seconds = 0;
  std::chrono::system_clock::time_point started, ended;
  struct Input {
    std::string path;
    int64_t bytes;  // -1: not known
  };
  std::vector<Input> inputs;
  unsigned threads = 1;
  std::vector<Outputs::Written> outputs;
  std::vector<AccountNumbers> accounts;  // what the steps counted for themselves
  std::string checkpoint;                // from which a run that failed can be resumed; ""
  bool resumed = false;
};

struct RunOptions {
  unsigned threads = 1;
  uint64_t batch_bytes = 1 << 20;
  uint64_t memory = 0;  // bytes that all steps together may keep of documents; 0: no limit
  std::optional<int64_t> limit;
  std::optional<SampleRule> sample;  // of all documents, instead of the first; without checkpoints
  IsolateWhich isolate = IsolateWhich::kOutside;
  ProgressMode progress = ProgressMode::kAuto;
  std::function<void(const ProgressState&)> on_progress;  // some times a second, on its own thread
  std::string work_folder;  // where temporary files go; "": TMPDIR, else /tmp
  // Called when all is written, just before the outputs get their names: from there on, it is too
  // late to end the run.
  std::function<void()> before_publishing;
  // The text of the plan's summary; asked for in the end, and only if the plan has one.
  std::function<std::string(const RunReport&)> summary;
  Watcher* watcher = nullptr;  // or one that outlives the run
  // Nothing: the run neither writes checkpoints nor removes those of others.
  std::optional<CheckpointRule> checkpoint;
  bool resume = false;  // go on from the last one
};

// `stop` may be set by a signal handler while it runs.
RunReport RunPlan(Plan& plan, const RunOptions& options, const std::atomic<bool>* stop);

// For who ends the process while a run is under way: removes its temporary files. Any thread.
void RemoveWorkFolder();

}  // namespace textmill::core

#endif  // CORE_RUN_RUN_H_
