#include "plugins/write-sqlite/sqlite_writer.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace textmill::write_sqlite {
namespace {

using sqlite::QuotedName;
using sqlite::QuotedText;

// Of a database's pages in memory, as Database::Create has it.
constexpr int64_t kMemory = 32 << 20;
// Of words that are collected before they go to the file. FTS5 tells pieces of three characters
// apart so badly that many of them at once take twice as long.
constexpr int64_t kWordsAtOnce = 32 << 20, kTrigramsAtOnce = 2 << 20;
// Of the file, to read and write at once; its first page, which has the header.
constexpr size_t kPiece = 1 << 20, kPage = 4096;

}  // namespace

std::string SqliteWriter::MakeFile() {
  std::string name = work_folder_ + "/sqlite-XXXXXX";
  const int fd = ::mkstemp(name.data());
  if (fd < 0)
    throw Error("cannot make a file in " + work_folder_ + ": " + io::SystemMessage(errno),
                TEXTMILL_IO_ERROR);
  file_ = io::File(fd);
  return name;
}

void SqliteWriter::Open(const textmill_open_request& request) {
  work_folder_ = request.work_folder;
  const std::string name = MakeFile();
  database_ = sqlite::Database::Create(name);
  std::string create =
      "CREATE TABLE " + QuotedName(table.get()) + " (\n  rowid INTEGER PRIMARY KEY";
  for (const Column& column : columns_)
    create += ",\n  " + QuotedName(column.writer.name()) + " " + column.declared;
  database_.Run(create + "\n)");
  for (const Items& items_table : items_) {
    create = "CREATE TABLE " + QuotedName(items_table.name) +
             " (\n  document INTEGER NOT NULL REFERENCES " + QuotedName(table.get()) +
             " (rowid),\n  position INTEGER NOT NULL";
    for (size_t k = 0; k < items_table.members.size(); ++k)
      create += ",\n  " + QuotedName(items_table.members[k].name()) + " " + items_table.declared[k];
    database_.Run(create + ",\n  PRIMARY KEY (document, position)\n) WITHOUT ROWID");
  }
  ::unlink(name.c_str());
  last_row_ = 0;
  Begin();
}

// For the rows that come: after Open, and after Restore.
void SqliteWriter::Begin() {
  const auto insert = [](const std::string& into, size_t values) {
    std::string sql = "INSERT INTO " + QuotedName(into) + " VALUES (?";
    for (size_t i = 1; i < values; ++i) sql += ", ?";
    return sql + ")";
  };
  insert_ = database_.Prepare(insert(table.get(), columns_.size() + 1));
  for (Items& items_table : items_)
    items_table.insert =
        database_.Prepare(insert(items_table.name, items_table.members.size() + 2));
  database_.Run("BEGIN");
  memory_.Set(host(), kMemory);
}

// All of the file at a drained point. Where a transaction ends leaves no trace but in the counter
// of the file's header, see Finish.
void SqliteWriter::Save(StateWriter& to) const {
  database_.Run("COMMIT");
  to.Put(file_.Identify().bytes);
  ReadFile([&](std::string_view piece) { to.PutRaw(piece.data(), piece.size()); });
  database_.Run("BEGIN");
}

void SqliteWriter::Restore(StateReader& from) {
  insert_ = {};
  for (Items& items_table : items_) items_table.insert = {};
  database_ = {};
  const std::string name = MakeFile();
  std::string piece;
  for (auto left = from.Take<uint64_t>(); left > 0; left -= piece.size()) {
    piece.resize(std::min<uint64_t>(left, kPiece));
    from.TakeRaw(piece.data(), piece.size());
    for (size_t at = 0; at < piece.size();) {
      const ssize_t n = ::write(file_.fd(), piece.data() + at, piece.size() - at);
      if (n <= 0)
        throw Error("cannot write in " + work_folder_ + ": " + io::SystemMessage(errno),
                    TEXTMILL_IO_ERROR);
      at += static_cast<size_t>(n);
    }
  }
  database_ = sqlite::Database::Create(name);
  ::unlink(name.c_str());
  sqlite::Statement last = database_.Prepare("SELECT max(rowid) FROM " + QuotedName(table.get()));
  last_row_ = last.Step() ? last.integer(0) : 0;
  last = {};
  Begin();
}

void SqliteWriter::ReadFile(const std::function<void(std::string_view)>& take) const {
  std::string piece(kPiece, '\0');
  for (uint64_t at = 0;;) {
    const size_t n = file_.ReadAt(at, piece.data(), piece.size());
    if (n == 0) return;
    take({piece.data(), n});
    at += n;
  }
}

// Why SQLite could not hold the row; "" where it can.
std::string SqliteWriter::WhyNot(const Batch& batch, int64_t row) const {
  const int64_t at = batch.raw().columns->offset + row;
  const auto no_number = [](const std::string& name) {
    return "the number in `" + name + "` is 2^63 or more, and SQLite's end before that";
  };
  int64_t bytes = 0;
  for (const Column& column : columns_) {
    const int64_t n = column.writer.Measure(batch.array(column.slot), at);
    if (n < 0) return no_number(column.writer.name());
    bytes += n;
  }
  if (bytes > sqlite::kMostBytes)
    return "the document has " + std::to_string(bytes) +
           " bytes, and a row of SQLite at most 1,000,000,000";
  for (const Items& items_table : items_) {
    const View<List> list = batch.At<List>(items_table.slot);
    for (int64_t item = list.begin(row); item < list.end(row); ++item) {
      for (size_t k = 0; k < items_table.members.size(); ++k) {
        const ArrowArray& items_array = *list.array()->children[0];
        const int64_t i = items_table.of_structs ? items_array.offset + item : item;
        if (items_table.members[k].Measure(MemberOf(items_table, items_array, k), i) < 0)
          return no_number(items_table.name + "." + items_table.members[k].name());
      }
    }
  }
  return "";
}

