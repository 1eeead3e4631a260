// Rows of a file, as documents. Used by one thread, for one unit.
#ifndef TEXTMILL_PLUGINS_ARROW_TABLE_ROWS_H_
#define TEXTMILL_PLUGINS_ARROW_TABLE_ROWS_H_

#include <arrow/record_batch.h>

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/arrow/column_map.h"
#include "textmill/source.hpp"

namespace textmill::arrowfiles {

class TableRows {
 public:
  // All are borrowed. `extra`: slot of that column.
  TableRows(const std::vector<io::Column>& columns, const ColumnMap& map, int extra,
            const std::string& path, Rows& rows)
      : columns_(columns), map_(map), extra_(extra), path_(path), rows_(rows) {}

  // Appends the rows of a batch, which has the columns `map.read`; the first is row `first_row` of
  // its file. Those that are no documents fail one by one.
  void Append(const arrow::RecordBatch& batch, uint64_t first_row);

 private:
  void Judge(const arrow::RecordBatch& batch);
  void AppendColumn(size_t column, uint64_t first_row);
  void AppendExtra(const arrow::RecordBatch& batch);

  const std::vector<io::Column>& columns_;
  const ColumnMap& map_;
  const int extra_;
  const std::string& path_;
  Rows& rows_;
  std::vector<std::shared_ptr<arrow::Array>> arrays_;  // of our columns; NULL: none
  std::vector<std::string> faults_;                    // of each row; "": it is a document
};

// A row as one JSON object, for records that fail.
void AppendRowAsJson(const arrow::RecordBatch& batch, int64_t row, Buffer& to);

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_TABLE_ROWS_H_
