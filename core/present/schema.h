// The JSON Schema (draft 7) of pipelines, for editors: completion, descriptions, and what is wrong
// while one types. What `textmill schema` prints.
//
// It is a little more lenient than the check of a pipeline: what it refuses is wrong, but it cannot
// know columns, files, expressions or ids. Any thread may call.
#ifndef CORE_PLUGIN_SCHEMA_H_
#define CORE_PLUGIN_SCHEMA_H_

#include <string>

#include "core/plugin/registry.h"

namespace textmill::core {

std::string PipelineSchema(const Registry& registry);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_SCHEMA_H_
