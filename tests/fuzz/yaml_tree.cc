// The YAML reader: any bytes are a tree, or problems whose places are in the text.
#include "core/pipeline/yaml/yaml_tree.h"

#include "tests/fuzz/fuzz.h"

namespace textmill::fuzz {

TEXTMILL_FUZZ(yaml_tree) {
  std::vector<core::Problem> problems;
  const auto tree = core::ReadYaml(std::string(input), "p", &problems);
  Expect(tree.has_value() || !problems.empty(), "a text without a tree has a problem");
  for (const core::Problem& problem : problems) Expect(!problem.message.empty(), "it is said");
}

}  // namespace textmill::fuzz
