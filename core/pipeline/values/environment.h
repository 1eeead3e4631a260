// `${NAME}` and `${NAME:-default}` in the values of a pipeline.
//
// As in a shell, the default also replaces a variable that is set but empty. `$$` is a dollar
// sign, and so is a `$` before anything else. The environment is read, never changed.
//
// In an expression (`keep:`, `when:`, `set:`) a value stays a value: within quotation marks it is
// text whatever characters it has, elsewhere it has to be a number, a date, `true` or `false`.
#ifndef CORE_PIPELINE_ENVIRONMENT_H_
#define CORE_PIPELINE_ENVIRONMENT_H_

#include <map>
#include <string>
#include <vector>

#include "core/pipeline/yaml/yaml_node.h"

namespace textmill::core {

// Replaces variables in all scalars of the tree, keys excepted. A scalar in which that fails
// becomes YamlNode::Kind::kUnknown. `used`, where given, gets the variables and their
// values.
void SubstituteEnvironment(YamlNode* tree, std::vector<Problem>* problems,
                           std::map<std::string, std::string>* used = nullptr);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_ENVIRONMENT_H_
