// Gives the values of one column to a statement. Does not change once made; any thread.
#ifndef PLUGINS_WRITE_SQLITE_COLUMN_WRITER_H_
#define PLUGINS_WRITE_SQLITE_COLUMN_WRITER_H_

#include <string>

#include "plugins/lib/sqlite/database.h"
#include "textmill/json.hpp"

namespace textmill::write_sqlite {

class ColumnWriter {
 public:
  explicit ColumnWriter(const Field& field)
      : kind_(KindOf(field.format)), name_(field.name), json_(field) {}

  // Row `i` counts from the array's own beginning. The bytes of texts are borrowed until the
  // statement has run.
  void Bind(const ArrowArray& array, int64_t i, int parameter, sqlite::Statement& to) const;
  // How many bytes the value has, lists and structs aside; -1 for a number that SQLite cannot hold.
  int64_t Measure(const ArrowArray& array, int64_t i) const;
  const std::string& name() const { return name_; }

 private:
  ValueKind kind_;
  std::string name_;
  JsonValue json_;
};

}  // namespace textmill::write_sqlite

#endif  // PLUGINS_WRITE_SQLITE_COLUMN_WRITER_H_
