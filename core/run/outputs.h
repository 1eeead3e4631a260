// All files that a run writes: those of the writers, dropped.jsonl and failed.jsonl.
//
// Each is written as PATH.part and gets its name when the run is complete, all of them together.
// The methods are called by one thread at a time, but for writes to different outputs.
#ifndef CORE_RUN_OUTPUTS_H_
#define CORE_RUN_OUTPUTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/result.h"
#include "core/run/output_file.h"

namespace textmill::core {

class Outputs {
 public:
  // `threads`: how many may compress an output.
  Outputs(const Plan& plan, unsigned threads) : plan_(plan), threads_(threads) {}

  // Opens the writers' files and dropped.jsonl; failed.jsonl is opened with its first line.
  Status Open();
  Status Write(size_t step, size_t output, std::string_view bytes);
  bool wants_dropped() const { return !plan_.dropped.empty(); }
  Status WriteDropped(std::string_view line);
  Status WriteFailed(std::string_view line);

  // Closes all of them, then gives all of them their names.
  Status Publish();
  // Closes them as they are: what was written stays as PATH.part.
  void Abandon();

  struct Written {
    std::string path;
    uint64_t bytes;  // as stored
  };
  std::vector<Written> written() const;
  bool any_failed() const { return failed_ != nullptr; }

 private:
  std::vector<OutputFile*> All() const;

  const Plan& plan_;
  const unsigned threads_;
  std::vector<std::unique_ptr<OutputFile>> files_;  // as plan_.outputs
  std::unique_ptr<OutputFile> dropped_, failed_;
};

}  // namespace textmill::core

#endif  // CORE_RUN_OUTPUTS_H_
