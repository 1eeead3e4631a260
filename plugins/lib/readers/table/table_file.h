// A table that is read as a whole, beside the documents: CSV, JSON Lines, JSON, Parquet, Arrow or a
// table of an SQLite database, by its name's ending, with the bundled readers. One thread at a
// time.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_TABLE_TABLE_FILE_H_
#define TEXTMILL_PLUGINS_LIB_READERS_TABLE_TABLE_FILE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugins/lib/readers/table/table_rows.h"
#include "textmill/source.hpp"

namespace textmill::readers {

class TableFile {
 public:
  // What is asked for: the name in the header or the field of the object (with dots for objects
  // inside), and its type as `types:` of the readers has it; "" for the type that the column has,
  // and strings where it has none.
  struct Wanted {
    std::string field, type;
  };
  // One that it has, and its own type, "" where it has none.
  struct Column {
    std::string name, type;
    bool taken =
        true;  // with all columns; not, if it is in another, or no text can hold its values
  };
  // What the user said of it, beside its name.
  struct Said {
    std::optional<std::string> separator;          // of CSV
    std::vector<std::string> encoding = {"auto"};  // as the readers have it
    std::string table, query;                      // of a database
  };

  // Opens nothing.
  TableFile(std::string path, Said said);

  bool is_database() const { return kind_ == Kind::kSqlite; }
  // All but JSON have the names of columns in one place.
  bool has_header() const { return kind_ != Kind::kJsonl && kind_ != Kind::kJson; }
  // Reads no more than it needs. Throws Error.
  std::vector<Column> Header() const;
  // The columns' types. Throws Error where a type is unknown or does not go with the file.
  std::vector<Field> Types(const std::vector<Wanted>& wanted) const;
  // All rows. A record that is not valid is an Error, which names its place.
  void Read(const std::vector<Wanted>& wanted, const std::function<void(TableRows)>& take) const;
  // "people.csv:12", of a record. Where the file is not UTF-8, its byte in UTF-8 instead of the
  // line; "people.db (row 12)" of what has no lines.
  std::string Place(uint64_t offset) const;

 private:
  enum class Kind { kCsv, kJsonl, kJson, kParquet, kArrow, kSqlite };
  static Kind KindOf(const std::string& path);
  bool HasColumnsWithTypes() const { return kind_ == Kind::kParquet || kind_ == Kind::kArrow; }
  std::shared_ptr<Source> MakeReader(const std::vector<Wanted>& wanted) const;

  const std::string path_;
  const Said said_;
  const Kind kind_;
};

}  // namespace textmill::readers

#endif  // TEXTMILL_PLUGINS_LIB_READERS_TABLE_TABLE_FILE_H_
