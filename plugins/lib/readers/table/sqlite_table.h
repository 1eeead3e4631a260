// A table or a query of an SQLite database that is read as a whole, beside the documents. One
// thread at a time.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_TABLE_SQLITE_TABLE_H_
#define TEXTMILL_PLUGINS_LIB_READERS_TABLE_SQLITE_TABLE_H_

#include <functional>
#include <string>
#include <vector>

#include "plugins/lib/readers/sqlite/rows_of.h"
#include "plugins/lib/readers/table/table_rows.h"

namespace textmill::readers {

class SqliteTable {
 public:
  // `table` and `query` as the user gave them, or "". Throws Error.
  SqliteTable(const std::string& path, const std::string& table, const std::string& query);

  // As the database has them, but for lists whose items are in a table of their own.
  std::vector<Field> Columns() const;
  // All rows, of the columns that these name, with the types that these have: numbers are read from
  // text, and as text. Their offsets are the rows' numbers, from 0. A value of another type is an
  // Error, which names its row.
  void Read(const std::vector<Field>& wanted, const std::function<void(TableRows)>& take);

 private:
  sqlite::Database database_;
  sqlite::RowsOf rows_;
};

}  // namespace textmill::readers

#endif  // TEXTMILL_PLUGINS_LIB_READERS_TABLE_SQLITE_TABLE_H_
