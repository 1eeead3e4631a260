// Rows that wait until they are enough for a group of a file. One thread at a time.
#ifndef TEXTMILL_PLUGINS_ARROW_ROW_GROUP_H_
#define TEXTMILL_PLUGINS_ARROW_ROW_GROUP_H_

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/builder.hpp"
#include "textmill/type.hpp"

namespace textmill::arrowfiles {

// Arrow's schema for columns of ours, without what only Textmill knows of them.
std::shared_ptr<arrow::Schema> SchemaFor(const std::vector<Field>& fields);

class RowGroup {
 public:
  explicit RowGroup(const std::vector<Field>& fields)
      : fields_(fields), schema_(SchemaFor(fields)) {}

  const std::shared_ptr<arrow::Schema>& schema() const { return schema_; }
  int64_t rows() const { return rows_; }
  // About how many they take.
  int64_t bytes() const { return bytes_; }
  // Copies a row of a batch, whose first columns are the fields; `columns` has its offset.
  void Append(const ArrowArray& columns, int64_t row);
  // The rows so far, which are gone then.
  std::shared_ptr<arrow::RecordBatch> Take();
  // The rows so far, which stay, as bytes; and the rows that such bytes hold, in place of those so
  // far. Throw Error.
  std::string Save();
  void Restore(std::string_view bytes);

 private:
  void Fill(const arrow::RecordBatch& rows);

  const std::vector<Field> fields_;
  const std::shared_ptr<arrow::Schema> schema_;
  std::unique_ptr<StructBuilder> values_;
  int64_t rows_ = 0, bytes_ = 0;
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_ROW_GROUP_H_
