// The account of a run: what became of each document, by step and reason.
//
//     read + made = finished + dropped + failed
//
// Every piece of work carries counts of its own (StepCounts), made by whoever works on it; a Ledger
// adds them up. A Ledger is used by one thread at a time.
#ifndef CORE_RUN_LEDGER_H_
#define CORE_RUN_LEDGER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/pipeline/plan.h"
#include "textmill/state.hpp"

namespace textmill::core {

// What one step did to some documents.
struct StepCounts {
  int64_t in = 0;    // documents that reached the step; for the source: records
  int64_t made = 0;  // children beyond the first
  int64_t failed = 0;
  std::array<int64_t, 256> dropped{};  // by verdict; 0: turned into no document at all
  std::array<int64_t, TEXTMILL_MAX_COUNTERS> counters{};
  int64_t nanoseconds = 0;  // of all threads

  void Add(const StepCounts& other);
};

// The reason that a step gives with a verdict: "empty" for 0.
std::string ReasonName(const Step& step, uint8_t verdict);

// Verdicts of a `keep:` step.
inline constexpr uint8_t kConditionFalse = 1;
inline constexpr uint8_t kConditionNull = 2;

// The counter of a `set:` step: values that could not be worked out.
inline constexpr size_t kSetOdd = 0;

// What the counts of a step are, for people: what it dropped, by reason in the reasons' order; its
// counters; and the rows that it wrote, if it is a writer that counts them.
using NamedCounts = std::vector<std::pair<std::string, int64_t>>;
NamedCounts DropsOf(const Step& step, const StepCounts& counts);
NamedCounts CountersOf(const Step& step, const StepCounts& counts);
std::optional<int64_t> RowsOf(const Step& step, const StepCounts& counts);

class Ledger {
 public:
  explicit Ledger(size_t steps) : steps_(steps) {}

  void Add(const std::vector<StepCounts>& counts);
  void Finish(int64_t documents) { finished_ += documents; }
  // The first few reasons are kept, for the summary.
  void InputFailed(const std::string& why) {
    constexpr int64_t kKept = 3;
    if (++inputs_failed_ <= kKept) input_failures_.push_back(why);
  }

  int64_t read() const { return steps_.empty() ? 0 : steps_.front().in; }
  int64_t made() const;
  int64_t finished() const { return finished_; }
  int64_t dropped() const;
  int64_t failed() const;
  int64_t inputs_failed() const { return inputs_failed_; }
  const std::vector<std::string>& input_failures() const { return input_failures_; }
  // What counts against `allow_failures`.
  int64_t failures() const { return failed() + inputs_failed_; }
  // Documents of which nothing is settled yet: none once a run is complete.
  int64_t under_way() const { return read() + made() - finished() - dropped() - failed(); }
  const StepCounts& step(size_t i) const { return steps_[i]; }
  size_t steps() const { return steps_.size(); }

  void Save(StateWriter& to) const;
  static Ledger Restored(StateReader& from);

 private:
  std::vector<StepCounts> steps_;
  int64_t finished_ = 0, inputs_failed_ = 0;
  std::vector<std::string> input_failures_;
};

}  // namespace textmill::core

#endif  // CORE_RUN_LEDGER_H_
