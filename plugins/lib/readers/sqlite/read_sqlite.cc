#include "plugins/lib/readers/sqlite/read_sqlite.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>

#include "textmill/conventions.h"

namespace textmill::sqlite {
namespace {

constexpr const char* kDescription =
    R"(Each row is a document, and each column of the table a column of the same name. What
`write.sqlite` wrote comes back as it was, entities and other lists of a table of their
own, too.

**Types** are those that the table declares: TEXT, INTEGER, REAL, BOOLEAN, TIMESTAMP,
BLOB and what `write.sqlite` adds to them, else by the pieces of words that SQLite goes by
(VARCHAR(20) is text). Where a declaration says nothing, as DATE or NUMERIC or that of a
query's `count(*)`, the first 1,000 rows decide. SQLite lets any value be in any column: a
row with a value of another type fails, and the message names its rowid. `types` has the
last word.

**Databases are only read**: a query can neither write nor attach another file. What
other programs have written into a `-wal` file beside the database is read as well. A file
that changed while it was read is reported as failed input; from a damaged one comes
what can be read, and the rest is reported.

Tables with rowids are read by all cores; queries, views and tables WITHOUT ROWID by one.
Several files need the same columns. Compressed databases have to be unpacked first.)";

constexpr const char* kExample =
    R"(- uses: read.sqlite
  with:
    path: library.db
    query: "SELECT isbn AS id, title, blurb AS text, year FROM books ORDER BY isbn"
    types: { year: int }
)";

constexpr std::string_view kMagic("SQLite format 3\0", 16);
constexpr int kSample = 100;  // rows whose mean size is taken

uint64_t SizeOf(const std::vector<Cell>& cells) {
  uint64_t n = 0;
  for (const Cell& cell : cells) n += 8 + cell.bytes.size();
  return n;
}

// What other programs have written and not yet put into the database.
uint64_t WaitingBeside(const std::string& path) {
  struct stat found {};
  return stat((path + "-wal").c_str(), &found) == 0 ? static_cast<uint64_t>(found.st_size) : 0;
}

[[noreturn]] void Blame(const std::string& shown, const Error& error) {
  throw Error("`" + shown + "`: " + error.what(), error.code())
      .Parameter(error.parameter().empty() ? "path" : error.parameter())
      .Hint(error.hint());
}

}  // namespace

bool IsDatabase(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return false;
  try {
    char front[16] = {};
    const size_t n = io::File::Open(path).ReadAt(0, front, sizeof front);
    return std::string_view(front, n) == kMagic;
  } catch (const Error&) {
    return false;
  }
}

ReadSqlite::ReadSqlite() {
  Describe("read.sqlite", "1.0.0", "Reads the rows of a table or a query of an SQLite database.");
  Explain(kDescription, kExample);
}

Database ReadSqlite::OpenFile(uint32_t input) const {
  char front[16] = {};
  const io::File file = io::File::Open(files_.paths[input]);
  const size_t n = file.ReadAt(0, front, sizeof front);
  const std::string_view begin(front, n);
  if (begin.starts_with("\x1F\x8B") || begin.starts_with("\x28\xB5\x2F\xFD"))
    throw Error("it is compressed").Hint("unpack it first: a database is read here and there");
  if (n > 0 && begin != kMagic)
    throw Error("it is no SQLite database").Hint("if it is encrypted, decrypt it first");
  return Database::OpenToRead(files_.paths[input]);
}

