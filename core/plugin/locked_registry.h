// A registry of those plugins alone that a lock file holds.
#ifndef CORE_PLUGIN_LOCKED_REGISTRY_H_
#define CORE_PLUGIN_LOCKED_REGISTRY_H_

#include <string>
#include <vector>

#include "core/plugin/lock.h"
#include "core/plugin/registry.h"

namespace textmill::core {

// As Registry::Load, but no code of a file that the lock does not hold, to the byte, is run: such a
// file is refused. To be called by one thread at a time, as Registry::Load is.
Registry LoadLocked(const std::vector<std::string>& folders, const Lock& lock);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_LOCKED_REGISTRY_H_
