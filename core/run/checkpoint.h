// A checkpoint: what a run has to know to go on from a point at which nothing was under way.
//
// It is a file of its own, written beside, synced and renamed, so that there is always a whole one.
// The bytes are those of a state (textmill/state.hpp), with a checksum for each block; the states
// of stages are in it. Plain data, and functions for one thread at a time.
#ifndef CORE_RUN_CHECKPOINT_H_
#define CORE_RUN_CHECKPOINT_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/plugin/instance.h"
#include "core/result.h"
#include "core/run/accounts.h"
#include "core/run/file_cut.h"
#include "core/run/ledger.h"
#include "core/run/output_file.h"
#include "core/run/run_identity.h"
#include "textmill/state.hpp"

namespace textmill::core {

// How far the executor is.
struct RunPosition {
  uint64_t segment = 0;             // which pass over the documents
  uint8_t exhausted = 0;            // all of it is through; what comes after it is not
  uint64_t units = 0;               // of the source, taken through
  uint32_t input = 0;               // of the last of them,
  uint64_t unit_end = 0;            // and where it ended
  int64_t bytes_read = 0;           // of the inputs as stored
  int64_t documents = 0;            // of the pass, through, for progress
  int64_t pass_documents = -1;      // and that it has, from the second on
  int64_t spooled = 0;              // documents that the next pass will have
  int64_t admitted = 0;             // documents that count for a limit
  uint8_t enough = 0;               // the limit is reached
  uint64_t spool_read = 0;          // bytes of the spool that the segment reads
  std::optional<FileCut> from, to;  // the spool that it reads, and the one that it writes
  std::vector<std::string> ids;     // with `unique_ids`: those that were there
};

struct Checkpoint {
  RunIdentity identity;
  RunPosition position;
  Ledger ledger{0};
  std::vector<AccountNumbers> accounts;  // one a step
  std::vector<OutputMark> outputs;
};

// The state of one stage: of step `step`, and of a writer of many files, for one of them.
struct StateToSave {
  size_t step = 0;
  std::string file;
  std::function<Status(const Instance::WriteState& write)> save;
};

Status WriteCheckpoint(const std::string& path, const Checkpoint& checkpoint,
                       const std::vector<StateToSave>& states);

// Whether the file begins as a checkpoint does, damaged or not.
bool IsCheckpoint(const std::string& path);
// Whether it is what a run left that ended while it wrote a checkpoint: only such a file is
// removed.
bool IsUnfinishedCheckpoint(const std::string& part);

// Takes a stage's state; may read less than all of it.
using TakeState =
    std::function<Status(size_t step, const std::string& file, const Instance::ReadState& read)>;

// Reads all of it, so that it is known to be whole; `take` is given the states. Without it they are
// passed over.
Result<Checkpoint> ReadCheckpoint(const std::string& path, const TakeState& take = nullptr);

// What a checkpoint is to the form of states: one of this name, in this version.
inline constexpr internal::StateOwner kCheckpointOwner{"textmill checkpoint", 2, 0};

// The same of bytes that go, or come from, wherever; the others are in checkpoint_file.cc.
Status WriteCheckpointTo(const Instance::WriteState& write, const Checkpoint& checkpoint,
                         const std::vector<StateToSave>& states);
Result<Checkpoint> ReadCheckpointFrom(const Instance::ReadState& bytes, const TakeState& take);

}  // namespace textmill::core

#endif  // CORE_RUN_CHECKPOINT_H_