ReadSqlite::Opened ReadSqlite::Look(Database& database) const {
  Opened opened;
  opened.rows = ChooseRows(database, table, query);
  const std::vector<StoredColumn>& stored = opened.rows.columns;
  std::vector<bool> taken(stored.size());
  for (const Column& column : columns_) {
    const auto found = std::find_if(stored.begin(), stored.end(), [&](const StoredColumn& one) {
      return SameName(one.field.name, column.stored);
    });
    const auto at = static_cast<int>(found - stored.begin());
    if (found == stored.end() && !column.may_be_absent) {
      std::string names;
      for (const StoredColumn& one : stored) names += (names.empty() ? "" : ", ") + one.field.name;
      throw Error("there is no column `" + column.stored + "`; the columns are " + names,
                  TEXTMILL_NO_COLUMN)
          .Parameter("path");
    }
    opened.from.push_back(found == stored.end() ? -1 : at);
    if (found == stored.end()) continue;
    taken[static_cast<size_t>(at)] = true;
    // A list that has its items elsewhere is either read as that list or not at all.
    if (!found->items_query.empty() && !SameType(found->field, column.field))
      throw Error("the items of `" + column.stored + "` are " + TypeName(found->field) + ", not " +
                  TypeName(column.field));
  }
  for (size_t i = 0; i < stored.size(); ++i) {
    if (!taken[i]) opened.extra.push_back(static_cast<int>(i));
  }
  return opened;
}

// Columns as the table has them; id, text and source first, as all readers have them.
void ReadSqlite::PlanNative(const RowsOf& rows) {
  std::vector<std::pair<std::string, std::string>> renamed = fields.get();  // ours, the table's
  const auto stored_for = [&](const std::string& name) {
    for (const auto& [ours, theirs] : renamed) {
      if (ours == name) return theirs;
    }
    return name;
  };
  const auto find = [&](const std::string& stored) -> const StoredColumn* {
    for (const StoredColumn& column : rows.columns) {
      if (SameName(column.field.name, stored)) return &column;
    }
    return nullptr;
  };
  std::string names;
  for (const StoredColumn& column : rows.columns)
    names += (names.empty() ? "" : ", ") + column.field.name;
  for (const auto& [ours, theirs] : renamed) {
    if (find(theirs) == nullptr)
      throw Error("there is no column `" + theirs + "`; the columns are " + names)
          .Parameter("fields." + ours);
  }
  std::string example = "body";
  for (const StoredColumn& column : rows.columns) {
    if (column.field.format == "u") example = column.field.name;
  }
  for (const char* name : {"id", "text", "source"}) {
    const std::string stored = stored_for(name);
    columns_.push_back(
        {stored, Field{name, "u", {}, {}}, -1, true, false, std::strcmp(name, "text") != 0});
    if (!columns_.back().may_be_absent && find(stored) == nullptr)
      throw Error("there is no column `text` here; the columns are " + names)
          .Parameter("fields")
          .Hint("say which one has the text, as in `fields: { text: " + example + " }`");
  }
  const auto is_source_of = [&](const std::string& stored) {
    return std::any_of(renamed.begin(), renamed.end(),
                       [&](const auto& pair) { return SameName(pair.second, stored); });
  };
  for (const StoredColumn& column : rows.columns) {
    const std::string& name = column.field.name;
    const bool taken = std::any_of(columns_.begin(), columns_.end(),
                                   [&](const Column& one) { return SameName(one.stored, name); });
    if (taken || is_source_of(name)) continue;
    // What `fields` gives the name to counts.
    const bool replaced = std::any_of(renamed.begin(), renamed.end(),
                                      [&](const auto& pair) { return pair.first == name; });
    if (replaced) {
      left_out_.push_back(name);
      continue;
    }
    columns_.push_back({name, column.field, -1, !column.declared, false, false});
  }
  for (const auto& [ours, theirs] : renamed) {
    if (ours == "id" || ours == "text" || ours == "source") continue;
    Field field = find(theirs)->field;
    field.name = ours;
    for (const Column& other : columns_) {
      if (other.field.name == ours)
        throw Error("the column `" + ours + "` is there twice").Parameter("fields." + ours);
    }
    columns_.push_back({theirs, field, -1, false, false, false});
  }
  for (const io::Column& typed : io::PlanColumns({}, types.get(), /*nested=*/true)) {
    if (!typed.declared) continue;
    const auto column = std::find_if(columns_.begin(), columns_.end(), [&](const Column& one) {
      return one.field.name == typed.name;
    });
    if (column == columns_.end())
      throw Error("there is no column `" + typed.name + "`; the columns are " + names)
          .Parameter("types." + typed.name);
    column->field = io::FieldOf(typed);
    column->converts = true;
  }
}

