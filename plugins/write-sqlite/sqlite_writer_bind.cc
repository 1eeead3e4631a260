// write.sqlite before the run: what is written to which table, and names that would not do.
#include <algorithm>

#include "plugins/lib/io/endings.h"
#include "plugins/lib/sqlite/column_type.h"
#include "plugins/write-sqlite/sqlite_writer.h"
#include "textmill/column_choice.hpp"

namespace textmill::write_sqlite {
namespace {

using sqlite::SameName;

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

}  // namespace textmill::write_sqlite
