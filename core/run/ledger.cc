#include "core/run/ledger.h"

#include <numeric>

#include "textmill/conventions.h"

namespace textmill::core {

void StepCounts::Add(const StepCounts& other) {
  in += other.in;
  made += other.made;
  failed += other.failed;
  nanoseconds += other.nanoseconds;
  for (size_t i = 0; i < dropped.size(); ++i) dropped[i] += other.dropped[i];
  for (size_t i = 0; i < counters.size(); ++i) counters[i] += other.counters[i];
}

std::string ReasonName(const Step& step, uint8_t verdict) {
  if (step.kind == Step::Kind::kKeep) return verdict == kConditionNull ? "null" : "false";
  return verdict == 0 ? "empty" : step.stage->info->reasons[verdict - 1];
}

NamedCounts DropsOf(const Step& step, const StepCounts& counts) {
  NamedCounts drops;
  for (size_t verdict = 0; verdict < counts.dropped.size(); ++verdict) {
    if (counts.dropped[verdict] > 0)
      drops.emplace_back(ReasonName(step, static_cast<uint8_t>(verdict)), counts.dropped[verdict]);
  }
  return drops;
}

NamedCounts CountersOf(const Step& step, const StepCounts& counts) {
  NamedCounts counters;
  if (step.kind == Step::Kind::kSet)
    counters.emplace_back("null_by_error", counts.counters[kSetOdd]);
  if (step.stage == nullptr) return counters;
  for (size_t i = 0; i < counts.counters.size(); ++i) {
    const char* const* names = step.stage->info->counters;
    if (names == nullptr || names[i] == nullptr) break;
    counters.emplace_back(names[i], counts.counters[i]);
  }
  return counters;
}

std::optional<int64_t> RowsOf(const Step& step, const StepCounts& counts) {
  if (step.kind != Step::Kind::kSink) return {};
  for (const auto& [name, n] : CountersOf(step, counts)) {
    if (name == TEXTMILL_COUNTER_ROWS) return n;
  }
  return {};
}

void Ledger::Add(const std::vector<StepCounts>& counts) {
  for (size_t i = 0; i < steps_.size(); ++i) steps_[i].Add(counts[i]);
}

void Ledger::Save(StateWriter& to) const {
  to.Put<uint64_t>(steps_.size());
  for (const StepCounts& step : steps_) to.Put(step);
  to.Put(finished_);
  to.Put(inputs_failed_);
  to.Put<uint64_t>(input_failures_.size());
  for (const std::string& why : input_failures_) to.PutBytes(why);
}

Ledger Ledger::Restored(StateReader& from) {
  Ledger ledger(0);
  for (auto left = from.Take<uint64_t>(); left > 0; --left)
    ledger.steps_.push_back(from.Take<StepCounts>());
  ledger.finished_ = from.Take<int64_t>();
  ledger.inputs_failed_ = from.Take<int64_t>();
  for (auto left = from.Take<uint64_t>(); left > 0; --left)
    ledger.input_failures_.push_back(from.TakeBytes());
  return ledger;
}

int64_t Ledger::made() const {
  int64_t n = 0;
  for (const StepCounts& step : steps_) n += step.made;
  return n;
}

int64_t Ledger::dropped() const {
  int64_t n = 0;
  for (const StepCounts& step : steps_)
    n = std::accumulate(step.dropped.begin(), step.dropped.end(), n);
  return n;
}

int64_t Ledger::failed() const {
  int64_t n = 0;
  for (const StepCounts& step : steps_) n += step.failed;
  return n;
}

}  // namespace textmill::core
