// What came of a plan's work: bytes of outputs, lines of documents that went, the account.
#include <utility>

#include "core/library/handle.h"
#include "textmill/builder.hpp"

using namespace textmill::core;  // NOLINT: what follows is C

namespace {

// Lines that are told in one call, unless one alone is longer.
constexpr size_t kLinesAtOnce = 64 << 20;

textmill::Field RemovedField() {
  textmill::Field field = textmill::StructOf("", {});
  for (const char* name : {"pass", "input", "offset", "turn", "row"})
    field.children.push_back({name, "l", {}, {}});
  field.children.push_back({"line", "z", {}, {}});
  return field;
}

void AddCount(textmill_plan* to, uint32_t step, uint32_t what, uint32_t index,
              const std::string& name, int64_t n) {
  if (n == 0) return;
  to->told_names.push_back(name);
  to->told_counts.push_back({step, what, index, 0, "", to->told_names.back().c_str(), n});
}

void AddStep(textmill_plan* to, uint32_t i) {
  const Step& step = to->plan->steps[i];
  const StepCounts& of = to->ledger->step(i);
  AddCount(to, i, TEXTMILL_COUNT_IN, 0, "", of.in);
  AddCount(to, i, TEXTMILL_COUNT_MADE, 0, "", of.made);
  AddCount(to, i, TEXTMILL_COUNT_FAILED, 0, "", of.failed);
  for (uint32_t verdict = 0; verdict < of.dropped.size(); ++verdict) {
    if (of.dropped[verdict] > 0)
      AddCount(to, i, TEXTMILL_COUNT_DROPPED, verdict,
               ReasonName(step, static_cast<uint8_t>(verdict)), of.dropped[verdict]);
  }
  uint32_t counter = 0;
  for (const auto& [name, n] : CountersOf(step, of))
    AddCount(to, i, TEXTMILL_COUNT_COUNTER, counter++, name, n);
  AddCount(to, i, TEXTMILL_COUNT_NANOSECONDS, 0, "", of.nanoseconds);
  AddCount(to, i, TEXTMILL_COUNT_PASS_0, 0, "", std::exchange(to->progress[i].rehearsed, 0));
}

void AddInputs(textmill_plan* to) {
  const Ledger& ledger = *to->ledger;
  for (const std::string& why : ledger.input_failures())
    AddCount(to, 0, TEXTMILL_COUNT_INPUT_FAILED, 0, why, 1);
  const auto told = static_cast<int64_t>(ledger.input_failures().size());
  AddCount(to, 0, TEXTMILL_COUNT_INPUT_FAILED, 0, "", ledger.inputs_failed() - told);
}

// What a call gives is empty whenever it fails, unless it is NULL, which is refused.
template <class T>
void Empty(T* out) {
  if (out != nullptr) *out = {};
}

}  // namespace

int32_t textmill_plan_take_output(textmill_plan* plan, uint64_t output, uint32_t when,
                                  textmill_string* bytes, textmill_error* error) {
  Empty(bytes);
  return Guarded(plan, error, {bytes}, [&]() -> Status {
    if (output >= plan->written.size() || when > TEXTMILL_AT_END)
      return Error{"there is no such output, or time"};
    plan->told_bytes = std::exchange(plan->written[output].bytes[when], "");
    *bytes = {plan->told_bytes.data(), plan->told_bytes.size()};
    return {};
  });
}

int32_t textmill_plan_take_removed(textmill_plan* plan, uint32_t what, struct ArrowArray* lines,
                                   textmill_error* error) {
  Empty(lines);
  return Guarded(plan, error, {lines}, [&]() -> Status {
    if (what > TEXTMILL_FAILED) return Error{"documents are dropped, or they fail"};
    std::deque<textmill_plan::RemovedLine>& removed = plan->removed[what];
    textmill::StructBuilder builder(RemovedField());
    size_t n = 0, bytes = 0;
    for (; n < removed.size() && (n == 0 || bytes + removed[n].line.size() <= kLinesAtOnce); ++n) {
      for (size_t k = 0; k < std::size(removed[n].key); ++k)
        builder.member<textmill::BuilderOf<textmill::Int64>>(k).Append(removed[n].key[k]);
      builder.member<textmill::BytesBuilder>(std::size(removed[n].key)).Append(removed[n].line);
      builder.EndRow();
      bytes += removed[n].line.size();
    }
    builder.Finish(lines);
    removed.erase(removed.begin(), removed.begin() + static_cast<std::ptrdiff_t>(n));
    return {};
  });
}

int32_t textmill_plan_take_account(textmill_plan* plan, const textmill_count** counts, uint64_t* n,
                                   textmill_error* error) {
  Empty(counts);
  Empty(n);
  return Guarded(plan, error, {counts, n}, [&]() -> Status {
    plan->told_counts.clear();
    plan->told_names.clear();
    if (plan->ledger) {
      const size_t steps = plan->plan->steps.size();
      for (uint32_t i = 0; i < steps; ++i) AddStep(plan, i);
      AddCount(plan, static_cast<uint32_t>(steps - 1), TEXTMILL_COUNT_FINISHED, 0, "",
               plan->ledger->finished());
      AddInputs(plan);
      plan->ledger.emplace(steps);
    }
    plan->told_account = std::exchange(plan->account, {});
    for (const auto& [step, what, number] : plan->told_account)
      plan->told_counts.push_back(
          {step, what, 0, 0, number.group.c_str(), number.name.c_str(), number.n});
    *counts = plan->told_counts.data();
    *n = plan->told_counts.size();
    return {};
  });
}
