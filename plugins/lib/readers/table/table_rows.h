// Some rows of a table, as arrays of the columns asked for. Moved to who takes them.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_TABLE_TABLE_ROWS_H_
#define TEXTMILL_PLUGINS_LIB_READERS_TABLE_TABLE_ROWS_H_

#include <cstdint>
#include <vector>

#include "textmill/builder.hpp"

namespace textmill::readers {

struct TableRows {
  std::vector<ArrowArray> columns;
  // Of each row: where its record begins, in the decompressed file; of files of columns and of
  // databases its number, from 0.
  std::vector<uint64_t> offsets;

  TableRows() = default;
  TableRows(TableRows&& other) noexcept { *this = std::move(other); }
  TableRows& operator=(TableRows&& other) noexcept {
    columns.swap(other.columns);
    offsets.swap(other.offsets);
    return *this;
  }
  ~TableRows() {
    for (ArrowArray& column : columns) {
      if (column.release != nullptr) column.release(&column);
    }
  }
  int64_t rows() const { return static_cast<int64_t>(offsets.size()); }
};

}  // namespace textmill::readers

#endif  // TEXTMILL_PLUGINS_LIB_READERS_TABLE_TABLE_ROWS_H_
