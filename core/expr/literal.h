// Types and values: what may be compared with what, literals as values of a column's type, and
// whether a column can ever have a value. Pure functions; any thread.
#ifndef CORE_EXPR_LITERAL_H_
#define CORE_EXPR_LITERAL_H_

#include <optional>
#include <string>

#include "core/expr/ast.h"
#include "core/expr/condition.h"
#include "core/table/column.h"

namespace textmill::core::expr {

// What a column's type comes down to.
enum class Group { kText, kNumber, kTruth, kTime, kList, kOther };

Group GroupOf(const Field& field);
inline bool IsComparable(Group group) { return group < Group::kList; }

// A column, or its length.
struct Value {
  std::string source;  // as it is written
  const Field* field = nullptr;
  Group group = Group::kOther;
  Operand operand = {};
};

// For people: "text", "a number", "a list".
std::string Describe(const Value& value);

// What is wrong, without its place.
struct Trouble {
  std::string message, hint;
};

// Whether the two columns may be compared by `op`.
std::optional<Trouble> CompareColumns(const Value& left, Op op, const Value& right);

// `literal`, written `source`, as a value that can be compared with `column`. A decimal beside a
// float32 column is rounded as the column's values are, so that 0.7 equals what is printed as 0.7.
std::optional<Trouble> MakeConstant(const Value& column, const Node& literal,
                                    const std::string& source, Operand* constant);

// Where all values of a text column are known: whether `text` is not one of them, or none matches.
std::optional<Trouble> NeverOccurs(const Value& column, const std::string& text);
std::optional<Trouble> NeverMatches(const Value& column, const re2::RE2& pattern,
                                    const std::string& source);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_LITERAL_H_
