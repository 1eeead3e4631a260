#include "core/run/tables.h"

#include <numeric>
#include <utility>
#include <vector>

#include "core/run/step_reply.h"
#include "core/run/utf8_check.h"
#include "core/table/gather.h"

namespace textmill::core {
namespace {

// Takes some rows of a table through a writer. `split` and `path`: to one of many files.
Status WriteRows(Step& writer, const std::vector<Array>& columns, int64_t rows, StepCounts* counts,
                 SplitWriter* split = nullptr, const std::string& path = "") {
  std::vector<const ArrowArray*> used;
  Schema fields;
  for (const int c : writer.uses_columns) {
    used.push_back(columns[static_cast<size_t>(c)].get());
    fields.push_back(writer.input[static_cast<size_t>(c)]);
  }
  const BorrowedStruct borrowed(used, rows);
  ArrowSchema schema{};
  ExportField(StructOf("", fields), &schema);
  const textmill_batch batch{rows, 0, 0, &schema, borrowed.get()};
  // A table has no documents that could fail: what a writer cannot take ends the run.
  const auto take = [&](const Result<StepReply>& reply) -> Status {
    if (!reply) return reply.error();
    for (size_t i = 0; i < counts->counters.size(); ++i) counts->counters[i] += reply->counts[i];
    if (reply->failures.empty()) return {};
    const RowFailure& first = reply->failures[0];
    return Error{"step `" + writer.id + "`: a row of the table cannot be written: " + first.message,
                 ""};
  };
  const auto call = [&]() -> Status {
    textmill_reply raw{};
    if (Status status = writer.instance->Process(batch, &raw); !status) {
      ReleaseReply(&raw);
      return status;
    }
    const auto reply = TakeReply(writer, Phase::kProcess, rows, false, &raw);
    if (Status status = take(reply); !status) return status;
    if ((writer.bound.flags & TEXTMILL_COMMITS) == 0) return {};
    std::vector<const ArrowArray*> members;
    for (const Array& member : reply->carry) members.push_back(member.get());
    const BorrowedStruct carry(members, members.empty() ? 0 : members[0]->length);
    const ArrowArray* carried = members.empty() ? nullptr : carry.get();
    if (split != nullptr) return take(split->Commit(path, batch, carried));
    raw = {};
    if (Status status = writer.instance->Commit(batch, carried, &raw); !status) {
      ReleaseReply(&raw);
      return status;
    }
    return take(TakeReply(writer, Phase::kCommit, rows, false, &raw));
  };
  Status status = call();
  schema.release(&schema);
  return status;
}

// The same for a writer of many files: each file's rows by themselves.
Status WriteSplit(Step& writer, SplitWriter* split, const std::vector<Array>& columns, int64_t rows,
                  StepCounts* counts) {
  std::vector<int32_t> all(static_cast<size_t>(rows));
  std::iota(all.begin(), all.end(), 0);
  for (const SplitRows& part : SplitByPath(*writer.split, columns, all)) {
    std::vector<RowRange> ranges;
    for (const int32_t row : part.rows) AddRow(&ranges, 0, row);
    std::vector<Array> picked;
    for (size_t c = 0; c < columns.size(); ++c)
      picked.push_back(Gather(writer.input[c], {columns[c].get()}, ranges));
    if (Status status = WriteRows(writer, picked, static_cast<int64_t>(part.rows.size()), counts,
                                  split, part.path);
        !status)
      return status;
  }
  return {};
}

// Pulls a table of step `index` and gives it to all writers that take it, and to the watcher.
Status TakeTable(Plan& plan, const std::vector<SplitWriter*>& split, size_t index, size_t table,
                 std::vector<StepCounts>* counts, Watcher* watcher, const std::atomic<bool>* stop) {
  std::vector<size_t> writers;
  for (size_t i = index + 1; i < plan.steps.size(); ++i) {
    if (plan.steps[i].table_of == index && plan.steps[i].table == table) writers.push_back(i);
  }
  const bool watched = watcher != nullptr && watcher->wants_tables();
  if (writers.empty() && !watched) return {};
  Step& step = plan.steps[index];
  const Schema& fields = step.bound.tables[table].children;
  while (!stop->load()) {
    ArrowArray raw{};
    const auto more = step.instance->NextTable(static_cast<uint32_t>(table), &raw);
    if (!more) return more.error();
    if (!*more) return {};
    const int64_t rows = raw.length;
    auto columns = TakeMembers(&raw, fields, -1);
    if (!columns) return Broken(step, columns.error().message);
    if (const auto bad = FindInvalidUtf8(fields, *columns); !bad.empty())
      return Broken(step, "its table has text that is wrong: " + bad[0].second);
    if (watched) watcher->TableRows(index, table, {rows, *columns, {}, nullptr});
    for (const size_t writer : writers) {
      Step& to = plan.steps[writer];
      const Status status = split[writer] != nullptr
                                ? WriteSplit(to, split[writer], *columns, rows, &(*counts)[writer])
                                : WriteRows(to, *columns, rows, &(*counts)[writer]);
      if (!status) return status;
    }
  }
  return {};
}

}  // namespace

Status FinishStep(Plan& plan, size_t index, const std::vector<SplitWriter*>& split,
                  std::vector<StepCounts>* counts, Watcher* watcher,
                  const std::atomic<bool>* stop) {
  Step& step = plan.steps[index];
  if (step.instance == nullptr) return {};
  if (Status status = step.instance->Finish(); !status) return status;
  if (split[index] != nullptr) {
    if (Status status = split[index]->Finish(); !status) return status;
  }
  for (size_t table = 0; table < step.bound.tables.size(); ++table) {
    const Status status = TakeTable(plan, split, index, table, counts, watcher, stop);
    if (!status) return status;
  }
  return {};
}

Status FinishSteps(Plan& plan, const std::vector<SplitWriter*>& split, Ledger* ledger,
                   Watcher* watcher, const std::atomic<bool>* stop) {
  std::vector<StepCounts> counts(plan.steps.size());
  for (size_t i = 0; i < plan.steps.size() && !stop->load(); ++i) {
    if (Status status = FinishStep(plan, i, split, &counts, watcher, stop); !status) return status;
  }
  ledger->Add(counts);
  return {};
}

}  // namespace textmill::core
