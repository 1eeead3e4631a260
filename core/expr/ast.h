// An expression as it is written, before anything is known of columns.
#ifndef CORE_EXPR_AST_H_
#define CORE_EXPR_AST_H_

#include <string>
#include <vector>

namespace textmill::core::expr {

enum class Op { kEq, kNe, kLt, kLe, kGt, kGe };

struct Node {
  enum class Kind {
    kError,   // could not be read; errors were given
    kColumn,  // called `text`
    kLength,  // of the column `text`
    kCall,    // of the function `text`; parts: its arguments
    kArith,   // `text` is + - * / or %; parts: left, right
    kMinus,   // parts: one
    kText,    // `text`
    kNumber,  // `text`, as written
    kTrue,
    kFalse,
    kNull,
    kCompare,  // parts: left, right
    kIn,       // parts: what is looked for, then the list's items
    kMatches,  // parts: what is looked at, the pattern
    kIsNull,   // parts: one
    kNot,      // parts: one
    kAnd,      // parts: two or more
    kOr        // parts: two or more
  };
  static constexpr size_t kNone = static_cast<size_t>(-1);

  Kind kind = Kind::kError;
  size_t begin = 0, end = 0;  // bytes of the expression
  std::string text;
  bool plain = true;          // of a name: it needs no backquotes, or has them
  size_t odd_escape = kNone;  // of kText: place of an escape sequence for patterns alone
  Op op = Op::kEq;            // of kCompare
  std::vector<Node> parts;
};

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_AST_H_
