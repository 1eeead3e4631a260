// `${NAME}` and `${NAME:-default}` in the values of a pipeline.
//
// As in a shell, the default also replaces a variable that is set but empty. `$$` is a dollar
// sign, and so is a `$` before anything else. The environment is read, never changed.
//
// `${PIPELINE_FOLDER}` is not a variable of the environment but the folder that the pipeline's file
// is in, so that a pipeline finds what is beside it from wherever it is run. A default may hold it.
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

// Replaces variables in all scalars of the tree, keys excepted. `folder` is the pipeline's. A
// scalar in which that fails becomes YamlNode::Kind::kUnknown. `used`, where given, gets the
// variables of the environment and their values.
void SubstituteEnvironment(const std::string& folder, YamlNode* tree,
                           std::vector<Problem>* problems,
                           std::map<std::string, std::string>* used = nullptr);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_ENVIRONMENT_H_
