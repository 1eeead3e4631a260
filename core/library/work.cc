// Documents through the steps of a plan.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <utility>

#include "core/library/handle.h"
#include "core/library/place.h"
#include "core/pipeline/remembers.h"
#include "core/pipeline/wanted_columns.h"
#include "core/run/tables.h"

namespace textmill::core {
namespace {

class PlanServices final : public StageServices {
 public:
  PlanServices(textmill_plan* plan, size_t step) : plan_(plan), step_(step) {}
  void Log(int32_t level, const std::string& step, std::string_view message) override {
    if (plan_->log != nullptr)
      plan_->log(plan_->self, level, step.c_str(), std::string(message).c_str());
  }
  bool Cancelled() override { return plan_->stop.load(std::memory_order_relaxed); }
  Status Write(size_t output, std::string_view bytes) override {
    const std::vector<PlannedOutput>& outputs = plan_->plan->outputs;
    for (size_t i = 0; i < outputs.size(); ++i) {
      if (outputs[i].step != step_ || outputs[i].output != output) continue;
      plan_->written[i].bytes[plan_->when] += bytes;
      return {};
    }
    return Error{"the stage wrote to an output that it did not announce",
                 "this is a mistake in the plugin, not in the pipeline", ErrorKind::kBrokenPromise};
  }

 private:
  textmill_plan* plan_;
  size_t step_;
};

Status MakeWorkFolder(std::string* path) {
  const char* usual = std::getenv("TMPDIR");
  *path = std::string(usual != nullptr && *usual != '\0' ? usual : "/tmp") + "/textmill-XXXXXX";
  if (mkdtemp(path->data()) != nullptr) return {};
  const std::string wanted = std::exchange(*path, "");
  return Error{"cannot make a folder for temporary files (" + wanted + "): " + std::strerror(errno),
               "name a folder that can be written by TMPDIR", ErrorKind::kIo};
}

// Whether a step works in a plan that begins with `first` and ends with `last`.
bool TakesPart(const Plan& plan, size_t step, size_t first, size_t last) {
  const size_t at = plan.steps[step].table_of.value_or(step);
  return at >= first && at <= last;
}

bool Replays(const Step& step) {
  return !step.table_of && (step.bound.flags & TEXTMILL_REPLAYS) != 0;
}

// Whether these steps can be begun together.
Status CheckSteps(const Plan& plan, uint32_t first, uint32_t last) {
  if (first > last || last >= plan.steps.size())
    return Error{"there are no steps " + std::to_string(first) + " to " + std::to_string(last),
                 "they are numbered from 0 to " + std::to_string(plan.steps.size() - 1)};
  for (const uint32_t end : {first, last}) {
    if (plan.steps[end].table_of)
      return Error{"step `" + plan.steps[end].id + "` takes a table",
                   "begin the step that makes it: its writers are begun with it"};
  }
  for (uint32_t i = first + 1; i < last; ++i) {
    if (Replays(plan.steps[i]))
      return Error{"step `" + plan.steps[i].id +
                       "` has to see all documents before it says anything of the first",
                   "end with it, then begin with it (see textmill_plan_segments)"};
  }
  if (plan.unique_ids)
    return Error{"`unique_ids` needs all documents in one place, and is not offered here",
                 "`textmill run` can do it"};
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    if (plan.steps[i].split && TakesPart(plan, i, first, last))
      return Error{"step `" + plan.steps[i].id +
                       "` makes a file for each value of a column, which is not offered here",
                   "`textmill run` can do it, or give a path without {}"};
  }
  return {};
}

Status Open(textmill_plan* to) {
  Plan& plan = *to->plan;
  int64_t total = 0;
  std::vector<std::string> names;
  for (const textmill_input& input : *to->told_inputs) {
    names.emplace_back(input.path);
    total = input.bytes < 0 || total < 0 ? -1 : total + input.bytes;
  }
  // Of all steps of the plan: documents are the same wherever they are read.
  auto wanted = to->gives_documents ? std::nullopt : WantedColumns(plan);
  if (wanted) plan.steps.front().instance->SetWanted(std::move(*wanted));
  int64_t remember = 0;
  for (size_t i = 0; i < plan.steps.size(); ++i)
    remember += TakesPart(plan, i, to->first, to->last) && Remembers(plan.steps[i]) ? 1 : 0;
  const uint64_t share = to->memory / static_cast<uint64_t>(std::max<int64_t>(1, remember));
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    Step& step = plan.steps[i];
    if (step.instance == nullptr) continue;
    // The reader gives the records of documents that fail.
    if (i > 0 && !TakesPart(plan, i, to->first, to->last)) {
      step.instance.reset();
      continue;
    }
    step.instance->SetInputBytes(total);
    to->services.push_back(std::make_unique<PlanServices>(to, i));
    if (Status status = step.instance->Open(to->services.back().get(), to->work_folder, 1, share);
        !status)
      return status;
    auto account = step.instance->Account();
    if (!account) return account.error();
    to->progress[i].account_before = to->progress[i].account_base = std::move(*account);
  }
  to->records.emplace(plan, names, !plan.dropped.empty());
  to->reader.emplace(plan, *to->records, 1 << 20, names.size());
  for (size_t i = 0; i < plan.steps.size(); ++i)
    to->runners.emplace_back(plan, i, *to->records, !plan.dropped.empty(), &to->stop);
  to->progress[to->first].second_pass = to->first != to->last && Replays(plan.steps[to->first]);
  to->ledger.emplace(plan.steps.size());
  to->when = TEXTMILL_AT_ROWS;
  return {};
}

