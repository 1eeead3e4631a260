// The half of StepRunner that is for a writer of many files.
#include <utility>

#include "core/run/handed_rows.h"
#include "core/run/step_runner.h"

namespace textmill::core {

void StepRunner::ProcessSplit(Work* work) const {
  StepCounts& counts = work->counts[index_];
  std::vector<RowFailure> failed;
  work->pending.parts.clear();
  for (SplitRows& split : SplitByPath(*step_.split, work->batch.columns, Select(work->batch))) {
    auto reply = Call(work->batch, 0, &split.rows, &failed);
    if (!reply) {
      work->fatal = reply.error();
      return;
    }
    for (size_t i = 0; i < counts.counters.size(); ++i) counts.counters[i] += reply->counts[i];
    TakeFailures(&*reply, split.rows, &failed);
    work->pending.parts.push_back(
        {std::move(split.path), std::move(split.rows), std::move(reply->carry)});
  }
  TakeOut(work, std::move(failed));
}

// Takes rows that failed out of the batch and its parts; nothing else becomes of documents here.
void StepRunner::TakeOut(Work* work, std::vector<RowFailure> failed) const {
  if (failed.empty()) return;
  const Layout layout = Judge(work, {}, {}, std::move(failed));
  // Where each row is once those that failed are gone; -1: it is one of them.
  std::vector<int32_t> after(static_cast<size_t>(work->batch.rows), -1);
  for (size_t i = 0; i < layout.input.size(); ++i)
    after[static_cast<size_t>(layout.input[i])] = static_cast<int32_t>(i);
  for (auto& part : work->pending.parts) {
    for (int32_t& row : part.rows) row = after[static_cast<size_t>(row)];
    std::erase(part.rows, -1);
  }
  Move(work, layout);
}

void StepRunner::CommitSplit(Work* work) const {
  StepCounts& counts = work->counts[index_];
  std::vector<RowFailure> failed;
  Schema fields;
  std::vector<const ArrowArray*> columns;
  for (const int c : step_.uses_columns) {
    fields.push_back(step_.input[static_cast<size_t>(c)]);
    columns.push_back(work->batch.columns[static_cast<size_t>(c)].get());
  }
  for (const auto& part : work->pending.parts) {
    if (part.rows.empty()) continue;
    const bool all = static_cast<int64_t>(part.rows.size()) == work->batch.rows;
    const HandedRows handed(fields, columns, part.rows, all, work->batch.rows, 0);
    std::vector<const ArrowArray*> members;
    for (const Array& member : part.carry) members.push_back(member.get());
    const BorrowedStruct carry(members, members.empty() ? 0 : members[0]->length);
    auto reply = split_->Commit(part.path, handed.get(), members.empty() ? nullptr : carry.get());
    if (!reply) {
      work->fatal = reply.error();
      return;
    }
    for (size_t i = 0; i < counts.counters.size(); ++i) counts.counters[i] += reply->counts[i];
    TakeFailures(&*reply, part.rows, &failed);
  }
  work->pending = {};
  TakeOut(work, std::move(failed));
  Compose(work, {}, {});
}

}  // namespace textmill::core
