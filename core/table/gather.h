// The one way in which rows are picked: filtering, multiplying, merging and joining batches are all
// a list of row ranges, copied out of one or several arrays of one type.
#ifndef CORE_TABLE_GATHER_H_
#define CORE_TABLE_GATHER_H_

#include <cstdint>
#include <vector>

#include "core/table/column.h"

namespace textmill::core {

// `count` rows from `begin` of source number `source`; kNoSource: `count` nulls.
struct RowRange {
  static constexpr int32_t kNoSource = -1;
  int32_t source;
  int64_t begin;
  int64_t count;
};

// Appends a row to a list of ranges, lengthening the last where it goes on.
void AddRow(std::vector<RowRange>* ranges, int32_t source, int64_t row);

// The rows of `ranges`, copied from `sources`, which are all of the type `field`. Neither the
// sources' offsets nor their lengths need to be alike.
Array Gather(const Field& field, const std::vector<const ArrowArray*>& sources,
             const std::vector<RowRange>& ranges);

}  // namespace textmill::core

#endif  // CORE_TABLE_GATHER_H_
