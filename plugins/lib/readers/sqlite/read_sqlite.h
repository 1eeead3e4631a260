// The stage read.sqlite.
//
// A table with rowids is read piece by piece, by all lanes, each with a connection of its own; what
// else there is (a query, a view, a table without rowids) is read once from its front to its end,
// and its rows travel with their units. Places are rowids, or the number of a query's row.
//
// Bind looks at the first file, for what a table declares of its columns.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_SQLITE_READ_SQLITE_H_
#define TEXTMILL_PLUGINS_LIB_READERS_SQLITE_READ_SQLITE_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/lib/io/columns.h"
#include "plugins/lib/io/file.h"
#include "plugins/lib/io/inputs.h"
#include "plugins/lib/readers/sqlite/cell.h"
#include "plugins/lib/readers/sqlite/column_reader.h"
#include "plugins/lib/readers/sqlite/rows_of.h"
#include "textmill/source.hpp"

namespace textmill::sqlite {

// Whether the file's first bytes are those of a database.
bool IsDatabase(const std::string& path);

class ReadSqlite final : public Source {
 public:
  ReadSqlite();

  Param<std::vector<Path>> path{
      this, "path", kRequired,
      "Databases to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), "
      "or "
      "folders (all files in them that end in .db, .sqlite or .sqlite3, at any depth)."};
  Param<std::string> table{this, "table", std::string(),
                           "The table or view to read; not needed where there is only one, or one "
                           "that is called `documents`."};
  Param<std::string> query{
      this, "query", std::string(),
      "A SELECT whose rows are read, instead of a table; it can change nothing "
      "and open no other file. Say ORDER BY for an order that does not change."};
  Param<Map<std::string>> fields{
      this, "fields", kOptional,
      "Where columns come from: the column's name, then that in the table: `text: body`."};
  Param<Value> types{
      this,
      io::TypesParam("Types of columns, by the column's name, where they are to be others than "
                     "the table declares: string, int, float, bool, timestamp, `list<string>`, "
                     "`\"list<{name: string, age: int}>\"`, entities. Numbers are then read from "
                     "text, too, and as text.")};

  Out<Utf8> id{
      this, "id",
      "the table's `id`, a text or a number; without one, the file's path, `@`, and the rowid"};
  Out<Utf8> text{this, "text", "the document's text; a row without one fails"};
  Out<Utf8> source{this, "source", "the table's `source`; without one, the file's path"};

  // Before Bind: the columns of read.jsonl, whatever a table has; other columns go to `extra`. No
  // file is looked at.
  void GiveRecords() { records_ = true; }

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  const std::vector<Input>& ListInputs() override;
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override;
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override;
  std::vector<AccountNumber> Account() const override;
  bool NextFault(uint32_t& input, std::string& why) override;

 private:
  // One of ours.
  struct Column {
    std::string stored;  // what it is called in the table
    Field field;
    int slot;
    bool converts;       // see ColumnReader
    bool lenient;        // what does not fit is no mistake, but goes to `extra`
    bool may_be_absent;  // a table without it will do
  };
  // What is read of an input, and how far that is.
  struct Opened {
    RowsOf rows;
    std::vector<int> from;   // for each of our columns: one of the table's, or -1
    std::vector<int> extra;  // those of the table that none of ours takes
    io::File::Identity identity;
    uint64_t waiting = 0;         // bytes that other programs have written beside it
    int64_t first = 0, last = 0;  // rowids
    uint64_t base = 0;            // the rowid that has the offset 0
  };
  struct SqliteLane;
  enum : size_t { kId, kText, kSource };

  Database OpenFile(uint32_t input) const;
  Opened Look(Database& database) const;
  void PlanNative(const RowsOf& rows);
  void Begin(uint32_t input);
  bool NextRange(uint64_t want_bytes, Unit& unit);
  bool NextRows(uint64_t want_bytes, Unit& unit);
  void MoveOn();
  uint64_t MeanBytes(const Opened& opened, int64_t from, int rows);
  void AppendRow(const Opened& opened, uint32_t input, uint64_t offset, int64_t number,
                 const std::vector<Cell>& cells, SqliteLane& lane, Rows& rows) const;
  static std::string RangeQuery(const RowsOf& rows);

  bool records_ = false;
  std::vector<Column> columns_;
  std::vector<std::string> left_out_;  // of the table's columns
  int extra_slot_ = -1;
  io::InputFiles files_;
  std::vector<std::shared_ptr<const Opened>> opened_;  // by input, once it is begun

  // Of the input that is being cut:
  uint32_t current_ = 0;
  Database database_;
  Statement walk_;     // finds where ranges end, or gives the rows of a query
  int64_t next_ = 0;   // rowid, or the number of a row
  uint64_t mean_ = 0;  // bytes of a row
  std::vector<Cell> cells_;
  uint32_t next_fault_ = 0;
};

}  // namespace textmill::sqlite

#endif  // TEXTMILL_PLUGINS_LIB_READERS_SQLITE_READ_SQLITE_H_
