// What of a database is read: a table or a query, with its columns and their types.
//
// One thread at a time; what comes out does not change.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_SQLITE_ROWS_OF_H_
#define TEXTMILL_PLUGINS_LIB_READERS_SQLITE_ROWS_OF_H_

#include <string>
#include <vector>

#include "plugins/lib/sqlite/database.h"
#include "textmill/type.hpp"

namespace textmill::sqlite {

// A column of the table or the query.
struct StoredColumn {
  Field field;           // under its own name, with the type that it has
  bool declared = true;  // by words in the table; else the type is what the first rows have
  // A table that has its items: what is in it, in the order of the members of the list's items.
  std::string items_query;
};

struct RowsOf {
  std::string table;      // "" for a query
  std::string query;      // SELECT of all columns
  bool by_rowid = false;  // can be read piece by piece
  std::vector<StoredColumn> columns;
};

// The names of the tables that a user may mean, without those that serve others.
std::vector<std::string> TablesOf(Database& database);

// `table` and `query` as the user gave them, or "": then the one table there is. Throws Error with
// the parameter to blame.
RowsOf ChooseRows(Database& database, const std::string& table, const std::string& query);

// The query as it is prepared; throws Error where it is none, or does more than read.
Statement PrepareQuery(Database& database, const std::string& query);

}  // namespace textmill::sqlite

#endif  // TEXTMILL_PLUGINS_LIB_READERS_SQLITE_ROWS_OF_H_
