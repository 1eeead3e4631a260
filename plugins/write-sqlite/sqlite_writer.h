// write.sqlite: rows as a table of an SQLite database, with an index of the words of their texts.
//
// SQLite writes here and there in its file, and the host takes an output from its beginning to its
// end. So the database is made in the run's work folder, where its file has no name, and goes to
// the host when it is whole: its size on the disk for a second time, and the time of one copy. In
// return it is published, or left out, with the other outputs.
//
// Rows are inserted in input order, whatever batches they come in, and the index is made of all of
// them in the end: the same rows give the same bytes. What does not fit in the database's cache
// waits in its file.
#ifndef PLUGINS_WRITE_SQLITE_SQLITE_WRITER_H_
#define PLUGINS_WRITE_SQLITE_SQLITE_WRITER_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/io/file.h"
#include "plugins/lib/memory/reported.h"
#include "plugins/lib/sqlite/database.h"
#include "plugins/write-sqlite/column_writer.h"
#include "textmill/textmill.hpp"

namespace textmill::write_sqlite {

class SqliteWriter final : public Sink {
 public:
  SqliteWriter();

  Param<Path> path{
      this, "path", kRequired,
      "The database to write; `out/{lang}.db` makes one for each value of a column. It "
      "is neither compressed nor standard output."};
  Param<std::string> table{this, "table", std::string("documents"),
                           "What the table is called that the rows go to."};
  Param<std::vector<ColumnName>> columns{
      this, "columns", kOptional, "Which columns to write, in this order. All when not given."};
  Param<std::vector<ColumnName>> items{
      this, "items", kOptional,
      "Columns of lists whose items get a table of their own, a row each; `[]`: none, then lists "
      "are "
      "JSON text. `entities` when not given, where there is such a column."};
  Param<Choice> index{
      this,
      "index",
      {"unicode61", "trigram", "none"},
      "The full-text index: `unicode61` of words, without accents and in any case; `trigram` of "
      "pieces of three characters, for parts of words and for languages that are written without "
      "spaces; or `none`."};
  Param<std::vector<ColumnName>> indexed{
      this, "indexed", kOptional,
      "Columns of text that the index is of; `title` and `text` when not given, as far as they are "
      "written."};
  Counter rows{this, "rows"};
  Counter item_rows{this, "item_rows"};

  void Bind(Binder& binder) override;
  std::string Notes() const override;
  void Open(const textmill_open_request& request) override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override;
  Split HowToSplit() const override {
    return {TEXTMILL_SPLIT_WHOLE, "a database is not put together from parts of its file"};
  }

 private:
  struct Column {
    ColumnWriter writer;
    std::string declared;  // its type in the table
    int slot;
    bool own_table;  // of its items
    bool indexed;
  };
  // A table of the items of one column.
  struct Items {
    std::string name;
    int slot;
    bool of_structs;
    std::vector<ColumnWriter> members;
    std::vector<std::string> declared;
    sqlite::Statement insert;
  };

  void CheckPath() const;
  void BindItems(const Field& list, int slot);
  void BindIndex();
  void CheckNames() const;
  std::string WhyNot(const Batch& batch, int64_t row) const;
  const ArrowArray& MemberOf(const Items& items, const ArrowArray& list, size_t k) const;
  int64_t InsertItems(Items& items, const Batch& batch, int64_t row);
  std::string MakeFile();
  void Begin();
  void ReadFile(const std::function<void(std::string_view)>& take) const;
  void MakeIndex();

  uint32_t output_ = 0;
  std::vector<Column> columns_;
  std::vector<Items> items_;
  int64_t indexed_ = 0;  // columns

  std::string work_folder_;
  mutable sqlite::Database database_;  // Save ends a transaction
  io::File file_;                      // the same, to read from
  sqlite::Statement insert_;
  int64_t last_row_ = 0;
  memory::Reported memory_;
};

}  // namespace textmill::write_sqlite

#endif  // PLUGINS_WRITE_SQLITE_SQLITE_WRITER_H_
