#include "plugins/lib/readers/sqlite/rows_of.h"

#include <algorithm>
#include <set>

#include "plugins/lib/sqlite/column_type.h"
#include "textmill/conventions.hpp"
#include "textmill/error.hpp"

namespace textmill::sqlite {
namespace {

// So many rows say what is in a column whose declaration does not.
constexpr int kRowsThatTell = 1000;

std::string Upper(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return text;
}

struct TableInfo {
  std::string name, type;  // "table", "view", "virtual", "shadow"
  bool without_rowid = false;
};

std::vector<TableInfo> AllTables(Database& database) {
  std::vector<TableInfo> tables;
  Statement list = database.Prepare(
      "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE "
      "'sqlite\\_%' ESCAPE '\\' ORDER BY name");
  while (list.Step())
    tables.push_back(
        {std::string(list.bytes(0)), std::string(list.bytes(1)), list.integer(2) != 0});
  return tables;
}

struct Declared {
  std::string name, type;
  bool primary_key;
};
std::vector<Declared> ColumnsOf(Database& database, const std::string& table) {
  std::vector<Declared> columns;
  Statement list =
      database.Prepare("SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1");
  list.BindText(1, table);
  while (list.Step())
    columns.push_back(
        {std::string(list.bytes(0)), std::string(list.bytes(1)), list.integer(2) != 0});
  return columns;
}

// Of a column that says how many items are in the table of its name.
bool TakeItems(Database& database, const Declared& column, StoredColumn& to) {
  const std::string words = Upper(column.type);
  const bool plain = words == kPlainItemsType;
  if (words != kItemsType && !plain) return false;
  std::vector<Field> members;
  std::string names;
  bool keys[2] = {false, false};
  for (const Declared& member : ColumnsOf(database, column.name)) {
    if (member.name == "document" || member.name == "position") {
      keys[member.name == "position"] = true;
      continue;
    }
    auto type = TypeDeclared(member.type);
    if (!type) return false;
    type->name = member.name;
    names += (names.empty() ? "" : ", ") + QuotedName(member.name);
    members.push_back(std::move(*type));
  }
  if (!keys[0] || !keys[1] || members.empty() || (plain && members.size() != 1)) return false;
  to.items_query = "SELECT " + names + " FROM " + QuotedName(column.name) +
                   " WHERE document = ? ORDER BY position";
  to.field = ListOf(column.name, plain ? members[0] : StructOf("", members));
  return true;
}

// What the first rows have where the declaration does not say it.
void LookAtRows(Database& database, RowsOf& rows) {
  std::vector<std::set<int>> types(rows.columns.size());
  Statement first = database.Prepare(rows.query);
  for (int n = 0; n < kRowsThatTell && first.Step(); ++n) {
    for (size_t i = 0; i < types.size(); ++i) {
      const int type = first.type(static_cast<int>(i));
      if (type != SQLITE_NULL) types[i].insert(type);
    }
  }
  for (size_t i = 0; i < types.size(); ++i) {
    StoredColumn& column = rows.columns[i];
    if (column.declared) continue;
    types[i].size() == 1 && *types[i].begin() == SQLITE_INTEGER ? column.field.format = "l"
    : types[i].size() == 1 && *types[i].begin() == SQLITE_BLOB  ? column.field.format = "z"
    : !types[i].empty() && *types[i].rbegin() <= SQLITE_FLOAT   ? column.field.format = "g"
                                                                : column.field.format = "u";
  }
}

std::string List(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size() && i < 12; ++i) out += (i > 0 ? ", `" : "`") + names[i] + "`";
  return out + (names.size() > 12 ? ", ..." : "");
}

std::string TheTable(Database& database, const std::string& wanted) {
  const std::vector<std::string> tables = TablesOf(database);
  if (tables.empty()) throw Error("the database has no tables").Parameter("path");
  if (!wanted.empty()) {
    for (const TableInfo& table : AllTables(database)) {
      if (SameName(table.name, wanted)) return table.name;
    }
    throw Error("there is no table `" + wanted + "`; the tables are " + List(tables))
        .Parameter("table");
  }
  if (tables.size() == 1) return tables[0];
  for (const std::string& table : tables) {
    if (table == "documents") return table;
  }
  throw Error("the database has several tables: " + List(tables))
      .Parameter("path")
      .Hint("choose one by `table`, or write a `query`");
}

}  // namespace

