// Where batches wait while a stage that replays sees them all: in memory up to a limit, then in a
// file of the work folder, which is gone with the spool. First in, first out.
//
// Of a run that can be resumed they are in a file that has a name and stays until it is removed.
//
// Pack and Unpack may be called on any thread; the others by one thread at a time, and all of the
// appending comes before the reading.
#ifndef CORE_RUN_SPOOL_H_
#define CORE_RUN_SPOOL_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/run/file_cut.h"
#include "core/table/batch.h"

namespace textmill::core {

class Spool {
 public:
  // `folder` exists.
  explicit Spool(std::string folder) : folder_(std::move(folder)) {}
  // Made anew, or gone on with: cut back to where a checkpoint has it. For a spool that is read:
  // `read` bytes of it were.
  static Result<std::unique_ptr<Spool>> Make(const std::string& path);
  static Result<std::unique_ptr<Spool>> Resume(const std::string& path, const FileCut& cut,
                                               uint64_t read);
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

  // Of one that has a name. What Mark gives is on the disk.
  Result<FileCut> Mark();
  uint64_t read() const { return read_at_; }
  void Remove();

 private:
  Status Spill(const std::string& block);
  Status WriteAll(std::string_view bytes);
  Status ReadAll(char* to, size_t size);
  std::string Name() const { return path_.empty() ? "a temporary file in " + folder_ : path_; }
  Error Failed(const std::string& what) const;

  std::string folder_, path_;  // path_: "" for one without a name
  std::deque<std::string> blocks_;
  size_t in_memory_ = 0;
  int file_ = -1;  // a size of eight bytes, then the block
  uint64_t read_at_ = 0, end_ = 0;
};

}  // namespace textmill::core

#endif  // CORE_RUN_SPOOL_H_