Status Begin(textmill_plan* to, uint32_t first, uint32_t last) {
  if (Status status = NeedsPlan(*to); !status) return status;
  if (to->state == textmill_plan::State::kBegun)
    return Error{"this plan has begun before", "open another one"};
  if (Status status = CheckSteps(*to->plan, first, last); !status) return status;
  if (Status status = ListInputs(to); !status) return status;
  if (Status status = MakeWorkFolder(&to->work_folder); !status) return status;
  to->owner = getpid();
  to->first = first;
  to->last = last;
  to->progress.resize(to->plan->steps.size());
  to->state = textmill_plan::State::kBegun;
  return Working(to, [&] { return Open(to); });
}

// How often documents began to come again before what step `i` says of them now.
int64_t PassesBefore(const textmill_plan& plan, uint32_t i) {
  int64_t passes = PassOf(plan, i);
  for (uint32_t k = 0; k < i; ++k) passes += plan.runners[k].replays() ? 1 : 0;
  return passes;
}

// Moves the lines of documents that went out of the work.
void TakeLines(textmill_plan* to, uint32_t step, bool commit, Work* work) {
  std::vector<Removed>* const removed[] = {&work->dropped, &work->failed};
  for (int what = 0; what < 2; ++what) {
    for (Removed& one : *removed[what])
      to->removed[what].push_back({{PassesBefore(*to, step), work->batch.unit->raw.input,
                                    static_cast<int64_t>(one.origin.offset),
                                    2 * int64_t{step} + (commit ? 1 : 0), one.origin.row},
                                   std::move(one.line)});
    removed[what]->clear();
  }
}

// Whether documents may come now.
Status NeedsDocuments(const textmill_plan& plan) {
  const auto& steps = plan.plan->steps;
  for (uint32_t i = plan.first; i <= plan.last; ++i) {
    if (plan.progress[i].finished)
      return Error{"step `" + steps[i].id + "` is finished: no more documents may come"};
  }
  if (plan.first == plan.last) return {};
  if (plan.runners[plan.first].replays() && !plan.progress[plan.first].restored)
    return Error{"step `" + steps[plan.first].id + "` is in its pass 1, and has no pass 0",
                 "restore what was saved after textmill_plan_end_of_pass"};
  if (plan.progress[plan.last].second_pass)
    return Error{"pass 0 of step `" + steps[plan.last].id + "` has ended",
                 "begin another plan with it, and restore what is saved now"};
  return {};
}

