// The checkpoints of a run: when one is due, what goes into it, and how a run goes on from the last
// one (`run --checkpoint`, `run --resume`).
//
// A checkpoint is beside the run's first output, PATH.checkpoint, and goes when the run is
// complete; so do the spools beside it. The outputs' locks are theirs, too. One thread at a time.
#ifndef CORE_RUN_CHECKPOINTS_H_
#define CORE_RUN_CHECKPOINTS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/result.h"
#include "core/run/checkpoint.h"
#include "core/run/outputs.h"
#include "core/run/run_identity.h"
#include "core/run/split_writer.h"

namespace textmill::core {

struct CheckpointRule {
  enum class Every {
    kAuto,  // five minutes, where the inputs are large
    kNever,
    kNanoseconds,
    kDocuments,
    kBytes,  // of the inputs, unpacked
  } every = Every::kAuto;
  int64_t n = 0;

  // "5m", "10000docs", "500MB", "never".
  static std::optional<CheckpointRule> Parse(const std::string& text);
};

// Where a run of the plan has its checkpoint; "" when it writes no file.
std::string CheckpointPath(const Plan& plan);

// Why a run of the plan cannot be resumed, as a sentence; "" when it can. `watched`: somebody looks
// at every document.
std::string WhyNoCheckpoints(const Plan& plan, const std::vector<textmill_input>& inputs,
                             bool watched);

class Checkpoints {
 public:
  Checkpoints(std::string path, CheckpointRule rule, RunIdentity identity, const Plan& plan)
      : path_(std::move(path)), rule_(rule), identity_(std::move(identity)), plan_(plan) {}

  // Reads the last one, all of it, and sees that it is of this run. Changes nothing.
  Status Load(const std::vector<textmill_input>& inputs);
  // What was loaded, or NULL.
  const Checkpoint* resumed() const { return resumed_ ? &*resumed_ : nullptr; }
  // Once stages are open: gives them their states. `split`: for each step, NULL or what writes its
  // many files.
  Status Restore(const std::vector<SplitWriter*>& split);

  // Whether so many documents and bytes of input after the last one it is time.
  bool Due(int64_t documents, int64_t bytes) const;
  // At a drained point. What the outputs cannot do ends the run; where the checkpoint itself cannot
  // be written, that is told, and the one before stays. False then.
  Result<bool> Write(RunPosition position, const Ledger& ledger,
                     std::vector<AccountNumbers> accounts, Outputs* outputs,
                     const std::vector<SplitWriter*>& split);
  const std::string& path() const { return path_; }
  std::string SpoolPath(size_t segment) const {
    return path_ + ".spool-" + std::to_string(segment);
  }

  // Removes the checkpoint and the spools of a run that wrote some.
  static void Clear(const std::string& path);

 private:
  using Clock = std::chrono::steady_clock;
  const std::string path_;
  const CheckpointRule rule_;
  const RunIdentity identity_;
  const Plan& plan_;
  std::optional<Checkpoint> resumed_;
  Clock::time_point last_ = Clock::now();
  Clock::duration took_{};  // to write the last one
};

}  // namespace textmill::core

#endif  // CORE_RUN_CHECKPOINTS_H_
