// Values as SQLite stores them, and rows of them as bytes: what a query gives is read once, in
// order, and turned into documents elsewhere.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_SQLITE_CELL_H_
#define TEXTMILL_PLUGINS_LIB_READERS_SQLITE_CELL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/sqlite/database.h"
#include "textmill/buffer.hpp"

namespace textmill::sqlite {

struct Cell {
  int type = SQLITE_NULL;  // SQLITE_INTEGER, _FLOAT, _TEXT, _BLOB
  int64_t integer = 0;
  double real = 0;
  std::string_view bytes;  // borrowed from the statement or from the packed row
};

// Those of the row that the statement came to, but for the first `skip`.
void TakeCells(const Statement& row, int skip, std::vector<Cell>& cells);

void PackRow(const std::vector<Cell>& cells, Buffer& to);
// Takes the next row off `packed`; false at its end.
bool UnpackRow(std::string_view& packed, std::vector<Cell>& cells);

// For messages: "text", "a whole number", ...
const char* KindOf(const Cell& cell);

// Members of an object, for the record of a document that failed: "name":value,...
void AppendJsonMember(std::string_view name, const Cell& cell, Buffer& to);

}  // namespace textmill::sqlite

#endif  // TEXTMILL_PLUGINS_LIB_READERS_SQLITE_CELL_H_
