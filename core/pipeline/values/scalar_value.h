// One scalar of a pipeline as the value of a parameter.
//
// Looks at the file system where a parameter names a file to be read. Any thread.
#ifndef CORE_PIPELINE_SCALAR_VALUE_H_
#define CORE_PIPELINE_SCALAR_VALUE_H_

#include <optional>
#include <string>

#include "core/pipeline/yaml/yaml_node.h"
#include "textmill/abi.h"

namespace textmill::core {

struct ScalarProblem {
  std::string what;  // goes on after the parameter's name: ": expected a number, not `x`"
  std::string hint;
};

// Types `node` as one of the types that `param` takes, and checks its range or choices. Words in
// quotes are text where the parameter takes text. The string of `value` is left empty: where the
// type has one it is the node's text. Whether there is such a column is not looked at.
std::optional<ScalarProblem> ReadScalar(const textmill_param_info& param, const YamlNode& node,
                                        textmill_value* value);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_SCALAR_VALUE_H_
