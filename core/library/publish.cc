// The end of a run that was worked through in several places: its files, as `textmill run` has
// them.
#include <chrono>
#include <set>
#include <tuple>
#include <utility>

#include "core/library/handle.h"
#include "core/run/outputs.h"
#include "core/run/run.h"
#include "core/run/summary.h"

namespace textmill::core {

struct RunEnd {
  RunEnd(const Plan& plan, unsigned threads, const std::atomic<bool>* stop)
      : outputs(plan, threads, stop), report(plan.steps.size()) {
    report.started = std::chrono::system_clock::now();
    report.threads = threads;
  }
  // What was not published stays as PATH.part.
  ~RunEnd() {
    if (!published) outputs.Abandon();
  }
  RunEnd(const RunEnd&) = delete;
  RunEnd& operator=(const RunEnd&) = delete;

  Outputs outputs;
  RunReport report;
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  // Numbers of stages, by step, group and name, that were less at the end of some place than at its
  // begin: what is left of them, over all places, nobody knows.
  std::set<std::tuple<uint32_t, std::string, std::string>> fell;
  bool published = false;
  std::string summary;  // lent to the caller
};

namespace {

Result<RunEnd*> OpenEnd(textmill_plan* plan) {
  if (Status status = NeedsPlan(*plan); !status) return status.error();
  if (plan->end != nullptr && !plan->end->published) return plan->end.get();
  return Error{"the outputs are not open", "see textmill_plan_open_outputs"};
}

void AddNumber(std::vector<Instance::Number>* account, const std::string& group,
               const std::string& name, int64_t n) {
  size_t after = account->size();  // the end of the group
  for (size_t i = 0; i < account->size(); ++i) {
    Instance::Number& number = (*account)[i];
    if (number.group != group) continue;
    after = i + 1;
    if (number.name != name) continue;
    number.n += n;
    return;
  }
  account->insert(account->begin() + static_cast<std::ptrdiff_t>(after), {group, name, n});
}

// Whether a count can be one of a plan with that many steps.
Status Check(const textmill_count& count, size_t steps) {
  if (count.step >= steps) return Error{"the account speaks of a step that there is not", ""};
  if (count.what > TEXTMILL_COUNT_PASS_0)
    return Error{"the account has a count of a kind that is not known", ""};
  const bool dropped = count.what == TEXTMILL_COUNT_DROPPED;
  const bool counter = count.what == TEXTMILL_COUNT_COUNTER;
  if ((dropped && count.index >= std::tuple_size_v<decltype(StepCounts::dropped)>) ||
      (counter && count.index >= std::tuple_size_v<decltype(StepCounts::counters)>))
    return Error{"the account has a number that there is not", ""};
  if (count.group == nullptr || count.name == nullptr)
    return Error{"the account has a count without `group` or `name`", "\"\" is none"};
  const bool of_stage =
      count.what == TEXTMILL_COUNT_ACCOUNT || count.what == TEXTMILL_COUNT_ACCOUNT_BEFORE;
  // So that sums of them are numbers; each input that failed is told one by one.
  constexpr int64_t kMost = int64_t{1} << 53, kInputs = INT32_MAX;
  if (count.n > (count.what == TEXTMILL_COUNT_INPUT_FAILED ? kInputs : kMost) ||
      count.n < (of_stage ? -kMost : 0))
    return Error{"the account has a count of " + std::to_string(count.n), ""};
  return {};
}

void Enter(const textmill_count& count, RunEnd* end, StepCounts* of) {
  RunReport& report = end->report;
  switch (count.what) {
    case TEXTMILL_COUNT_IN:
      of->in += count.n;
      break;
    case TEXTMILL_COUNT_MADE:
      of->made += count.n;
      break;
    case TEXTMILL_COUNT_FAILED:
      of->failed += count.n;
      break;
    case TEXTMILL_COUNT_DROPPED:
      of->dropped[count.index] += count.n;
      break;
    case TEXTMILL_COUNT_COUNTER:
      of->counters[count.index] += count.n;
      break;
    case TEXTMILL_COUNT_FINISHED:
      report.ledger.Finish(count.n);
      break;
    case TEXTMILL_COUNT_INPUT_FAILED:
      for (int64_t i = 0; i < count.n; ++i) report.ledger.InputFailed(count.name);
      break;
    case TEXTMILL_COUNT_NANOSECONDS:
      of->nanoseconds += count.n;
      break;
    case TEXTMILL_COUNT_ACCOUNT:
    case TEXTMILL_COUNT_ACCOUNT_BEFORE:
      AddNumber(&report.accounts[count.step], count.group, count.name, count.n);
      if (count.n < 0) end->fell.emplace(count.step, count.group, count.name);
      break;
    default:  // TEXTMILL_COUNT_PASS_0: nothing that a run tells of
      break;
  }
}

// The run is complete unless more failed than it may have.
Status Settle(const Plan& plan, RunReport* report) {
  const Ledger& ledger = report->ledger;
  if (ledger.under_way() != 0)
    return Error{"the account does not add up: " + std::to_string(ledger.under_way()) +
                     " documents are neither finished nor dropped nor failed",
                 "", ErrorKind::kInternal};
  if (ledger.failures() > static_cast<int64_t>(plan.stop_after_failures))
    return Error{std::to_string(ledger.failures()) + " documents failed, more than " +
                     "`stop_after_failures: " + std::to_string(plan.stop_after_failures) + "`",
                 "look at the file of failed documents to see why, or raise the limit"};
  const bool too_many = ledger.failures() > static_cast<int64_t>(plan.allow_failures);
  report->outcome = too_many ? Outcome::kTooManyFailures : Outcome::kDone;
  return {};
}

// Everything has its name in the end, or nothing.
Status Publish(textmill_plan* plan, RunEnd* end, const Invocation& invocation, int64_t bytes_read) {
  RunReport& report = end->report;
  report.bytes_read = bytes_read;
  for (const textmill_input& input : *plan->told_inputs)
    report.inputs.push_back({input.path, input.bytes});
  for (const auto& [step, group, name] : end->fell) {
    std::erase_if(report.accounts[step], [&of = group, &called = name](const auto& number) {
      return number.group == of && number.name == called;
    });
  }
  if (Status status = end->outputs.Finish(); !status) return status;
  const auto summary = [&] {
    report.outputs = end->outputs.written();
    report.ended = std::chrono::system_clock::now();
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - end->start).count();
    return SummaryJson(*plan->plan, report, *plan->registry, invocation);
  };
  if (Status status = end->outputs.Publish(summary()); !status) return status;
  end->published = true;
  end->summary = summary();
  if (plan->plan->summary.empty() || end->outputs.summary_is_file()) return {};
  return end->outputs.WriteSummary(end->summary);
}

std::string_view BytesAt(const void* bytes, uint64_t size) {
  return {static_cast<const char*>(bytes), size};
}

}  // namespace
}  // namespace textmill::core

