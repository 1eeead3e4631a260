// Plugins and stages described for a terminal: what `textmill plugins` prints.
//
// Any thread may call.
#ifndef CORE_PLUGIN_DESCRIBE_H_
#define CORE_PLUGIN_DESCRIBE_H_

#include <string>

#include "core/plugin/registry.h"

namespace textmill::core {

// Every plugin with its stages, then those that were refused, and why.
std::string DescribePlugins(const Registry& registry);

// The files that the plugins came from: path, version, build id, SHA-256; then those refused.
std::string DescribeFiles(const Registry& registry);

// All that there is to know of one stage; `stage` is one of the registry's.
std::string DescribeStage(const Registry& registry, const textmill_stage& stage);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_DESCRIBE_H_
