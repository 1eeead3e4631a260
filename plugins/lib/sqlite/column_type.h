// Types of columns, as a table of SQLite declares them and as we have them.
//
// TEXT, INTEGER, REAL, BOOLEAN, TIMESTAMP and BLOB are utf8, int64, float64, bool, timestamp and
// binary; UINT8, INT32, UINT32, UINT64 and FLOAT32 the numbers of other widths; JSON is utf8 that
// is JSON, as `extra` is. "list<{begin: int, type: string}>" is a list or a struct, kept as JSON
// text. ITEMS INTEGER is a list whose items are rows of a table of the column's name; the number is
// how many.
//
// SQLite takes any words for a type. What it does with values goes by pieces of the words: INT
// makes whole numbers, REAL and FLOA numbers, TEXT text, BLOB nothing; the others leave text that
// is no number as it is.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_SQLITE_COLUMN_TYPE_H_
#define TEXTMILL_PLUGINS_LIB_SQLITE_COLUMN_TYPE_H_

#include <optional>
#include <string>
#include <string_view>

#include "textmill/type.hpp"

namespace textmill::sqlite {

// Of the column that says how many items a row has in their own table.
inline constexpr const char* kItemsType = "ITEMS INTEGER";
// The same, where an item is one value and no struct.
inline constexpr const char* kPlainItemsType = "PLAIN ITEMS INTEGER";

// As it is written in CREATE TABLE.
std::string DeclaredType(const Field& field);

// The type that these words mean, ours or those of other programs; nothing where they do not say
// what is in the column, as none, NUMERIC and DATE do not. The field has no name.
std::optional<Field> TypeDeclared(std::string_view words);

}  // namespace textmill::sqlite

#endif  // TEXTMILL_PLUGINS_LIB_SQLITE_COLUMN_TYPE_H_
