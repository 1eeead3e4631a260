// The columns a reader of records makes, as the parameters `fields` and `types` settle them.
#ifndef TEXTMILL_PLUGINS_IO_COLUMNS_H_
#define TEXTMILL_PLUGINS_IO_COLUMNS_H_

#include <string>
#include <vector>

#include "plugins/lib/io/typed_value.h"
#include "textmill/stage.hpp"

namespace textmill::io {

struct Column {
  std::string name;   // in the batch
  std::string field;  // where a record has it
  ValueType type = ValueType::kString;
  bool declared = false;  // by `fields` or `types`
  int slot = -1;          // in the batch
  bool needed = false;    // a record without it is no document
  bool scalars = false;   // of kString: numbers and bools of JSON are taken, as they are written
  Field nested;           // of kNested: the list or object
};

// The first columns are always these, in this order; declared ones follow.
enum : size_t { kId, kText, kSource, kTitle, kUrl, kDate, kFirstDeclared };

// The parameter `types`.
ParamSpec TypesParam(std::string doc);

// A type makes a column of its own, too: `types: {year: int}` reads the field `year`. Throws Error
// with the parameter to blame. `nested`: whether the reader knows lists and objects; then a
// declared column `entities` is one of entities, unless `types` says otherwise.
std::vector<Column> PlanColumns(const Map<std::string>& fields, const Value& types, bool nested);

// Of a table that goes with documents, and is not one itself: its rows need no text, and what
// should be a string may be a number.
void TakeTableRows(std::vector<Column>& columns);

Field FieldOf(const Column& column);
Field ExtraField();

// The builders of a batch's rows, by column.
void AppendValue(const Column& column, const TypedValue& value, Builder& to);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_COLUMNS_H_
