// Gives values of a database to the builder of one column. Two steps, since a row that fails leaves
// nothing in the builders: Check, and once the whole row is good, Append.
//
// A reader belongs to one thread.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_SQLITE_COLUMN_READER_H_
#define TEXTMILL_PLUGINS_LIB_READERS_SQLITE_COLUMN_READER_H_

#include <string>

#include "plugins/lib/readers/sqlite/cell.h"
#include "textmill/builder.hpp"
#include "textmill/type.hpp"

namespace textmill::sqlite {

class ColumnReader {
 public:
  // `converts`: somebody asked for this type, so that text is read as a number, and a number taken
  // as text.
  ColumnReader(Field field, bool converts) : field_(std::move(field)), converts_(converts) {}

  const Field& field() const { return field_; }
  // "" where the value fits, else why not: "is text, not a whole number".
  std::string Check(const Cell& cell);
  // Of a value that was checked.
  void Append(const Cell& cell, Builder& to);

 private:
  std::string CheckJson(const Cell& cell);
  // JSON with what its reader may look at after its end.
  std::string_view Padded(std::string_view json);

  Field field_;
  bool converts_;
  std::string padded_;
};

}  // namespace textmill::sqlite

#endif  // TEXTMILL_PLUGINS_LIB_READERS_SQLITE_COLUMN_READER_H_
