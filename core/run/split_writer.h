// A writer whose path names columns: it makes a file for each of their values, "out/{lang}.jsonl".
//
// Each file has an instance of the stage of its own, with its own beginning and end (a header, the
// brackets of a list), so that any writer can be split. The step's own instance encodes for all of
// them in `process`; what it writes of itself goes nowhere. One thread at a time.
#ifndef CORE_RUN_SPLIT_WRITER_H_
#define CORE_RUN_SPLIT_WRITER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/result.h"
#include "core/run/checkpoint.h"
#include "core/run/outputs.h"
#include "core/run/step_reply.h"

namespace textmill::core {

// The rows that go to one file, ascending.
struct SplitRows {
  std::string path;
  std::vector<int32_t> rows;
};
// In the order of their first rows. Any thread.
std::vector<SplitRows> SplitByPath(const PathTemplate& paths, const std::vector<Array>& columns,
                                   const std::vector<int32_t>& rows);

class SplitWriter {
 public:
  struct Run {
    Outputs* outputs;
    const std::atomic<bool>* stop;
    std::string work_folder;
    unsigned threads;
  };
  // `step` outlives it, and is split.
  SplitWriter(const Step& step, size_t index, Run run);
  ~SplitWriter();

  // Commits rows to the file at `path`. Of the reply, counts and failures are taken.
  Result<StepReply> Commit(const std::string& path, const textmill_batch& batch,
                           const ArrowArray* carry);
  // Ends all files.
  Status Finish();

  // The state of each file's instance; of one that has none, no bytes.
  void AddStates(std::vector<StateToSave>* states) const;
  // Makes the instance of a file that was there at a checkpoint.
  Status Restore(const std::string& path, const Instance::ReadState& state);

 private:
  class Services;
  struct File {
    std::unique_ptr<Services> services;
    std::unique_ptr<Instance> instance;
  };
  Result<Instance*> Find(const std::string& path);

  const Step& step_;
  const size_t index_;
  const Run run_;
  std::map<std::string, File> files_;  // by path
};

}  // namespace textmill::core

#endif  // CORE_RUN_SPLIT_WRITER_H_
