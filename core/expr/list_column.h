// List columns taken apart and put together, their items shared and not copied. Pure functions; any
// thread.
#ifndef CORE_EXPR_LIST_COLUMN_H_
#define CORE_EXPR_LIST_COLUMN_H_

#include <cstdint>
#include <vector>

#include "core/table/column.h"

namespace textmill::core::expr {

// Where the rows of a list column begin and end among its items, and which are null.
struct Extent {
  int64_t begin = 0, items = 0;   // of all rows, among the column's items
  std::vector<int32_t> ends;      // from 0; one more than there are rows
  std::vector<uint8_t> validity;  // bits as Arrow has them; empty when no row is null

  bool IsNull(int64_t row) const {
    return !validity.empty() && !((validity[static_cast<size_t>(row / 8)] >> (row % 8)) & 1);
  }
};
Extent ExtentOf(const ArrowArray& list, int64_t rows);

// `rows` rows of `part`, which is `whole` or a member of it.
Array Slice(const Array& whole, const ArrowArray& part, int64_t begin, int64_t rows);

// A list column; `ends` and `validity` as in Extent.
Array MakeList(std::vector<int32_t> ends, std::vector<uint8_t> validity, Array items);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_LIST_COLUMN_H_
