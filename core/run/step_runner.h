// Takes a piece of work through one step: `Process` in parallel with other work, then `Commit` in
// input order for steps that commit.
//
// Documents that a reply names as failed are taken out and recorded, the others go on. A batch that
// fails in `process` as a whole is run again in parts, each with fresh scratch state, down to
// single rows, until the documents that fail alone are found. A reply that breaks the interface's
// promises, or an error in `commit`, is fatal.
#ifndef CORE_RUN_STEP_RUNNER_H_
#define CORE_RUN_STEP_RUNNER_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/run/records.h"
#include "core/run/split_writer.h"
#include "core/run/step_reply.h"
#include "core/run/work.h"

namespace textmill::core {

class StepRunner {
 public:
  // `plan`, `records` and `stop` outlive the runner. `keep_dropped`: lines for dropped.jsonl are
  // wanted. `stop`: the run is to end.
  // `split`: of a writer whose path names columns, else NULL; outlives the runner, too.
  StepRunner(const Plan& plan, size_t index, const Records& records, bool keep_dropped,
             const std::atomic<bool>* stop, SplitWriter* split = nullptr)
      : step_(plan.steps[index]),
        index_(index),
        records_(records),
        keep_dropped_(keep_dropped),
        stop_(stop),
        split_(split) {}

  const Step& step() const { return step_; }
  // Whether documents pass through it at all (a writer of a table lets them by).
  bool sees_documents() const { return !step_.table_of.has_value(); }
  bool commits() const {
    return sees_documents() && (step_.bound.flags & (TEXTMILL_COMMITS | TEXTMILL_REPLAYS)) != 0;
  }
  bool replays() const { return sees_documents() && (step_.bound.flags & TEXTMILL_REPLAYS) != 0; }

  // `pass` is 0 for steps that do not replay. In pass 0 of a step that does, documents stay as they
  // are.
  void Process(Work* work, uint32_t pass) const;
  void Commit(Work* work, uint32_t pass) const;

 private:
  // The rows of a batch after a step: which row of the old batch each is, and which row of the
  // step's reply speaks of it (-1: the step did not see it).
  struct Layout {
    std::vector<int32_t> input, reply;
    bool same = true;  // nothing came, went or was passed over
  };

  void Keep(Work* work) const;
  // For a writer of many files: each file's rows are handed over by themselves. These three are in
  // step_runner_split.cc.
  void ProcessSplit(Work* work) const;
  void CommitSplit(Work* work) const;
  void TakeOut(Work* work, std::vector<RowFailure> failed) const;
  // What a `set:` step makes of the rows `seen`; a row whose value cannot be worked out is counted,
  // or fails.
  StepReply Set(const Batch& batch, std::vector<int32_t>* seen,
                std::vector<RowFailure>* failed) const;
  std::vector<int32_t> Select(const Batch& batch) const;
  Result<StepReply> Call(const Batch& batch, uint32_t pass, std::vector<int32_t>* seen,
                         std::vector<RowFailure>* failed) const;
  Result<StepReply> CallForText(const Batch& batch, uint32_t pass, std::vector<int32_t>* seen,
                                std::vector<RowFailure>* failed) const;
  // What came of the parts of a batch: the replies, which rows each is about, and the rows that
  // failed with their messages. Rows are counted as they were handed over.
  struct Parts {
    std::vector<StepReply> replies;
    std::vector<int64_t> begins, handed;
    std::vector<RowFailure> failed;
  };
  Status CallPart(const textmill_batch& handed, int64_t begin, int64_t end, bool keep_columns,
                  Parts* parts) const;
  Result<StepReply> CallCommit(const Work& work, uint32_t pass, bool rehearsal) const;
  Status CommitPart(const textmill_batch& handed, const ArrowArray* carry, int64_t begin,
                    int64_t end, bool rehearsal, Parts* parts) const;
  bool CanRepeat(bool rehearsal) const;
  static void TakeFailures(StepReply* reply, const std::vector<int32_t>& seen,
                           std::vector<RowFailure>* failed);
  // What becomes of the rows: all these are in step_runner_rows.cc.
  Layout Judge(Work* work, const std::vector<int32_t>& seen, const StepReply& reply,
               std::vector<RowFailure> failed) const;
  std::vector<Array> Arrange(const Schema& fields, const std::vector<Array>& made,
                             const Batch& before, const Layout& layout) const;
  void Forget(Work* work) const;
  void Move(Work* work, const Layout& layout) const;
  void Compose(Work* work, const std::vector<Array>& process,
               const std::vector<Array>& commit) const;
  void Drop(Work* work, int32_t row, uint8_t verdict, const StepReply& reply,
            int64_t reply_row) const;
  void Fail(Work* work, const RowFailure& failure) const;

  const Step& step_;
  size_t index_;
  const Records& records_;
  bool keep_dropped_;
  const std::atomic<bool>* stop_;
  SplitWriter* split_;
};

}  // namespace textmill::core

#endif  // CORE_RUN_STEP_RUNNER_H_
