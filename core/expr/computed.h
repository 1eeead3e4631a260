// A value that has to be worked out: a checked call of a function, a calculation, or a condition
// that is used as a value. Immutable once made, so any thread may compute it.
#ifndef CORE_EXPR_COMPUTED_H_
#define CORE_EXPR_COMPUTED_H_

#include <memory>
#include <vector>

#include "core/expr/condition.h"
#include "core/expr/function.h"
#include "core/table/column.h"

namespace textmill::core::expr {

struct ItemScope;

struct Computed {
  enum class Kind { kColumn, kLength, kFixed, kTruth, kCall };
  Kind kind = Kind::kFixed;
  Field type;       // of the value; its name is of no meaning. Format "n": null, always
  Operand operand;  // of kColumn and kLength
  Array fixed;      // of kFixed: one row
  Condition truth;  // of kTruth
  const Function* function = nullptr;       // of kCall
  std::vector<Computed> parts;              // of kCall: its arguments, but for what is in `items`
  std::shared_ptr<const re2::RE2> pattern;  // of an argument that is a pattern
  std::shared_ptr<const ItemScope> items;   // of a call that looks at the items of parts[0]
};

// What a condition or value on the items of a list is checked against. Its columns are the members
// of an item (or the item itself, called `item`), then those of the document.
struct ItemScope {
  size_t members = 0;              // how many columns are of the item
  bool whole = false;              // the item has no members: it is the one column
  std::vector<int> outer;          // places of the others in the document's columns
  std::vector<Field> outer_types;  // of those
  std::vector<int> uses;           // places, here, of the columns that are needed
  std::vector<Computed> computed;  // what comes after the columns, in this order
  Computed value;
};

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_COMPUTED_H_
