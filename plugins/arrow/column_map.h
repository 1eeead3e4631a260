// Which column of a file feeds which column of ours. Made for each file; then any thread reads it.
#ifndef TEXTMILL_PLUGINS_ARROW_COLUMN_MAP_H_
#define TEXTMILL_PLUGINS_ARROW_COLUMN_MAP_H_

#include <arrow/type.h>

#include <functional>
#include <string>
#include <vector>

#include "plugins/lib/io/columns.h"

namespace textmill::arrowfiles {

struct ColumnMap {
  // Where a column's values are: a column that is read, or a member in a struct of one.
  struct From {
    int read = -1;             // index into `read`; -1: the file has none, or nobody asks for it
    std::vector<int> members;  // of structs, one in the other
    bool may_not_fit = false;  // a single value may be out of range
  };
  struct Extra {
    int read;
    Field field;  // under the name that it has in `extra`
    bool may_not_fit = false;
  };

  std::vector<int> read;     // columns of the file, ascending
  std::vector<From> from;    // for each of our columns
  std::vector<Extra> extra;  // columns of the file that none of ours takes
  int extra_text = -1;       // index into `read`: a column of the file that is called `extra`
  std::vector<std::string> left_out;  // columns of the file that have no type of ours
  std::vector<size_t> missing;        // of ours, declared, that the file does not have
};

// What is looked at: of our columns, and `extra`, by name; and whether a column of the file may
// hold nulls, since a document without a text fails, whether anybody looks at it or not.
struct Interest {
  std::function<bool(const std::string&)> wanted;
  std::function<bool(int)> may_be_null;
};

// Names of a file's columns, for messages.
std::string NamesOf(const arrow::Schema& schema);

// Throws Error, with the parameter to blame, where a column has another type than is asked for, or
// a file has no text.
ColumnMap MapColumns(const std::vector<io::Column>& columns, const arrow::Schema& schema,
                     const Interest& interest);

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_COLUMN_MAP_H_
