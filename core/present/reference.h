// The reference pages of stages, in Markdown, written from what the stages say about themselves.
//
// The same stages give the same bytes: no paths, times or plugin order in them.
#ifndef CORE_PLUGIN_REFERENCE_H_
#define CORE_PLUGIN_REFERENCE_H_

#include <string>
#include <vector>

#include "core/plugin/registry.h"
#include "core/result.h"

namespace textmill::core {

struct Page {
  std::string file;  // "dedup.md"
  std::string text;
};

// README.md, with all stages, then a page for each family: what is before the point of a
// stage's name; last, functions.md with the functions of expressions.
std::vector<Page> ReferencePages(const Registry& registry);

// Writes the pages into a folder that exists. Other files in it stay as they are. Nothing is
// written where the pages there describe a stage that no plugin has, which would get lost: of a
// library, say, that this build was made without.
Status WriteReference(const Registry& registry, const std::string& folder);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_REFERENCE_H_
