// What yaml-cpp says about a text that is not YAML, said so that people can correct it.
#ifndef CORE_PIPELINE_YAML_ERROR_H_
#define CORE_PIPELINE_YAML_ERROR_H_

#include <cstddef>
#include <optional>
#include <string>

#include "core/pipeline/problem.h"
#include "core/pipeline/yaml/source_text.h"

namespace textmill::core {

// What was read before the error; bytes of the text.
struct YamlTrail {
  std::optional<size_t> open_flow;    // the innermost `[` or `{` that is not closed yet
  std::optional<size_t> last_scalar;  // where the last scalar begins
  size_t last_scalar_end = 0;
};

// `message` is one of yaml-cpp's; `offset` is where it says that the error is.
Problem ExplainYamlError(const SourceText& source, const std::string& message, size_t offset,
                         const YamlTrail& trail);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_YAML_ERROR_H_
