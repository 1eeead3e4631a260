// The files that `textmill new-plugin` writes from, compiled in: what stands in sdk/examples and
// sdk/template. core/CMakeLists.txt makes templates.cc of them.
#ifndef CORE_CLI_TEMPLATES_H_
#define CORE_CLI_TEMPLATES_H_

#include <string_view>

namespace textmill::core {

struct TemplateFile {
  std::string_view path;  // in sdk/: "examples/map.cc"
  std::string_view text;
};

// In any order; ends with an entry without a path.
extern const TemplateFile kTemplates[];

}  // namespace textmill::core

#endif  // CORE_CLI_TEMPLATES_H_
