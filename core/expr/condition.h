// A checked expression: names have become places in the schema, literals values of the type that
// they are compared with. Immutable once made, so any thread may evaluate it.
#ifndef CORE_EXPR_CONDITION_H_
#define CORE_EXPR_CONDITION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/expr/ast.h"
#include "core/expr/expr.h"
#include "textmill/print.hpp"

namespace re2 {
class RE2;
}

namespace textmill::core::expr {

// Nanoseconds since 1970: holds every timestamp of every unit.
using Nanos = __int128;
using Number = std::variant<int64_t, uint64_t, double, Nanos>;

struct Operand {
  enum class Kind { kColumn, kLength, kConstant };
  Kind kind = Kind::kConstant;
  int column = -1;                       // of kColumn, kLength
  ValueKind type = ValueKind::kUnknown;  // of the column
  Number number = int64_t{0};            // of kConstant: bools are 0 and 1
  std::string text;                      // of kConstant
};

struct Condition {
  enum class Kind {
    kConstant,        // `constant`
    kAnd,             // of `parts`
    kOr,              // of `parts`
    kNot,             // of parts[0]
    kFlag,            // the bool column `left`
    kIsNull,          // the column `left`
    kCompareNumbers,  // left op right; a constant is on the right
    kCompareTexts,    // the same
    kTextIn,          // `left` is one of `texts`
    kMatches          // `pattern` is found in `left`
  };
  Kind kind = Kind::kConstant;
  Truth constant = Truth::kNull;
  std::vector<Condition> parts;
  Op op = Op::kEq;
  Operand left, right;
  std::vector<std::string> texts;  // sorted
  std::shared_ptr<const re2::RE2> pattern;
};

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_CONDITION_H_
