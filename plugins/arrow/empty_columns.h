// Columns without rows, as Arrow for Java writes them. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_ARROW_EMPTY_COLUMNS_H_
#define TEXTMILL_PLUGINS_ARROW_EMPTY_COLUMNS_H_

#include <arrow/record_batch.h>

#include <memory>

namespace textmill::arrowfiles {

// The batch with the offsets of columns that have no rows, as the items of lists that are all
// empty, set to 0. Arrow for Java, and so Spark, leaves the first one as it was in memory, and
// Arrow's own check refuses that. The columns are not otherwise looked at.
std::shared_ptr<arrow::RecordBatch> WithOffsetsOfEmptyColumns(
    const std::shared_ptr<arrow::RecordBatch>& batch);

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_EMPTY_COLUMNS_H_
