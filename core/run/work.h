// A piece of work: one batch on its way through the pipeline, with all that is said of it until it
// is added to the run's account. It belongs to one thread at a time.
#ifndef CORE_RUN_WORK_H_
#define CORE_RUN_WORK_H_

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "core/run/ledger.h"
#include "core/table/batch.h"

namespace textmill::core {

// A line for dropped.jsonl or failed.jsonl. Lines of one batch are sorted by origin.
struct Removed {
  Origin origin;
  std::string line;
};

struct Work {
  explicit Work(size_t steps) : counts(steps) {}

  Batch batch;
  uint64_t unit_bytes = 0;         // of its unit, about: what is to be read, or is held already
  std::vector<StepCounts> counts;  // one per step
  std::vector<Removed> dropped, failed;
  std::optional<Error> fatal;  // ends the run

  // What a step's process left for its commit: columns (as long as the batch), the rows it saw
  // (places in the batch), and its carry (members).
  struct {
    std::vector<Array> columns;
    std::vector<int32_t> seen;
    std::vector<Array> carry;
    // Of a writer whose path names columns: its rows by file.
    struct Part {
      std::string path;
      std::vector<int32_t> rows;
      std::vector<Array> carry;
    };
    std::vector<Part> parts;
  } pending;

  // Set for a unit whose rest could not be read.
  std::optional<std::string> input_failure;

  // A batch that was put away and is to be taken out again; see spool.h.
  std::string block;

  // oneTBB's own synchronisation is invisible to the thread sanitizer; each filter ends with Give
  // and begins with Take, which it understands.
  void Give() { handoff.store(true, std::memory_order_release); }
  void Take() { handoff.load(std::memory_order_acquire); }
  std::atomic<bool> handoff{false};
};

}  // namespace textmill::core

#endif  // CORE_RUN_WORK_H_
