// The conditions of `keep:` and `when:`, and the values of `set:`, in their places.
#ifndef CORE_PIPELINE_CONDITION_H_
#define CORE_PIPELINE_CONDITION_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/expr/expr.h"
#include "core/pipeline/draft/known_columns.h"
#include "core/pipeline/yaml/yaml_node.h"

namespace textmill::core {

// Compiles the scalar `node` against the columns at its step. Returns NULL when something is wrong
// with it, or when it may be right but cannot be compiled because too little is known of the
// columns; only the former is reported. `where_from` gives a hint on a column that is not there.
std::unique_ptr<Expression> CompileCondition(
    const YamlNode& node, const KnownColumns& columns,
    const std::function<std::string(const ExprError& error)>& where_from,
    std::vector<Problem>* problems);

// The same for the value of a column.
std::unique_ptr<Expression> CompileValue(
    const YamlNode& node, const KnownColumns& columns,
    const std::function<std::string(const ExprError& error)>& where_from,
    std::vector<Problem>* problems);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_CONDITION_H_