std::vector<std::string> TablesOf(Database& database) {
  const std::vector<TableInfo> all = AllTables(database);
  std::vector<std::string> items, names;
  for (const TableInfo& table : all) {
    if (table.type != "table") continue;
    for (const Declared& column : ColumnsOf(database, table.name)) {
      StoredColumn ignored;
      if (TakeItems(database, column, ignored)) items.push_back(column.name);
    }
  }
  for (const TableInfo& table : all) {
    const bool serves = table.type == "shadow" || table.type == "virtual" ||
                        std::find(items.begin(), items.end(), table.name) != items.end();
    if (!serves) names.push_back(table.name);
  }
  return names;
}

Statement PrepareQuery(Database& database, const std::string& query) {
  const auto refuse = [](const std::string& why) {
    return Error(why).Parameter("query").Hint("a query is one SELECT, which only reads");
  };
  Statement statement;
  const char* rest = "";
  try {
    statement = database.Prepare(query, &rest);
  } catch (const Error& error) {
    const std::string why = error.what();
    throw refuse(why == "not authorized" ? "the query does something else than read"
                                         : "the query will not do: " + why);
  }
  if (!statement) throw refuse("the query is empty");
  if (std::string_view(rest).find_first_not_of(" \t\r\n;") != std::string_view::npos)
    throw refuse("the query goes on after its end, with `" + std::string(rest).substr(0, 40) + "`");
  if (sqlite3_stmt_readonly(statement.get()) == 0 || statement.columns() == 0)
    throw refuse("the query gives no rows");
  if (sqlite3_bind_parameter_count(statement.get()) > 0)
    throw refuse("the query has parameters, which nobody gives");
  return statement;
}

RowsOf ChooseRows(Database& database, const std::string& table, const std::string& query) {
  RowsOf rows;
  bool all_declared = true;
  if (!query.empty()) {
    if (!table.empty())
      throw Error("`table` and `query` both say what is read; leave one out").Parameter("query");
    rows.query = query;
    Statement statement = PrepareQuery(database, query);
    for (int i = 0; i < statement.columns(); ++i) {
      StoredColumn column;
      const char* words = sqlite3_column_decltype(statement.get(), i);
      auto type = words == nullptr ? std::nullopt : TypeDeclared(words);
      if (type) column.field = std::move(*type);
      column.declared = type.has_value();
      column.field.name = sqlite3_column_name(statement.get(), i);
      all_declared &= column.declared;
      for (const StoredColumn& other : rows.columns) {
        if (other.field.name == column.field.name)
          throw Error("the query gives two columns called `" + column.field.name + "`")
              .Parameter("query")
              .Hint("name one otherwise: SELECT ... AS other_name");
      }
      rows.columns.push_back(std::move(column));
    }
  } else {
    rows.table = TheTable(database, table);
    for (const TableInfo& info : AllTables(database)) {
      if (info.name == rows.table) rows.by_rowid = info.type == "table" && !info.without_rowid;
    }
    std::string names;
    const std::vector<Declared> all = ColumnsOf(database, rows.table);
    // The number of the row and no more, as write.sqlite makes it.
    const auto is_number = [](const Declared& column) {
      return column.name == "rowid" && column.primary_key && Upper(column.type) == "INTEGER";
    };
    for (const Declared& declared : all) {
      // Something else may be called so.
      if (SameName(declared.name, "rowid") && !is_number(declared)) rows.by_rowid = false;
    }
    for (const Declared& declared : all) {
      if (is_number(declared)) continue;
      StoredColumn column;
      if (!rows.by_rowid || !TakeItems(database, declared, column)) {
        auto type = TypeDeclared(declared.type);
        if (type) column.field = std::move(*type);
        column.declared = type.has_value();
      }
      column.field.name = declared.name;
      all_declared &= column.declared;
      names += (names.empty() ? "" : ", ") + QuotedName(declared.name);
      rows.columns.push_back(std::move(column));
    }
    if (rows.columns.empty()) throw Error("the table `" + rows.table + "` has no columns");
    rows.query = "SELECT " + names + " FROM " + QuotedName(rows.table);
  }
  if (!all_declared) LookAtRows(database, rows);
  for (StoredColumn& column : rows.columns) {
    column.field.SetMeta(TEXTMILL_META_OPTIONAL, "1");
    if (column.field.name == TEXTMILL_COLUMN_ENTITIES && SameType(column.field, EntitiesField()))
      column.field.SetMeta(TEXTMILL_META_OFFSETS_INTO, TEXTMILL_COLUMN_TEXT);
  }
  return rows;
}

}  // namespace textmill::sqlite
