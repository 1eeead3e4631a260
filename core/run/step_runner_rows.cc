// The half of StepRunner that settles what becomes of rows: dropped, failed, or in the output,
// whose columns it puts together.
#include <algorithm>
#include <utility>

#include "core/run/handed_rows.h"
#include "core/run/step_runner.h"

namespace textmill::core {

void StepRunner::Drop(Work* work, int32_t row, uint8_t verdict, const StepReply& reply,
                      int64_t reply_row) const {
  ++work->counts[index_].dropped[verdict];
  if (!keep_dropped_) return;
  const auto at = static_cast<size_t>(row);
  work->dropped.push_back(
      {work->batch.origins[at],
       records_.Dropped(index_, verdict, work->batch, row, reply.details, reply_row)});
}

void StepRunner::Fail(Work* work, const RowFailure& failure) const {
  ++work->counts[index_].failed;
  const Origin& origin = work->batch.origins[static_cast<size_t>(failure.row)];
  work->failed.push_back({origin, records_.Failed(index_, failure.message, *work->batch.unit,
                                                  origin, failure.for_now)});
}

// Settles what becomes of each row: failed and dropped ones are recorded, the rest laid out.
StepRunner::Layout StepRunner::Judge(Work* work, const std::vector<int32_t>& seen,
                                     const StepReply& reply, std::vector<RowFailure> failed) const {
  std::sort(failed.begin(), failed.end());
  Layout layout;
  size_t next_failed = 0, next_seen = 0, child = 0;
  for (int32_t row = 0; row < work->batch.rows; ++row) {
    const bool was_seen = next_seen < seen.size() && seen[next_seen] == row;
    const auto at = static_cast<int32_t>(next_seen);
    size_t end = child;  // with `expands`: after the row's last child
    if (was_seen && reply.expands) {
      while (end < reply.parents.size() && reply.parents[end] == at) ++end;
    }
    next_seen += was_seen ? 1 : 0;
    if (next_failed < failed.size() && failed[next_failed].row == row) {
      Fail(work, failed[next_failed]);
      while (next_failed < failed.size() && failed[next_failed].row == row) ++next_failed;
      layout.same = false;
    } else if (!was_seen) {
      layout.input.push_back(row);
      layout.reply.push_back(-1);
      layout.same = false;
    } else if (reply.expands) {
      layout.same = false;
      if (end == child)
        Drop(work, row, 0, reply, 0);
      else
        work->counts[index_].made += static_cast<int64_t>(end - child) - 1;
      for (size_t k = child; k < end; ++k) {
        const uint8_t verdict = reply.verdict(static_cast<int64_t>(k));
        if (verdict != 0) {
          Drop(work, row, verdict, reply, static_cast<int64_t>(k));
        } else {
          layout.input.push_back(row);
          layout.reply.push_back(static_cast<int32_t>(k));
        }
      }
    } else if (const uint8_t verdict = reply.verdict(at); verdict != 0) {
      Drop(work, row, verdict, reply, at);
      layout.same = false;
    } else {
      layout.input.push_back(row);
      layout.reply.push_back(at);
    }
    child = end;
  }
  return layout;
}

// The columns that a step made, a row for each row of the layout. Where the step did not see a row,
// it keeps what it had in a column of that name, else null.
std::vector<Array> StepRunner::Arrange(const Schema& fields, const std::vector<Array>& made,
                                       const Batch& before, const Layout& layout) const {
  if (layout.same && !made.empty()) return made;
  std::vector<Array> out;
  for (size_t k = 0; k < fields.size(); ++k) {
    const int old = FindField(step_.input, fields[k].name);
    const bool has_old = old >= 0 && SameType(step_.input[static_cast<size_t>(old)], fields[k]);
    std::vector<const ArrowArray*> sources = {
        made.empty() ? nullptr : made[k].get(),
        has_old ? before.columns[static_cast<size_t>(old)].get() : nullptr};
    std::vector<RowRange> ranges;
    for (size_t i = 0; i < layout.input.size(); ++i) {
      if (layout.reply[i] >= 0) {
        AddRow(&ranges, 0, layout.reply[i]);
      } else if (has_old) {
        AddRow(&ranges, 1, layout.input[i]);
      } else {
        AddRow(&ranges, RowRange::kNoSource, 0);
      }
    }
    out.push_back(Gather(fields[k], sources, ranges));
  }
  return out;
}

// Lets go of the columns that the output does not have: there is no need to move their rows.
void StepRunner::Forget(Work* work) const {
  std::vector<bool> kept(work->batch.columns.size());
  for (const ColumnSource& source : step_.composition) {
    if (source.from == ColumnSource::From::kInput) kept[static_cast<size_t>(source.index)] = true;
  }
  for (size_t c = 0; c < kept.size(); ++c) {
    if (!kept[c]) work->batch.columns[c].reset();
  }
}

// Leaves the layout's rows in the batch.
void StepRunner::Move(Work* work, const Layout& layout) const {
  const auto rows = static_cast<int64_t>(layout.input.size());
  bool identical = rows == work->batch.rows;
  for (int32_t i = 0; identical && i < rows; ++i)
    identical = layout.input[static_cast<size_t>(i)] == i;
  if (!identical) work->batch = work->batch.Pick(step_.input, RangesOf(layout.input));
}

// Puts the step's output together from what came in and what it made.
void StepRunner::Compose(Work* work, const std::vector<Array>& process,
                         const std::vector<Array>& commit) const {
  std::vector<Array> columns;
  for (const ColumnSource& source : step_.composition) {
    const auto& from = source.from == ColumnSource::From::kInput     ? work->batch.columns
                       : source.from == ColumnSource::From::kProcess ? process
                                                                     : commit;
    columns.push_back(from[static_cast<size_t>(source.index)]);
  }
  work->batch.columns = std::move(columns);
}

}  // namespace textmill::core