Status TakeThrough(textmill_plan* to, Work* work) {
  const Plan& plan = *to->plan;
  to->seen_documents = true;
  bool is_end = true;  // no step is left for them
  for (uint32_t i = to->last + 1; i < plan.steps.size(); ++i)
    is_end = is_end && plan.steps[i].table_of;
  for (uint32_t i = std::max<uint32_t>(to->first, 1); i <= to->last && !work->fatal; ++i) {
    const StepRunner& runner = to->runners[i];
    if (!runner.sees_documents()) continue;
    const uint32_t pass = PassOf(*to, i);
    runner.Process(work, pass);
    TakeLines(to, i, false, work);
    if (!runner.commits() || work->fatal) continue;
    const bool rehearsal = runner.replays() && pass == 0;
    if (rehearsal) to->progress[i].rehearsed += static_cast<int64_t>(work->pending.seen.size());
    is_end = is_end && !rehearsal;
    runner.Commit(work, pass);
    TakeLines(to, i, true, work);
  }
  if (work->fatal) return *work->fatal;
  to->ledger->Add(work->counts);
  if (is_end) to->ledger->Finish(work->batch.rows);
  return {};
}

// Reads a unit; an input failure is one without documents.
Status Read(textmill_plan* to, Work* work) {
  to->reader->Read(work);
  if (work->fatal) return *work->fatal;
  TakeLines(to, 0, false, work);
  if (work->input_failure) to->ledger->InputFailed(*work->input_failure);
  return {};
}

// The step that the documents of a call of read or process reach next.
uint32_t StepAfter(const textmill_plan& plan) {
  const bool again = plan.runners[plan.last].replays() && PassOf(plan, plan.last) == 0;
  return again ? plan.last : plan.last + 1;
}

// Inputs of which only the end showed that something is wrong with them.
Status TakeFaults(textmill_plan* to) {
  const auto faults = to->plan->steps.front().instance->Faults();
  if (!faults) return faults.error();
  for (const Instance::InputFault& fault : *faults) {
    to->ledger->InputFailed(fault.why);
    to->removed[TEXTMILL_FAILED].push_back(
        {{0, std::numeric_limits<int64_t>::max(), fault.input, 0, 0},
         to->records->InputFailed(fault.why, fault.input, 0)});
  }
  return {};
}

// What the stage has counted for itself.
Status TakeStageAccount(textmill_plan* to, uint32_t step) {
  auto account = to->plan->steps[step].instance->Account();
  if (!account) return account.error();
  for (Instance::Number& number : *account) {
    for (const Instance::Number& had : to->progress[step].account_base) {
      if (had.group == number.group && had.name == number.name) number.n -= had.n;
    }
    to->account.push_back({step, TEXTMILL_COUNT_ACCOUNT, std::move(number)});
  }
  for (Instance::Number& number : to->progress[step].account_before)
    to->account.push_back({step, TEXTMILL_COUNT_ACCOUNT_BEFORE, std::move(number)});
  return {};
}

Status Finish(textmill_plan* to, uint32_t step) {
  if (Status status = NeedsBegun(*to, step); !status) return status;
  Plan& plan = *to->plan;
  const std::string& id = plan.steps[step].id;
  for (uint32_t i = step; i <= to->last; ++i) {
    if (!to->progress[i].finished) continue;
    return Error{i == step
                     ? "step `" + id + "` is finished already"
                     : "step `" + plan.steps[i].id + "` is finished, and is after `" + id + "`"};
  }
  if (to->runners[step].replays() && (step != to->first || PassOf(*to, step) == 0))
    return Error{"step `" + id + "` cannot be finished in its pass 0",
                 "its documents have to come again, in pass 1"};
  to->progress[step].finished = true;
  to->when = TEXTMILL_AT_END;
  return Working(to, [&]() -> Status {
    std::vector<StepCounts> counts(plan.steps.size());
    const std::vector<SplitWriter*> none(plan.steps.size());
    for (uint32_t i = step; i < plan.steps.size(); ++i) {
      if (i != step && plan.steps[i].table_of != step) continue;
      if (Status status = FinishStep(plan, i, none, &counts, nullptr, &to->stop); !status)
        return status;
      if (plan.steps[i].instance == nullptr) continue;
      if (Status status = TakeStageAccount(to, i); !status) return status;
    }
    to->ledger->Add(counts);
    return step == 0 ? TakeFaults(to) : Status();
  });
}

}  // namespace
}  // namespace textmill::core

using namespace textmill::core;  // NOLINT: what follows is C

textmill_plan::~textmill_plan() {
  end.reset();
  runners.clear();
  reader.reset();
  records.reset();
  plan.reset();  // instances may still ask their services
  std::error_code ignored;
  if (owner == getpid()) std::filesystem::remove_all(work_folder, ignored);
}