using namespace textmill::core;  // NOLINT: what follows is C

int32_t textmill_plan_open_outputs(textmill_plan* plan, uint32_t threads, textmill_error* error) {
  return Guarded(plan, error, {}, [&]() -> Status {
    if (Status status = NeedsPlan(*plan); !status) return status;
    if (plan->end != nullptr) return Error{"the outputs were opened before", "open another plan"};
    for (const PlannedOutput& output : plan->plan->outputs) {
      if (!output.pattern.empty())
        return Error{"`" + output.path + "` is a file for each value of a column",
                     "`textmill run` can do it"};
    }
    auto end = std::make_shared<RunEnd>(*plan->plan, std::max(threads, 1U), &plan->stop);
    if (Status status = end->outputs.Open(); !status) {
      end->published = true;  // nothing is left behind
      return status;
    }
    plan->end = std::move(end);
    return {};
  });
}

int32_t textmill_plan_write_output(textmill_plan* plan, uint64_t output, const void* bytes,
                                   uint64_t size, textmill_error* error) {
  return Guarded(plan, error, {size > 0 ? bytes : plan}, [&]() -> Status {
    const auto end = OpenEnd(plan);
    if (!end) return end.error();
    if (output >= plan->plan->outputs.size()) return Error{"there is no such output", ""};
    const PlannedOutput& to = plan->plan->outputs[output];
    return Working(plan,
                   [&] { return (*end)->outputs.Write(to.step, to.output, BytesAt(bytes, size)); });
  });
}

int32_t textmill_plan_write_removed(textmill_plan* plan, uint32_t what, const void* lines,
                                    uint64_t size, textmill_error* error) {
  return Guarded(plan, error, {size > 0 ? lines : plan}, [&]() -> Status {
    const auto end = OpenEnd(plan);
    if (!end) return end.error();
    if (what > TEXTMILL_FAILED) return Error{"documents are dropped, or they fail"};
    Outputs& outputs = (*end)->outputs;
    return Working(plan, [&] {
      return what == TEXTMILL_DROPPED ? outputs.WriteDropped(BytesAt(lines, size))
                                      : outputs.WriteFailed(BytesAt(lines, size));
    });
  });
}

int32_t textmill_plan_add_account(textmill_plan* plan, const textmill_count* counts, uint64_t n,
                                  textmill_error* error) {
  return Guarded(plan, error, {n > 0 ? static_cast<const void*>(counts) : plan}, [&]() -> Status {
    const auto end = OpenEnd(plan);
    if (!end) return end.error();
    std::vector<StepCounts> added(plan->plan->steps.size());
    for (uint64_t i = 0; i < n; ++i) {
      if (Status status = Check(counts[i], added.size()); !status) return status;
    }
    for (uint64_t i = 0; i < n; ++i) Enter(counts[i], *end, &added[counts[i].step]);
    (*end)->report.ledger.Add(added);
    return {};
  });
}

int32_t textmill_plan_publish(textmill_plan* plan, const char* const* command,
                              const char* const* set, int64_t bytes_read, textmill_string* summary,
                              textmill_error* error) {
  if (summary != nullptr) *summary = {};
  return Guarded(plan, error, {summary}, [&]() -> Status {
    const auto end = OpenEnd(plan);
    if (!end) return end.error();
    const Invocation invocation{TextsOf(command), TextsOf(set)};
    if (Status status = ListInputs(plan); !status) return status;
    if (Status status = Settle(*plan->plan, &(*end)->report); !status) return status;
    Status status = Working(plan, [&] { return Publish(plan, *end, invocation, bytes_read); });
    if (!status) return status;
    *summary = {(*end)->summary.data(), (*end)->summary.size()};
    return {};
  });
}
