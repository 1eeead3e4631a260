// YAML as a tree of nodes that know their places.
//
// yaml-cpp scans the text and gives events; what it lets pass without a word (keys given twice,
// quotes never closed, a second document, aliases of themselves) is caught here. Anchors and
// aliases are copied out, so that a tree is just a tree; its size is bounded.
#ifndef CORE_PIPELINE_YAML_TREE_H_
#define CORE_PIPELINE_YAML_TREE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/problem.h"
#include "core/pipeline/yaml/yaml_node.h"

namespace textmill::core {

inline constexpr size_t kMostYamlNodes = 20000;
inline constexpr size_t kDeepestYaml = 64;

// Reads `text`; `file` is what places call it. Returns nothing where the text cannot be read
// further; a tree with problems in it is still returned, so that checks go on. A text without any
// content is a null node.
std::optional<YamlNode> ReadYaml(const std::string& text, const std::string& file,
                                 std::vector<Problem>* problems);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_YAML_TREE_H_
