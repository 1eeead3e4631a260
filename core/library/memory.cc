// What the steps of a plan remember.
#include <utility>
#include <vector>

#include "core/library/handle.h"
#include "core/library/place.h"
#include "core/run/handed_rows.h"
#include "textmill/builder.hpp"

using namespace textmill::core;  // NOLINT: what follows is C

namespace {

// The step's instance, when it is at work and has that extension.
Result<Instance*> Find(textmill_plan* plan, uint32_t step, const char* extension) {
  if (Status status = NeedsBegun(*plan, step); !status) return status.error();
  const Step& of = plan->plan->steps[step];
  if (of.instance == nullptr || (extension != nullptr && !of.instance->Offers(extension)))
    return Error{"step `" + of.id + "` (" + of.uses + ") does not offer " + extension};
  return of.instance.get();
}

// Of one that replays.
Result<Instance*> FindReplaying(textmill_plan* plan, uint32_t step) {
  if (Status status = NeedsBegun(*plan, step); !status) return status.error();
  if (plan->runners[step].replays()) return plan->plan->steps[step].instance.get();
  return Error{"step `" + plan->plan->steps[step].id + "` has one pass alone"};
}

// An array that belongs to somebody else, as one that may be taken apart.
class Borrowed {
 public:
  explicit Borrowed(const ArrowArray& from) : array_(from) {
    members_.reserve(static_cast<size_t>(from.n_children));
    for (int64_t k = 0; k < from.n_children; ++k) {
      members_.push_back(*from.children[k]);
      if (members_.back().release != nullptr) members_.back().release = Leave;
      children_.push_back(&members_.back());
    }
    array_.children = children_.data();
    if (array_.release != nullptr) array_.release = Leave;
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  ArrowArray* get() { return &array_; }

 private:
  static void Leave(ArrowArray* array) { array->release = nullptr; }
  ArrowArray array_;
  std::vector<ArrowArray> members_;
  std::vector<ArrowArray*> children_;
};

std::string BytesOf(const void* state, uint64_t size) {
  return size == 0 ? "" : std::string(static_cast<const char*>(state), size);
}

}  // namespace

int32_t textmill_plan_keys(textmill_plan* plan, uint32_t step, const struct ArrowSchema* schema,
                           const struct ArrowArray* documents, struct ArrowArray* keys,
                           textmill_error* error) {
  if (keys != nullptr) *keys = {};
  return Guarded(plan, error, {schema, documents, keys}, [&]() -> Status {
    const auto instance = Find(plan, step, TEXTMILL_PARTITION_1);
    if (!instance) return instance.error();
    Borrowed borrowed(*documents);
    auto batches =
        TakeDocuments(*plan->plan, step, plan->told_inputs->size(), *schema, borrowed.get());
    if (!batches) return batches.error();
    textmill::ListBuilder made(textmill::ListOf("keys", textmill::Field{"", "L", {}, {}}));
    const Step& of = plan->plan->steps[step];
    for (const Batch& batch : *batches) {
      Schema fields;
      std::vector<const ArrowArray*> columns;
      for (const int c : of.uses_columns) {
        fields.push_back(of.input[static_cast<size_t>(c)]);
        columns.push_back(batch.columns[static_cast<size_t>(c)].get());
      }
      // What the step's `when:` passes over has to do with none.
      std::vector<int32_t> seen;
      std::vector<Truth> truth;
      if (of.condition != nullptr) truth = of.condition->Evaluate(batch.columns, batch.rows);
      for (int32_t row = 0; row < batch.rows; ++row) {
        if (truth.empty() || truth[static_cast<size_t>(row)] == Truth::kTrue) seen.push_back(row);
      }
      const bool all = static_cast<int64_t>(seen.size()) == batch.rows;
      const HandedRows handed(fields, columns, seen, all, batch.rows, 0);
      std::vector<std::vector<uint64_t>> got;
      if (!seen.empty()) {
        auto called = (*instance)->Keys(handed.get());
        if (!called) return called.error();  // changes nothing
        got = std::move(*called);
      }
      size_t next = 0;
      for (int32_t row = 0; row < batch.rows; ++row) {
        if (next < seen.size() && seen[next] == row) {
          for (const uint64_t key : got[next++])
            made.items<textmill::BuilderOf<textmill::UInt64>>().Append(key);
        }
        made.EndRow();
      }
    }
    made.Finish(keys);
    return {};
  });
}

int32_t textmill_plan_save(textmill_plan* plan, uint32_t step, textmill_string* state,
                           textmill_error* error) {
  if (state != nullptr) *state = {};
  return Guarded(plan, error, {state}, [&]() -> Status {
    const auto instance = Find(plan, step, TEXTMILL_STATE_1);
    if (!instance) return instance.error();
    plan->told_state.clear();
    if (Status status = (*instance)->Save(&plan->told_state); !status) return status;
    *state = {plan->told_state.data(), plan->told_state.size()};
    return {};
  });
}

int32_t textmill_plan_restore(textmill_plan* plan, uint32_t step, const void* state, uint64_t size,
                              textmill_error* error) {
  return Guarded(plan, error, {size > 0 ? state : plan}, [&]() -> Status {
    const auto instance = Find(plan, step, TEXTMILL_STATE_1);
    if (!instance) return instance.error();
    if (plan->seen_documents || plan->progress[step].restored || plan->progress[step].merged)
      return Error{"step `" + plan->plan->steps[step].id +
                   "` has begun: it is restored once, before all else"};
    plan->progress[step].restored = true;
    return Working(plan, [&] { return (*instance)->Restore(BytesOf(state, size)); });
  });
}

int32_t textmill_plan_merge(textmill_plan* plan, uint32_t step, const void* state, uint64_t size,
                            textmill_error* error) {
  return Guarded(plan, error, {size > 0 ? state : plan}, [&]() -> Status {
    const auto instance = Find(plan, step, TEXTMILL_MERGE_1);
    if (!instance) return instance.error();
    const textmill_plan::Progress& progress = plan->progress[step];
    if (progress.second_pass || progress.finished)
      return Error{"step `" + plan->plan->steps[step].id + "` is merged before " +
                   (progress.finished ? "it is finished" : "its pass 0 ends")};
    plan->progress[step].merged = true;
    return Working(plan, [&] { return (*instance)->Merge(BytesOf(state, size)); });
  });
}

int32_t textmill_plan_end_of_pass(textmill_plan* plan, uint32_t step, textmill_error* error) {
  return Guarded(plan, error, {}, [&]() -> Status {
    const auto instance = FindReplaying(plan, step);
    if (!instance) return instance.error();
    if (plan->progress[step].second_pass)
      return Error{"pass 0 of step `" + plan->plan->steps[step].id + "` has ended before"};
    plan->progress[step].second_pass = true;
    return Working(plan, [&] { return (*instance)->EndOfPass(); });
  });
}

int32_t textmill_plan_begin_at(textmill_plan* plan, uint32_t step, uint64_t rows,
                               textmill_error* error) {
  return Guarded(plan, error, {}, [&]() -> Status {
    const auto instance = FindReplaying(plan, step);
    if (!instance) return instance.error();
    textmill_plan::Progress& progress = plan->progress[step];
    const std::string& id = plan->plan->steps[step].id;
    if (step != plan->first)
      return Error{"step `" + id + "` is in its pass 0 here",
                   "begin with it to take documents through its pass 1"};
    if (!progress.restored || plan->seen_documents)
      return Error{"a stretch of pass 1 of step `" + id +
                   "` begins right after textmill_plan_restore"};
    progress.second_pass = true;
    return Working(plan, [&]() -> Status {
      if (Status status = (*instance)->BeginAt(rows); !status) return status;
      auto account = (*instance)->Account();
      if (!account) return account.error();
      progress.account_base = std::move(*account);
      return {};
    });
  });
}
