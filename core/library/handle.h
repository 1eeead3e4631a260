// What a textmill_plan of engine.h is: a plan, what it has in hand, and the answers that it lends.
//
// One thread at a time, as engine.h says. describe.cc answers what a plan is, work.cc takes
// documents through it, memory.cc is about what its steps remember, taken.cc gives what came of it.
#ifndef CORE_LIBRARY_HANDLE_H_
#define CORE_LIBRARY_HANDLE_H_

#include <sys/types.h>

#include <atomic>
#include <deque>
#include <exception>
#include <initializer_list>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/pipeline/problem.h"
#include "core/plugin/registry.h"
#include "core/run/ledger.h"
#include "core/run/records.h"
#include "core/run/source_reader.h"
#include "core/run/step_runner.h"
#include "textmill/engine.h"

namespace textmill::core {
struct RunEnd;
}

struct textmill_plan {
  ~textmill_plan();

  std::optional<textmill::core::Registry> registry;
  std::optional<textmill::core::Plan> plan;  // nothing where there are problems
  std::vector<textmill::core::Problem> problems;
  mutable std::atomic<bool> in_call{false};
  uint64_t memory = 0;
  bool gives_documents = false;
  void (*log)(void* self, int32_t level, const char* step, const char* message) = nullptr;
  void* self = nullptr;

  // From begin on.
  enum class State { kOpen, kBegun, kBroken } state = State::kOpen;
  uint32_t first = 0, last = 0;
  uint32_t when = TEXTMILL_AT_BEGIN;
  std::string work_folder;
  pid_t owner = 0;  // of the folder: a process that is forked off closes its copy of the plan alone
  std::atomic<bool> stop{false};
  std::vector<std::unique_ptr<textmill::core::StageServices>> services;
  std::optional<textmill::core::Records> records;
  std::optional<textmill::core::SourceReader> reader;
  std::deque<textmill::core::StepRunner> runners;  // one a step
  std::optional<textmill::core::Ledger> ledger;
  bool seen_documents = false;
  std::optional<std::pair<uint32_t, uint64_t>> cut;  // the input and end of the last piece
  // One a step.
  struct Progress {
    bool restored = false, merged = false, finished = false;
    bool second_pass = false;  // of one that replays
    int64_t rehearsed = 0;     // documents that it committed in pass 0, not told yet
    // What the stage had counted before the first document, and (account_base) before this stretch.
    std::vector<textmill::core::Instance::Number> account_before, account_base;
  };
  std::vector<Progress> progress;

  // What came of it, until it is taken: bytes of each output, for each time.
  struct Written {
    std::string bytes[3];
  };
  std::vector<Written> written;
  struct RemovedLine {
    int64_t key[5];  // pass, input, offset, turn, row
    std::string line;
  };
  std::deque<RemovedLine> removed[2];  // dropped, failed
  struct AccountNumber {
    uint32_t step, what;
    textmill::core::Instance::Number number;
  };
  std::vector<AccountNumber> account;  // of steps that were finished

  // The files of a run, from open_outputs on; see publish.cc.
  std::shared_ptr<textmill::core::RunEnd> end;

  // Lent to the caller.
  std::vector<textmill_problem> told_problems;
  std::vector<textmill_step_info> told_steps;
  std::deque<std::string> told_whys;
  std::vector<textmill_segment> told_segments;
  std::vector<textmill_planned_output> told_outputs;
  std::optional<std::vector<textmill_input>> told_inputs;
  std::vector<textmill_count> told_counts;
  std::vector<AccountNumber> told_account;
  std::deque<std::string> told_names;
  std::string told_bytes, told_state;
};

namespace textmill::core {

// A list that ends with NULL, or is NULL.
std::vector<std::string> TextsOf(const char* const* texts);

// Fills `error`, where there is one, and gives the code of it.
int32_t Tell(const Status& status, textmill_error* error);

// A call of the interface, which returns a Status: with all that it has to be given. No exception
// gets out.
template <class Call>
int32_t Guarded(textmill_error* error, std::initializer_list<const void*> arguments,
                const Call& call) {
  for (const void* argument : arguments) {
    if (argument == nullptr)
      return Tell(Error{"an argument is NULL that may not be", "see textmill/engine.h"}, error);
  }
  try {
    return Tell(call(), error);
  } catch (const std::bad_alloc&) {
    return Tell(Error{"there is not enough memory", "", ErrorKind::kOutOfMemory}, error);
  } catch (const std::exception& e) {
    return Tell(Error{e.what(), "", ErrorKind::kInternal}, error);
  }
}

// The same, alone in its plan.
template <class Call>
int32_t Guarded(const textmill_plan* plan, textmill_error* error,
                std::initializer_list<const void*> arguments, const Call& call) {
  if (plan == nullptr) return Tell(Error{"the plan is NULL"}, error);
  if (plan->in_call.exchange(true, std::memory_order_acquire))
    return Tell(Error{"another call of this plan is under way",
                      "a plan is used by one thread at a time, and not by `log`"},
                error);
  const int32_t code = Guarded(error, arguments, call);
  plan->in_call.store(false, std::memory_order_release);
  return code;
}

// Work: when it fails, or throws, the plan is good for nothing any more.
template <class Call>
Status Working(textmill_plan* plan, const Call& call) {
  const textmill_plan::State before = std::exchange(plan->state, textmill_plan::State::kBroken);
  Status status = call();
  if (status) plan->state = before;
  return status;
}

// Misuse by the caller is an error, too.
Status NeedsPlan(const textmill_plan& plan);
// The steps that were begun are at work, `step` among them.
Status NeedsBegun(const textmill_plan& plan, uint32_t step);

// The inputs of the reader; they are listed once.
Status ListInputs(textmill_plan* plan);

// Whether a step is in its second pass, of a plan that has begun.
inline uint32_t PassOf(const textmill_plan& plan, uint32_t step) {
  return plan.runners[step].replays() && plan.progress[step].second_pass ? 1 : 0;
}

}  // namespace textmill::core

#endif  // CORE_LIBRARY_HANDLE_H_
