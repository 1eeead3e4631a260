// The executor: takes all documents through the plan's steps, on oneTBB's parallel_pipeline.
//
// The pipeline is a chain of filters. Reading and every step's `process` run in parallel; every
// `commit` is a filter that runs one batch at a time, in input order; so is the last one, which
// adds the work to the account. A stage that replays ends a segment: all batches are put into a
// spool, and the next segment takes them out again. Memory is bounded by the number of batches
// under way; a unit much larger than a batch is taken through on its own, when nothing else is
// under way.
//
// Errors travel in the work, never as exceptions: a throw inside a pipeline would leak the others.
#ifndef CORE_RUN_EXECUTOR_H_
#define CORE_RUN_EXECUTOR_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/run/accounts.h"
#include "core/run/checkpoints.h"
#include "core/run/document_sample.h"
#include "core/run/ledger.h"
#include "core/run/outputs.h"
#include "core/run/progress.h"
#include "core/run/records.h"
#include "core/run/source_reader.h"
#include "core/run/spool.h"
#include "core/run/step_runner.h"
#include "core/run/watcher.h"
#include "core/run/work.h"
#include "core/seeded_hash.h"

namespace textmill::core {

struct ExecutorOptions {
  unsigned threads = 1;
  uint64_t batch_bytes = 1 << 20;
  std::optional<int64_t> limit;      // documents to read
  std::optional<SampleRule> sample;  // or these; without checkpoints
  std::string work_folder;
  Watcher* watcher = nullptr;
  std::vector<SplitWriter*> split;     // one a step, or NULL
  Checkpoints* checkpoints = nullptr;  // where the run writes them; goes on from one that is loaded
  Accounts* accounts = nullptr;        // with checkpoints
};

class Executor {
 public:
  // All outlive the executor; `stop` may be set by a signal handler.
  Executor(const Plan& plan, const ExecutorOptions& options, const Records& records,
           Outputs* outputs, Progress* progress, const std::vector<int64_t>& input_sizes,
           const std::atomic<bool>* stop);

  // Ends early, without an error, when `stop` is set.
  Status Run();
  const Ledger& ledger() const { return ledger_; }
  int64_t bytes_read() const { return bytes_read_; }

 private:
  // One thing to do with a piece of work; a chain of them makes a filter.
  struct Action {
    bool ordered;
    std::function<void(Work*)> run;
  };
  // Steps [first, last], where the first may be in its second pass and the last in its first.
  struct Segment {
    size_t first, last;
    bool resumes, replays;
  };

  std::vector<Segment> Segments() const;
  Status RunSegment(const Segment& segment, size_t index);
  Status Begin(const Segment& segment, size_t index);
  Status Resume(const RunPosition& position);
  Status WriteCheckpoint(const Segment& segment, size_t index);
  bool CheckpointIsDue() const {
    return options_.checkpoints != nullptr &&
           options_.checkpoints->Due(documents_since_, bytes_since_);
  }
  Status TakeFaults();
  std::vector<Action> Actions(const Segment& segment);
  void RunPipeline(const Segment& segment, const std::vector<Action>& actions);
  std::unique_ptr<Work> Fetch(const Segment& segment);
  std::unique_ptr<Work> FetchUnit();
  std::unique_ptr<Work> FetchBlock();
  void Admit(Work* work);
  void CutAtLimit(Work* work);
  void FailRepeatedIds(Work* work);
  bool Watched(size_t step) const;
  Action Watch(size_t step) const;
  void Account(const Segment& segment, Work* work);
  void Report(Work* work);
  void EndWith(const Error& error);
  bool Ending() const {
    return ended_.load(std::memory_order_acquire) || stop_->load(std::memory_order_relaxed);
  }
  const Schema& SpoolSchema(const Segment& segment) const {
    return plan_.steps[segment.last].input;
  }

  const Plan& plan_;
  const ExecutorOptions options_;
  const Records& records_;
  Outputs* outputs_;
  Progress* progress_;
  std::vector<int64_t> bytes_before_;  // each input: stored bytes of those before it
  const std::atomic<bool>* stop_;

  SourceReader reader_;
  std::optional<DocumentSample> sample_;
  std::vector<StepRunner> runners_;
  Ledger ledger_;
  std::unique_ptr<Spool> from_, to_;  // of the segment that runs

  // Of the fetching filter:
  std::mutex fetch_mutex_;
  std::unique_ptr<Work> stash_;  // a large unit that waits until it is alone
  int64_t fetched_ = 0;          // since the pipeline was started
  bool alone_ = false;
  bool exhausted_ = false;
  uint64_t units_ = 0;  // of the source, taken through, and the last of them
  uint32_t last_input_ = 0;
  uint64_t last_end_ = 0;
  uint64_t spool_read_ = 0;  // of the spool, taken through

  // Of the admitting filter:
  int64_t admitted_ = 0;
  std::atomic<bool> enough_{false};
  std::unordered_set<std::string, SeededHash> ids_;

  // Of the accounting filter:
  std::mutex account_mutex_;
  int64_t bytes_read_ = 0;
  int64_t documents_ = 0, pass_documents_ = -1;               // of the pass: through, and in all
  std::atomic<int64_t> documents_since_{0}, bytes_since_{0};  // the last checkpoint
  int64_t spooled_ = 0;  // documents that the next pass will have

  std::atomic<bool> ended_{false};
  std::mutex error_mutex_;
  std::optional<Error> error_;
};

}  // namespace textmill::core

#endif  // CORE_RUN_EXECUTOR_H_
