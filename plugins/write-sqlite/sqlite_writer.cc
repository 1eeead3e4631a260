#include "plugins/write-sqlite/sqlite_writer.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "plugins/lib/io/endings.h"
#include "plugins/lib/sqlite/column_type.h"
#include "textmill/column_choice.hpp"

namespace textmill::write_sqlite {
namespace {

using sqlite::QuotedName;
using sqlite::QuotedText;
using sqlite::SameName;

// Of a database's pages in memory, as Database::Create has it.
constexpr int64_t kMemory = 32 << 20;
constexpr int64_t kWordsAtOnce = 32 << 20;
// Of the file, to read and write at once; its first page, which has the header.
constexpr size_t kPiece = 1 << 20, kPage = 4096;
// Tables that FTS5 makes beside one of its own.
constexpr const char* kShadows[] = {"", "_data", "_idx", "_docsize", "_config", "_content"};

void CheckName(const std::string& name, const std::string& what, const std::string& parameter) {
  const auto refuse = [&](const std::string& why, const char* hint) {
    Error error(why);
    throw parameter.empty() ? error.Column(name).Hint(hint) : error.Parameter(parameter);
  };
  constexpr const char* kHint = "rename it by a step `columns` before this one";
  if (name.empty()) refuse(what + " needs a name", kHint);
  if (name.find('\0') != name.npos)
    refuse("a name with a NUL character cannot be given to " + what, kHint);
}

}  // namespace

SqliteWriter::SqliteWriter() {
  Describe("write.sqlite", "1.0.0",
           "Writes documents or a table to an SQLite database, with a full-text index.");
  Explain(
      "One row a document, in a table with a column for each column; with `from:` it writes the "
      "table of another step. `textmill search FILE.db QUERY` finds documents by their words, "
      "`read.sqlite` reads the database back as it was.\n\n"
      "- Types are declared: TEXT, INTEGER, REAL, BOOLEAN (0 and 1), TIMESTAMP (ISO 8601 in UTC, "
      "as "
      "SQLite's date functions take it), BLOB. Lists, structs and `extra` are JSON text. NaN, "
      "which "
      "SQLite has not, becomes NULL.\n"
      "- `rowid` numbers the rows from 1, in the order of the input.\n"
      "- Entities have a table of their own, `entities`, a row each: `document` (the `rowid` of "
      "their document), `position` in it from 1, and their members; `begin` and `end` are byte "
      "offsets into the text. In the table of documents, `entities` is then their number. `items` "
      "does the same for other lists.\n"
      "- `documents_fts` is the full-text index (FTS5) over the texts, which it does not repeat: "
      "`SELECT id FROM documents WHERE rowid IN (SELECT rowid FROM documents_fts WHERE "
      "documents_fts MATCH 'bridge')`.\n"
      "- The database has one table with its items and its index. What belongs together from "
      "several writers is joined by `ATTACH`.\n"
      "- A row of more than 1,000,000,000 bytes, and whole numbers of 2^63 and more, do not fit: "
      "such a document fails.\n\n"
      "The database is made in the work folder (`--work-folder`), then copied to where it goes: "
      "for "
      "as long as the copy takes it is on the disk twice. It has its name once the run is "
      "complete, "
      "and ends in `.part` until then.",
      "- uses: write.sqlite\n"
      "  with: { path: out/corpus.db }");
}

void SqliteWriter::CheckPath() const {
  const std::string& name = path->value;
  if (name == "-")
    throw Error("a database is a file that is read here and there, and no stream")
        .Parameter("path")
        .Hint("name a file, such as out/corpus.db");
  for (const char* ending : {".gz", ".zst", ".zstd"}) {
    if (io::EndsIn(name, ending))
      throw Error(std::string("a database is not compressed: nobody could open `") + name + "`")
          .Parameter("path")
          .Hint(std::string("leave the ending ") + ending +
                " out, and compress the file afterwards");
  }
}

void SqliteWriter::Bind(Binder& binder) {
  CheckPath();
  output_ = binder.Output(path->value, TEXTMILL_OUTPUT_RAW);
  columns_.clear();
  items_.clear();
  const std::vector<Field>& input = binder.input();
  const auto is_list = [](const Field& field) {
    return field.format == "+l" && field.children.size() == 1;
  };
  for (size_t i = 0; items.present() && i < items->size(); ++i) {
    const std::string subject = "items[" + std::to_string(i) + "]";
    const Field& field = input[static_cast<size_t>(PlaceOf(binder, (*items)[i].value, subject))];
    if (!is_list(field))
      throw Error("the column `" + field.name + "` is " + TypeName(field) + ", not a list",
                  TEXTMILL_WRONG_TYPE)
          .Parameter(subject)
          .Column(field.name);
  }
  for (const int place : ChooseColumns(binder, columns)) {
    const Field& field = input[static_cast<size_t>(place)];
    const bool own_table =
        items.present()
            ? std::any_of(items->begin(), items->end(),
                          [&](const ColumnName& name) { return name.value == field.name; })
            : field.name == TEXTMILL_COLUMN_ENTITIES && is_list(field);
    const int slot = binder.Use(field.name);
    columns_.push_back({ColumnWriter(field),
                        !own_table                         ? sqlite::DeclaredType(field)
                        : field.children[0].format == "+s" ? sqlite::kItemsType
                                                           : sqlite::kPlainItemsType,
                        slot, own_table, false});
    if (own_table) BindItems(field, slot);
  }
  if (columns_.empty()) throw Error("there is no column to write").Parameter("columns");
  BindIndex();
  indexed_ = std::count_if(columns_.begin(), columns_.end(),
                           [](const Column& column) { return column.indexed; });
  for (const Column& column : columns_) {
    if (!column.indexed) continue;
    const Field* field = binder.Find(column.writer.name());
    if (field->format != "u")
      throw Error(
          "the column `" + field->name + "` is " + TypeName(*field) + ", and only text is indexed",
          TEXTMILL_WRONG_TYPE)
          .Parameter("indexed")
          .Column(field->name);
  }
  CheckNames();
}

void SqliteWriter::BindItems(const Field& list, int slot) {
  Field item = list.children[0];
  const bool of_structs = item.format == "+s";
  if (!of_structs) item.name = "value";
  Items made{list.name, slot, of_structs, {}, {}, {}};
  for (const Field& member : of_structs ? item.children : std::vector<Field>{item}) {
    made.members.emplace_back(member);
    made.declared.push_back(sqlite::DeclaredType(member));
  }
  items_.push_back(std::move(made));
}

void SqliteWriter::BindIndex() {
  if (index == "none") {
    if (indexed.given()) throw Error("there is no index, by `index: none`").Parameter("indexed");
    return;
  }
  const auto find = [&](const std::string& name) {
    return std::find_if(columns_.begin(), columns_.end(),
                        [&](const Column& column) { return column.writer.name() == name; });
  };
  if (indexed.present()) {
    for (size_t i = 0; i < indexed->size(); ++i) {
      const std::string& name = (*indexed)[i].value;
      const auto column = find(name);
      if (column == columns_.end())
        throw Error("the column `" + name + "` is not written, and only what is written is indexed")
            .Parameter("indexed[" + std::to_string(i) + "]")
            .Column(name);
      column->indexed = true;
    }
    return;
  }
  for (const char* name : {"title", "text"}) {
    const auto column = find(name);
    if (column != columns_.end() && column->declared == "TEXT") column->indexed = true;
  }
}

// Names that would meet: SQLite compares them without regard to case.
void SqliteWriter::CheckNames() const {
  CheckName(table.get(), "the table", "table");
  std::vector<std::string> tables = {table.get()};
  for (const Items& items_table : items_) tables.push_back(items_table.name);
  for (size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].size() >= 7 && SameName(tables[i].substr(0, 7), "sqlite_"))
      throw Error("the name `" + tables[i] + "` begins as those of SQLite's own tables do")
          .Parameter(i == 0 ? "table" : "items");
    for (size_t k = 0; k < i; ++k) {
      if (SameName(tables[k], tables[i]))
        throw Error("two tables would be called `" + tables[i] + "`").Parameter("table");
    }
    for (const char* shadow : kShadows) {
      if (indexed_ > 0 && SameName(tables[i], table.get() + "_fts" + shadow))
        throw Error("`" + tables[i] + "` is a name that the index takes").Parameter("table");
    }
  }
  const auto check = [](std::vector<std::string> own, const std::string& where, const auto& names) {
    const size_t fixed = own.size();
    for (const std::string& name : names) {
      CheckName(name, "a column", "");
      for (size_t i = 0; i < own.size(); ++i) {
        if (!SameName(own[i], name)) continue;
        throw Error(i < fixed
                        ? "the column `" + name + "` has a name that " + where + " needs itself"
                        : "the columns `" + own[i] + "` and `" + name +
                              "` are one to SQLite, which takes names in any case")
            .Column(name)
            .Hint("choose by `columns:`, or rename one by a step `columns` before this one");
      }
      own.push_back(name);
    }
    if (own.size() > sqlite::kMostColumns)
      throw Error(where + " would have " + std::to_string(own.size()) +
                  " columns, and SQLite takes " + std::to_string(sqlite::kMostColumns))
          .Parameter("columns");
  };
  std::vector<std::string> names, words;
  for (const Column& column : columns_) {
    names.push_back(column.writer.name());
    if (column.indexed) words.push_back(column.writer.name());
  }
  check({"rowid"}, "the table", names);
  check({"rowid", "rank", table.get() + "_fts"}, "the index", words);
  for (const Items& items_table : items_) {
    std::vector<std::string> members;
    for (const ColumnWriter& member : items_table.members) members.push_back(member.name());
    check({"document", "position"}, "the table `" + items_table.name + "`", members);
  }
}

std::string SqliteWriter::Notes() const {
  std::string notes = "writes the table `" + table.get() + "`";
  for (const Items& items_table : items_) notes += ", the table `" + items_table.name + "`";
  if (indexed_ == 0) return notes + " and no index";
  notes += ", and an index of";
  for (const Column& column : columns_) {
    if (column.indexed) notes += " `" + column.writer.name() + "`";
  }
  return notes + " (" + index.get() + ")";
}

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
  set("hashsize", kWordsAtOnce);
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
