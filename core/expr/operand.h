// Reads the parts of an expression that nest nothing: names, literals and lists. What looks like a
// function and is not one of ours is an error that says what to write.
#ifndef CORE_EXPR_OPERAND_H_
#define CORE_EXPR_OPERAND_H_

#include "core/expr/ast.h"
#include "core/expr/cursor.h"

namespace textmill::core::expr {

// A node without parts, of a token.
Node LeafOf(Node::Kind kind, const Token& token);

// A column's name, with or without `.length`; the cursor is at a name.
Node ReadName(Cursor* at);

// A text, a number, true, false, or null. A node of kError, with nothing taken, if there is none.
Node ReadLiteral(Cursor* at);

// The list after `in`; its items become parts of `in`, whose first part was looked for.
void ReadList(Cursor* at, Node* in);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_OPERAND_H_
