// Plays the host: takes a stage through its whole life on a made-up table, and writes down all that
// it answered, so that two plays can be compared.
//
// Each part of the host's freedom is an option: where it cuts batches, how it hands them over, on
// which threads it calls.
#ifndef CORE_CONFORMANCE_PLAY_H_
#define CORE_CONFORMANCE_PLAY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/conformance/check.h"
#include "core/conformance/handed_batch.h"
#include "core/conformance/played.h"
#include "core/conformance/setup.h"

namespace textmill::core {

struct PlayOptions {
  int64_t batch_rows = 64;
  Slices slices = Slices::kWhole;
  int threads = 1;
  bool spoil_input = false;        // what was handed over is overwritten as soon as process returns
  bool watch_input = false;        // ... and before that, is it as it was?
  bool release_elsewhere = false;  // replies are released on a thread of their own
  bool process_twice = false;      // each batch is processed a second time; the second reply counts
  bool bind_twice = false;         // first to other columns

  // Points at which a run may be interrupted: before each batch of each pass, and at its end.
  int64_t from = 0;                    // the play begins there, with this state unless it is NULL
  const std::string* state = nullptr;  // ... of an instance that came so far
  int64_t until = -1;                  // the play ends there, and the instance is saved
  bool save_often = false;             // at each point, for nothing
  // Where the play begins in pass 1: how many rows were committed in pass 0 before; -1: not told.
  int64_t begin_at = -1;
  bool later = false;  // a stretch comes before, without a batch maybe: `open` wrote there already
  // Before batch `merge_at` of pass 0 instances are taken in that saw the rest of it, in order.
  int64_t merge_at = 0;
  std::vector<const Played*> merge;
};

// An error is a broken promise, or one that ends a run. Rows that fail alone are in `rows`.
Result<Played> Play(const Subject& subject, const ParamValues& params, const SampleTable& table,
                    const PlayOptions& options);

// The same for a source: reads everything in units of about `want_bytes`.
Result<Played> PlaySource(const Subject& subject, const ParamValues& params, uint64_t want_bytes,
                          int threads);

}  // namespace textmill::core

#endif  // CORE_CONFORMANCE_PLAY_H_