const ArrowArray& SqliteWriter::MemberOf(const Items& items_table, const ArrowArray& list,
                                         size_t k) const {
  return items_table.of_structs ? *list.children[k] : list;
}

void SqliteWriter::Process(const Batch& batch, Reply& reply, Lane*) const {
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (const std::string why = WhyNot(batch, row); !why.empty()) reply.Fail(row, why);
  }
}

int64_t SqliteWriter::InsertItems(Items& items_table, const Batch& batch, int64_t row) {
  const View<List> list = batch.At<List>(items_table.slot);
  const ArrowArray& array = *list.array()->children[0];
  int64_t position = 0;
  items_table.insert.Bind(1, last_row_);
  for (int64_t item = list.begin(row); item < list.end(row); ++item) {
    items_table.insert.Bind(2, ++position);
    for (size_t k = 0; k < items_table.members.size(); ++k) {
      const int parameter = static_cast<int>(k) + 3;
      if (items_table.of_structs && IsNullAt(array, item)) {
        items_table.insert.BindNull(parameter);
      } else {
        items_table.members[k].Bind(MemberOf(items_table, array, k),
                                    items_table.of_structs ? array.offset + item : item, parameter,
                                    items_table.insert);
      }
    }
    items_table.insert.Run();
  }
  return position;
}

void SqliteWriter::Commit(const Batch& batch, const Carried&, Reply& reply) {
  const int64_t base = batch.raw().columns->offset;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    insert_.Bind(1, ++last_row_);
    int parameter = 1;
    for (const Column& column : columns_) {
      ++parameter;
      const ArrowArray& array = batch.array(column.slot);
      if (column.own_table && !IsNullAt(array, base + row)) {
        const View<List> list = batch.At<List>(column.slot);
        insert_.Bind(parameter, list.end(row) - list.begin(row));
      } else {
        column.writer.Bind(array, base + row, parameter, insert_);
      }
    }
    insert_.Run();
    for (Items& items_table : items_) {
      if (const int64_t n = InsertItems(items_table, batch, row); n > 0) reply.Count(item_rows, n);
    }
  }
  reply.Count(rows, batch.rows());
}

// Made of all texts at once and not as they come: it would otherwise show in the index where the
// run was interrupted and resumed.
void SqliteWriter::MakeIndex() {
  const std::string words = QuotedName(table.get() + "_fts");
  std::string names, places = "?";
  for (const Column& column : columns_) {
    if (!column.indexed) continue;
    names += ", " + QuotedName(column.writer.name());
    places += ", ?";
  }
  database_.Run("CREATE VIRTUAL TABLE " + words + " USING fts5(" + names.substr(2) +
                ", content=" + QuotedText(table.get()) + ", content_rowid='rowid', tokenize='" +
                (index == "trigram" ? "trigram" : "unicode61 remove_diacritics 2") + "')");
  // So many bytes of words are collected before they go to the file as a part of the index; parts
  // are put together only when there are many, which leaves few pages of the file unused.
  const auto set = [&](const char* what, int64_t value) {
    database_.Run("INSERT INTO " + words + "(" + words + ", rank) VALUES ('" + what + "', " +
                  std::to_string(value) + ")");
  };
  set("hashsize", index == "trigram" ? kTrigramsAtOnce : kWordsAtOnce);
  set("automerge", 0);
  sqlite::Statement rows_of = database_.Prepare("SELECT rowid" + names + " FROM " +
                                                QuotedName(table.get()) + " ORDER BY rowid");
  sqlite::Statement insert =
      database_.Prepare("INSERT INTO " + words + " (rowid" + names + ") VALUES (" + places + ")");
  while (rows_of.Step()) {
    if (Cancelled()) throw Error("interrupted", TEXTMILL_CANCELLED);
    insert.Bind(1, rows_of.integer(0));
    for (int i = 1; i < rows_of.columns(); ++i) {
      if (rows_of.type(i) == SQLITE_NULL) {
        insert.BindNull(i + 1);
      } else {
        insert.BindText(i + 1, rows_of.bytes(i));
      }
    }
    insert.Run();
  }
  // As FTS5 has them, for those who add to the database.
  set("automerge", 4);
  set("hashsize", 1 << 20);
}

void SqliteWriter::Finish() {
  insert_ = {};
  for (Items& items_table : items_) items_table.insert = {};
  if (indexed_ > 0) MakeIndex();
  database_.Run("COMMIT");
  database_ = {};
  bool first = true;
  ReadFile([&](std::string_view piece) {
    if (Cancelled()) throw Error("interrupted", TEXTMILL_CANCELLED);
    std::string page;
    if (first && piece.size() >= kPage) {
      // The header counts the transactions, at 24 and at 92.
      page = piece.substr(0, kPage);
      for (const size_t at : {24, 92}) page.replace(at, 4, std::string_view("\0\0\0\1", 4));
      piece.remove_prefix(kPage);
      Write(output_, page);
    }
    first = false;
    Write(output_, piece);
  });
  file_ = {};
  memory_.Set(host(), 0);
}

}  // namespace textmill::write_sqlite
