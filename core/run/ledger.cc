#include "core/run/ledger.h"

#include <numeric>

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

void Ledger::Add(const std::vector<StepCounts>& counts) {
  for (size_t i = 0; i < steps_.size(); ++i) steps_[i].Add(counts[i]);
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