int32_t textmill_plan_begin(textmill_plan* plan, uint32_t first, uint32_t last,
                            textmill_error* error) {
  return Guarded(plan, error, {}, [&] { return Begin(plan, first, last); });
}

int32_t textmill_plan_next_unit(textmill_plan* plan, uint64_t want_bytes, textmill_unit* unit,
                                textmill_error* error) {
  bool end = false;
  if (unit != nullptr) *unit = {};
  const int32_t code = Guarded(plan, error, {unit}, [&]() -> Status {
    if (Status status = NeedsBegun(*plan, 0); !status) return status;
    if (plan->progress[0].finished) return Error{"the reader is finished"};
    return Working(plan, [&]() -> Status {
      while (true) {
        auto next = plan->reader->Next(std::max<uint64_t>(1, want_bytes));
        if (!next) return next.error();
        end = *next == nullptr;
        if (end) return {};
        Work& work = **next;
        if (!work.input_failure) {
          // Nobody else has it.
          auto& raw = const_cast<textmill_unit&>(work.batch.unit->raw);
          *unit = raw;
          plan->cut = {raw.input, raw.end};
          raw.payload.release = nullptr;
          return {};
        }
        if (Status status = Read(plan, &work); !status) return status;
        plan->ledger->Add(work.counts);
      }
    });
  });
  return code == TEXTMILL_OK && end ? int32_t{TEXTMILL_END} : code;
}

int32_t textmill_plan_read(textmill_plan* plan, textmill_unit* unit, struct ArrowArray* documents,
                           textmill_error* error) {
  if (documents != nullptr) *documents = {};
  std::shared_ptr<Unit> owned;
  if (unit != nullptr) {
    owned = std::make_shared<Unit>(*unit);
    unit->payload.release = nullptr;
  }
  return Guarded(plan, error, {unit, documents}, [&]() -> Status {
    if (Status status = NeedsBegun(*plan, 0); !status) return status;
    if (Status status = NeedsDocuments(*plan); !status) return status;
    const textmill_unit& raw = owned->raw;
    if (!plan->cut || raw.begin > raw.end || std::pair(raw.input, raw.end) > *plan->cut)
      return Error{"this plan has not cut this piece of the inputs",
                   "call textmill_plan_next_unit until it comes"};
    return Working(plan, [&]() -> Status {
      Work work(plan->plan->steps.size());
      work.batch.unit = owned;
      if (Status status = Read(plan, &work); !status) return status;
      if (Status status = TakeThrough(plan, &work); !status) return status;
      std::vector<Batch> batches;
      batches.push_back(std::move(work.batch));
      GiveDocuments(DocumentsAt(*plan->plan, StepAfter(*plan)), std::move(batches), documents);
      return {};
    });
  });
}

int32_t textmill_plan_process(textmill_plan* plan, const struct ArrowSchema* schema,
                              struct ArrowArray* documents, struct ArrowArray* out,
                              textmill_error* error) {
  if (out != nullptr) *out = {};
  const int32_t code = Guarded(plan, error, {schema, documents, out}, [&]() -> Status {
    if (Status status = NeedsBegun(*plan, plan->first); !status) return status;
    if (Status status = NeedsDocuments(*plan); !status) return status;
    if (plan->first == 0)
      return Error{"the reader is given pieces of the inputs", "see textmill_plan_read"};
    auto batches =
        TakeDocuments(*plan->plan, plan->first, plan->told_inputs->size(), *schema, documents);
    if (!batches) return batches.error();
    return Working(plan, [&]() -> Status {
      std::vector<Batch> done;
      for (Batch& batch : *batches) {
        Work work(plan->plan->steps.size());
        work.batch = std::move(batch);
        if (Status status = TakeThrough(plan, &work); !status) return status;
        done.push_back(std::move(work.batch));
      }
      GiveDocuments(DocumentsAt(*plan->plan, StepAfter(*plan)), std::move(done), out);
      return {};
    });
  });
  if (documents != nullptr && documents->release != nullptr) documents->release(documents);
  return code;
}

int32_t textmill_plan_finish(textmill_plan* plan, uint32_t step, textmill_error* error) {
  return Guarded(plan, error, {}, [&] { return Finish(plan, step); });
}
