// Where batches wait while a stage that replays sees them all: in memory up to a limit, then in a
// file of the work folder. First in, first out.
//
// Pack and Unpack may be called on any thread; Append and Next by one thread at a time, and all of
// the appending comes before the reading. The file is gone with the spool.
#ifndef CORE_RUN_SPOOL_H_
#define CORE_RUN_SPOOL_H_

#include <cstdint>
#include <deque>
#include <string>

#include "core/result.h"
#include "core/table/batch.h"

namespace textmill::core {

class Spool {
 public:
  // `folder` exists.
  explicit Spool(std::string folder) : folder_(std::move(folder)) {}
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // A batch as compressed bytes, its unit's payload too, so that a document's original record can
  // still be told later.
  static std::string Pack(const Schema& schema, const Batch& batch);
  static Result<Batch> Unpack(const Schema& schema, const std::string& block);

  Status Append(std::string block);
  // Whether there was one more.
  Result<bool> Next(std::string* block);

 private:
  Status Spill(const std::string& block);

  std::string folder_;
  std::deque<std::string> blocks_;
  size_t in_memory_ = 0;
  std::deque<size_t> in_file_;  // their sizes
  int file_ = -1;
  uint64_t read_at_ = 0;
};

}  // namespace textmill::core

#endif  // CORE_RUN_SPOOL_H_
