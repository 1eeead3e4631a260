// Whether any row of a group can be kept by the steps after the reader, as far as the bounds of its
// values tell. Any thread.
#ifndef TEXTMILL_PLUGINS_ARROW_KEPT_ROWS_H_
#define TEXTMILL_PLUGINS_ARROW_KEPT_ROWS_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "plugins/arrow/column_map.h"
#include "plugins/arrow/table_file.h"
#include "plugins/lib/io/columns.h"
#include "textmill/kept.h"

namespace textmill::arrowfiles {

class KeptRows {
 public:
  KeptRows() = default;
  // What the host says; it outlives this. NULL: nothing.
  explicit KeptRows(const textmill_host* host);

  bool AnyRow() const { return n_ == 0; }  // can be kept, for all that is known
  // Columns, by their names, that have to be read of rows that cannot be kept.
  std::set<std::string> Columns() const;

  // The bounds of a column of the file, or of a member in a struct of one.
  using BoundsOf = std::function<Bounds(int column, const std::vector<int>& members)>;
  // Whether a row of these bounds may be kept. `columns` are the reader's, `map` all that it reads.
  bool AnyOf(const std::vector<io::Column>& columns, const ColumnMap& map,
             const BoundsOf& bounds_of) const;

 private:
  const textmill_kept_if* conditions_ = nullptr;
  uint64_t n_ = 0;
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_KEPT_ROWS_H_
