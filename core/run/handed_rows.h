// Some columns of a batch as a plugin is given them, whole or some rows of them.
//
// Borrows the columns, owns what it copied of them; for one thread at a time.
#ifndef CORE_RUN_HANDED_ROWS_H_
#define CORE_RUN_HANDED_ROWS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "core/table/column.h"
#include "core/table/gather.h"
#include "textmill/abi.h"

namespace textmill::core {

// Rows that ascend, as few ranges.
inline std::vector<RowRange> RangesOf(const std::vector<int32_t>& rows) {
  std::vector<RowRange> ranges;
  for (const int32_t row : rows) AddRow(&ranges, 0, row);
  return ranges;
}

class HandedRows {
 public:
  // `all_rows`: `rows` are all the `batch_rows` rows that there are, and nothing is copied.
  HandedRows(const Schema& fields, const std::vector<const ArrowArray*>& columns,
             const std::vector<int32_t>& rows, bool all_rows, int64_t batch_rows, uint32_t pass) {
    std::vector<const ArrowArray*> given = columns;
    if (!all_rows) {
      const std::vector<RowRange> ranges = RangesOf(rows);
      for (size_t i = 0; i < columns.size(); ++i) {
        picked_.push_back(Gather(fields[i], {columns[i]}, ranges));
        given[i] = picked_.back().get();
      }
      batch_rows = static_cast<int64_t>(rows.size());
    }
    struct_.emplace(given, batch_rows);
    ExportField(StructOf("", fields), &schema_);
    batch_ = {batch_rows, pass, 0, &schema_, struct_->get()};
  }
  ~HandedRows() { schema_.release(&schema_); }
  HandedRows(const HandedRows&) = delete;
  HandedRows& operator=(const HandedRows&) = delete;
  const textmill_batch& get() const { return batch_; }

 private:
  std::vector<Array> picked_;
  std::optional<BorrowedStruct> struct_;
  ArrowSchema schema_{};
  textmill_batch batch_{};
};

}  // namespace textmill::core

#endif  // CORE_RUN_HANDED_ROWS_H_
