// A plugin's reply, checked and taken over: what came back from `process` or `commit` for some
// rows.
#ifndef CORE_RUN_STEP_REPLY_H_
#define CORE_RUN_STEP_REPLY_H_

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/result.h"
#include "core/table/column.h"

namespace textmill::core {

// A document that a step could do nothing with.
struct RowFailure {
  int32_t row;
  std::string message;
  bool for_now = false;  // it may do well another time: TEXTMILL_FAILED_FOR_NOW
  auto operator<=>(const RowFailure&) const = default;
};

struct StepReply {
  int64_t rows = 0;            // rows that columns, verdicts and details speak of
  std::vector<Array> columns;  // none where the pass needs none
  bool expands = false;
  std::vector<int32_t> parents;      // with `expands`: for each row, the row that was handed over
  std::vector<uint8_t> verdicts;     // empty: all stay
  std::vector<Array> details;        // members; empty when there are none
  std::vector<Array> carry;          // members; empty when there is none
  std::vector<RowFailure> failures;  // by the row that was handed over, ascending; it is nobody's
                                     // parent, and what else is said of it does not count
  std::array<int64_t, TEXTMILL_MAX_COUNTERS> counts{};

  uint8_t verdict(int64_t row) const {
    return verdicts.empty() ? uint8_t{0} : verdicts[static_cast<size_t>(row)];
  }
};

// What is said of a stage that broke the interface's promises.
Error Broken(const Step& step, const std::string& what);

enum class Phase { kProcess, kCommit };

// Takes everything out of `raw`, which answers for `rows` rows of `step`, and leaves it released.
// Fails when the reply breaks the interface's promises: that is the plugin's fault, and ends the
// run. Without `keep_columns` (a replaying stage's first pass) columns, verdicts and details are
// left out.
Result<StepReply> TakeReply(const Step& step, Phase phase, int64_t rows, bool keep_columns,
                            textmill_reply* raw);

// One reply from those of consecutive parts; `handed` says how many rows each part was given.
StepReply JoinReplies(const Step& step, Phase phase, std::vector<StepReply> parts,
                      const std::vector<int64_t>& handed);

}  // namespace textmill::core

#endif  // CORE_RUN_STEP_REPLY_H_