void ReadSqlite::Bind(Binder& binder) {
  columns_.clear();
  left_out_.clear();
  extra_slot_ = -1;
  if (records_) {
    for (const io::Column& column : io::PlanColumns(fields, types.get(), /*nested=*/true))
      columns_.push_back(
          {column.field, io::FieldOf(column), -1, true, !column.declared, column.name != "text"});
  } else {
    if (!table.get().empty() && !query.get().empty())
      throw Error("`table` and `query` both say what is read; leave one out").Parameter("query");
    files_ = io::ExpandInputs(path, {{".db", ".sqlite", ".sqlite3"}, /*standard_input=*/false});
    try {
      Database first = OpenFile(0);
      PlanNative(ChooseRows(first, table, query));
    } catch (const Error& error) {
      Blame(files_.inputs[0].path, error);
    }
  }
  for (Column& column : columns_) column.slot = binder.Produce(Part::kColumns, column.field);
  if (records_) extra_slot_ = binder.Produce(Part::kColumns, io::ExtraField());
  for (OutBase* out : {&id, &text, &source}) out->Enable(false);
}

const std::vector<Input>& ReadSqlite::ListInputs() {
  files_ = io::ExpandInputs(path, {{".db", ".sqlite", ".sqlite3"}, /*standard_input=*/false});
  opened_.assign(files_.paths.size(), nullptr);
  current_ = next_fault_ = 0;
  database_ = {};
  // That files have the columns which are read is settled before the run.
  for (uint32_t i = 0; i < files_.paths.size(); ++i) {
    try {
      Database database = OpenFile(i);
      Look(database);
    } catch (const Error& error) {
      // A file that is damaged is the run's matter; the first one was looked at by Bind.
      if (error.code() == TEXTMILL_NO_COLUMN || !error.parameter().empty())
        Blame(files_.inputs[i].path, error);
    }
  }
  return files_.inputs;
}

std::string ReadSqlite::RangeQuery(const RowsOf& rows) {
  return "SELECT rowid, " + rows.query.substr(7) +
         " WHERE rowid >= ?1 AND rowid <= ?2 ORDER BY rowid";
}

void ReadSqlite::Begin(uint32_t input) {
  database_ = OpenFile(input);
  auto opened = std::make_shared<Opened>(Look(database_));
  opened->identity = io::File::Open(files_.paths[input]).Identify();
  opened->waiting = WaitingBeside(files_.paths[input]);
  if (opened->rows.by_rowid) {
    const std::string from = " FROM " + QuotedName(opened->rows.table);
    Statement range = database_.Prepare("SELECT min(rowid), max(rowid)" + from);
    range.Step();
    opened->first = range.integer(0);
    opened->last = range.integer(1);
    if (range.type(0) == SQLITE_NULL) opened->last = opened->first - 1;  // there are no rows
    opened->base = opened->first < 0 ? static_cast<uint64_t>(opened->first) : 0;
    next_ = opened->first;
    mean_ = opened->last < opened->first ? 1 : MeanBytes(*opened, opened->first, kSample);
    walk_ = database_.Prepare("SELECT rowid" + from +
                              " WHERE rowid >= ?1 ORDER BY rowid LIMIT 1 OFFSET ?2");
  } else {
    next_ = 0;
    walk_ = opened->rows.table.empty() ? PrepareQuery(database_, opened->rows.query)
                                       : database_.Prepare(opened->rows.query);
  }
  // A query that takes long is given up when the run is to end.
  sqlite3_progress_handler(
      database_.get(), 100000,
      [](void* self) { return static_cast<ReadSqlite*>(self)->Cancelled() ? 1 : 0; }, this);
  opened_[input] = std::move(opened);
}

uint64_t ReadSqlite::MeanBytes(const Opened& opened, int64_t from, int rows) {
  Statement sample = database_.Prepare(RangeQuery(opened.rows) + " LIMIT ?3");
  sample.Bind(1, from);
  sample.Bind(2, opened.last);
  sample.Bind(3, int64_t{rows});
  uint64_t bytes = 0, n = 0;
  while (sample.Step()) {
    TakeCells(sample, 1, cells_);
    bytes += SizeOf(cells_);
    ++n;
  }
  return std::max<uint64_t>(1, bytes / std::max<uint64_t>(1, n));
}

