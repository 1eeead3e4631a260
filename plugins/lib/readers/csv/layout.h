// Which cell of a file's records feeds which columns: the file's header, looked at once.
#ifndef TEXTMILL_PLUGINS_READ_CSV_LAYOUT_H_
#define TEXTMILL_PLUGINS_READ_CSV_LAYOUT_H_

#include <string>
#include <vector>

#include "plugins/lib/io/columns.h"
#include "plugins/lib/readers/csv/csv_cells.h"

namespace textmill::csv {

struct Layout {
  struct CellUse {
    std::string name;             // as the header has it
    std::vector<size_t> columns;  // that take it; none: it goes to `extra`
    std::string member;           // `"name":`, for `extra`
  };
  std::vector<CellUse> cells;
  Dialect dialect;
};

// Throws Error where the names will not do: one is there twice, or one that is needed is missing.
Layout MakeLayout(std::vector<std::string> names, const std::vector<io::Column>& columns);

}  // namespace textmill::csv

#endif  // TEXTMILL_PLUGINS_READ_CSV_LAYOUT_H_
