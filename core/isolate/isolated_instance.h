// A stage at work in processes of its own: an Instance like any other, for who calls it. What goes
// wrong in a process costs the call that it was for, and another process takes its place.
//
// One process for each lane of `process`, and one for what is done in order: commit, end_of_pass,
// finish, tables. Of a stage that remembers documents the state is saved now and then, and what was
// committed since is kept, so that a new process can take over; one that offers no state cannot be
// replaced once it has committed something, and ends the run. The instance that was created and
// bound stays in the program and is not called again but for what it planned (Notes).
#ifndef CORE_ISOLATE_ISOLATED_INSTANCE_H_
#define CORE_ISOLATE_ISOLATED_INSTANCE_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/isolate/child_process.h"
#include "core/isolate/isolated_account.h"
#include "core/isolate/saved_state.h"
#include "core/plugin/bound.h"
#include "core/plugin/instance.h"

namespace textmill::core {

struct IsolateOptions {
  std::chrono::nanoseconds timeout{0};  // of a batch in process or commit; 0: none
  uint64_t memory = 0;                  // bytes that each process may take; 0: any number
  std::function<void(int32_t level, const std::string& step, std::string_view message)> log;
  const std::atomic<bool>* stop = nullptr;  // outlives the instance
};

class IsolatedInstance final : public Instance {
 public:
  // Forks the first process: on the main thread, while no other thread of the program works.
  // `local` is created and bound.
  static Result<std::unique_ptr<Instance>> Make(std::unique_ptr<Instance> local, const Bound& bound,
                                                const IsolateOptions& options);
  ~IsolatedInstance() override;

  void SetInputBytes(int64_t bytes) override { input_bytes_ = bytes; }
  Result<std::string> Notes() override { return local_->Notes(); }
  Status Open(StageServices* services, const std::string& work_folder, uint32_t threads,
              uint64_t memory) override;
  void Detach() override;
  Status Process(const textmill_batch& batch, textmill_reply* reply, bool fresh_lane) override;
  Status Commit(const textmill_batch& batch, const ArrowArray* carry,
                textmill_reply* reply) override;
  Status EndOfPass() override;
  Status Finish() override;
  Result<bool> NextTable(uint32_t table, ArrowArray* rows) override;
  Result<std::vector<Number>> Account() override;
  Status Save(const WriteState& write) override;
  Status Restore(const ReadState& read) override;
  using Instance::Restore;
  using Instance::Save;

 private:
  using Child = std::unique_ptr<ChildProcess>;
  using Answer = ChildProcess::Answer;
  IsolatedInstance(std::unique_ptr<Instance> local, const Bound& bound,
                   const IsolateOptions& options);

  Error About(const Error& error) const;
  Error AboutCall(Error error, const char* function) const;
  void Tell(const Error& error);
  // What came of the call; `body`: what comes after it.
  Status Outcome(Unpacker* body);
  Status Apply(const Answer& answer);
  ChildProcess::Deadline DeadlineOf(int64_t rows, bool part) const;
  std::string TooLate(int64_t rows) const;

  Status OpenIn(ChildProcess* child, bool apply);
  Result<bool> CanBeForked(ChildProcess* child);
  Result<std::vector<Number>> AccountIn(ChildProcess* child);
  Result<Child> Another();
  Result<Child> TakeLane();

  Status EnsureCommitter();
  Status Recover();
  Status Settle();
  Result<Answer> AskCommitter(Ask ask, size_t packed, const char* function);
  // Keeps the state, and gives it to `write`, unless NULL.
  Status SaveHere(const WriteState* write);
  // Into the process that commits.
  Status RestoreFrom(const ReadState& read);

  const std::unique_ptr<Instance> local_;
  const Bound bound_;
  const IsolateOptions options_;
  const Field carry_field_;
  const bool stateless_, saves_;

  StageServices* services_ = nullptr;
  std::string work_folder_;
  uint32_t threads_ = 1;
  uint64_t open_memory_ = 0;
  int64_t input_bytes_ = -1;

  std::mutex base_mutex_;
  Child root_;  // created and bound, not opened
  Child base_;  // opened, and what others are forked from; or NULL
  std::mutex lanes_mutex_;
  std::vector<Child> lanes_;     // those that nobody uses now
  bool lanes_in_order_ = false;  // process calls go to the committer, too
  bool settled_ = false;         // base_ has what was settled at the end of a pass
  std::atomic<bool> told_{false};

  std::mutex commit_mutex_;
  Child committer_;
  bool committed_ = false;
  SavedState state_;
  IsolatedAccount account_;
};

}  // namespace textmill::core

#endif  // CORE_ISOLATE_ISOLATED_INSTANCE_H_