void ReadSqlite::MoveOn() {
  ++current_;
  walk_ = {};
  database_ = {};
}

bool ReadSqlite::NextUnit(uint64_t want_bytes, Unit& unit) {
  while (current_ < files_.paths.size()) {
    const uint32_t input = current_;
    try {
      if (!database_.is_open()) Begin(input);
      unit.input = input;
      const bool more =
          opened_[input]->rows.by_rowid ? NextRange(want_bytes, unit) : NextRows(want_bytes, unit);
      if (more) return true;
      MoveOn();
    } catch (const Error& error) {
      const auto at = static_cast<uint64_t>(next_);
      MoveOn();
      if (Cancelled()) throw Error("interrupted", TEXTMILL_CANCELLED);
      if (error.code() == TEXTMILL_NO_MEMORY) throw;
      InputFailed failed("`" + files_.inputs[input].path + "` cannot be read: " + error.what(),
                         input, at);
      failed.Hint(error.hint());
      throw failed;
    }
  }
  return false;
}

bool ReadSqlite::NextRange(uint64_t want_bytes, Unit& unit) {
  const Opened& opened = *opened_[unit.input];
  if (!walk_ || opened.last < opened.first) return false;
  // The mean follows what rows are now.
  mean_ = (mean_ * 7 + MeanBytes(opened, next_, 1)) / 8 + 1;
  const auto rows = static_cast<int64_t>(std::clamp<uint64_t>(want_bytes / mean_, 1, 1000000));
  walk_.Bind(1, next_);
  walk_.Bind(2, rows);
  const bool goes_on = walk_.Step();
  const int64_t after = goes_on ? walk_.integer(0) : 0;
  walk_.Reset();
  const auto place = [&](int64_t rowid) { return static_cast<uint64_t>(rowid) - opened.base; };
  unit.begin = place(next_);
  unit.end = goes_on ? place(after) : place(opened.last) + 1;
  const double share = static_cast<double>(unit.end - place(opened.first)) /
                       static_cast<double>(place(opened.last) - place(opened.first) + 1);
  unit.consumed = static_cast<uint64_t>(share * static_cast<double>(opened.identity.bytes));
  if (goes_on) {
    next_ = after;
  } else {
    walk_ = {};
  }
  return true;
}

bool ReadSqlite::NextRows(uint64_t want_bytes, Unit& unit) {
  if (!walk_) return false;
  unit.begin = static_cast<uint64_t>(next_);
  Buffer packed;
  while (packed.size() < want_bytes) {
    if (Cancelled()) throw Error("interrupted", TEXTMILL_CANCELLED);
    if (!walk_.Step()) {
      walk_ = {};
      break;
    }
    TakeCells(walk_, 0, cells_);
    PackRow(cells_, packed);
    ++next_;
  }
  if (packed.size() == 0) return false;
  unit.end = static_cast<uint64_t>(next_);
  // What a query reads of its file is not known.
  unit.consumed = walk_ ? 0 : opened_[unit.input]->identity.bytes;
  unit.has_payload = true;
  unit.payload = std::move(packed);
  return true;
}

std::vector<AccountNumber> ReadSqlite::Account() const {
  std::vector<AccountNumber> account = io::AccountOf(files_);
  for (const std::string& name : left_out_)
    account.push_back({"columns left out, as `fields` gives their names to others", name, 1});
  return account;
}

bool ReadSqlite::NextFault(uint32_t& input, std::string& why) {
  for (; next_fault_ < opened_.size(); ++next_fault_) {
    if (opened_[next_fault_] == nullptr) continue;
    bool same = false;
    try {
      const std::string& path = files_.paths[next_fault_];
      same = io::File::Open(path).Identify() == opened_[next_fault_]->identity &&
             WaitingBeside(path) == opened_[next_fault_]->waiting;
    } catch (const Error&) {
    }
    if (same) continue;
    input = next_fault_++;
    why = "it changed while it was read";
    return true;
  }
  return false;
}

}  // namespace textmill::sqlite
