// Finds the columns that an expression names. Pure functions; any thread.
#ifndef CORE_EXPR_NAMES_H_
#define CORE_EXPR_NAMES_H_

#include <optional>
#include <string_view>
#include <vector>

#include "core/expr/ast.h"
#include "core/expr/literal.h"

namespace textmill::core::expr {

inline bool IsName(const Node& node) {
  return node.kind == Node::Kind::kColumn || node.kind == Node::Kind::kLength;
}

// Whether `node` names a column of text.
bool IsTextColumn(const Node& node, const Schema& columns);

// What `node`, a column or its length, means; nothing after an error. `beside_text`: it is
// compared with text, which its writer may have meant it to be, too.
std::optional<Value> Resolve(const Node& node, std::string_view expression, const Schema& columns,
                             bool beside_text, std::vector<ExprError>* errors);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_NAMES_H_
