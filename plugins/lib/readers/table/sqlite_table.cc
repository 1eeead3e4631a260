#include "plugins/lib/readers/table/sqlite_table.h"

#include <algorithm>
#include <memory>

#include "plugins/lib/readers/sqlite/cell.h"
#include "plugins/lib/readers/sqlite/column_reader.h"
#include "plugins/lib/readers/sqlite/read_sqlite.h"
#include "textmill/error.hpp"

namespace textmill::readers {
namespace {

constexpr int64_t kRowsAtOnce = 4096;
constexpr size_t kBytesAtOnce = 4 << 20;

// The arrays of the rows that were built; the builder is then empty.
TableRows Finish(const std::vector<Field>& fields, uint64_t end,
                 std::unique_ptr<StructBuilder>& builder) {
  TableRows rows;
  ArrowArray all{};
  builder->Finish(&all);
  for (uint64_t i = end - static_cast<uint64_t>(all.length); i < end; ++i)
    rows.offsets.push_back(i);
  for (int64_t i = 0; i < all.n_children; ++i) {
    rows.columns.push_back(*all.children[i]);
    all.children[i]->release = nullptr;  // moved
  }
  all.release(&all);
  builder = std::make_unique<StructBuilder>(fields);
  return rows;
}

}  // namespace

SqliteTable::SqliteTable(const std::string& path, const std::string& table,
                         const std::string& query) {
  if (!sqlite::IsDatabase(path))
    throw Error("it is no SQLite database")
        .Hint("unpack it first, if it is compressed: a database is read here and there");
  database_ = sqlite::Database::OpenToRead(path);
  rows_ = sqlite::ChooseRows(database_, table, query);
}

std::vector<Field> SqliteTable::Columns() const {
  std::vector<Field> columns;
  for (const sqlite::StoredColumn& column : rows_.columns) {
    if (column.items_query.empty()) columns.push_back(column.field);
  }
  return columns;
}

void SqliteTable::Read(const std::vector<Field>& wanted,
                       const std::function<void(TableRows)>& take) {
  std::vector<sqlite::ColumnReader> readers;
  std::vector<size_t> places;
  for (const Field& field : wanted) {
    const auto at = std::find_if(rows_.columns.begin(), rows_.columns.end(), [&](const auto& one) {
      return sqlite::SameName(one.field.name, field.name);
    });
    if (at == rows_.columns.end()) throw Error("it has no column `" + field.name + "`");
    places.push_back(static_cast<size_t>(at - rows_.columns.begin()));
    readers.emplace_back(field, /*converts=*/true);
  }
  auto builder = std::make_unique<StructBuilder>(wanted);
  sqlite::Statement row = database_.Prepare(rows_.query);
  std::vector<sqlite::Cell> cells;
  uint64_t number = 0;
  size_t bytes = 0;
  while (row.Step()) {
    ++number;
    TakeCells(row, 0, cells);
    for (size_t i = 0; i < readers.size(); ++i) {
      const sqlite::Cell& cell = cells[places[i]];
      if (const std::string why = readers[i].Check(cell); !why.empty())
        throw Error("row " + std::to_string(number) + ": `" + wanted[i].name + "` " + why);
      readers[i].Append(cell, builder->any_member(i));
      bytes += cell.bytes.size();
    }
    builder->EndRow();
    if (builder->size() < kRowsAtOnce && bytes < kBytesAtOnce) continue;
    take(Finish(wanted, number, builder));
    bytes = 0;
  }
  if (builder->size() > 0) take(Finish(wanted, number, builder));
}

}  // namespace textmill::readers
