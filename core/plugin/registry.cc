#include "core/plugin/registry.h"

#include <algorithm>
#include <cstring>

namespace textmill::core {

Registry Registry::Of(const std::vector<const textmill_plugin*>& plugins) {
  Registry registry;
  for (const textmill_plugin* plugin : plugins) registry.plugins_.push_back({"", plugin});
  return registry;
}

const textmill_stage* Registry::Find(const std::string& name) const {
  for (const LoadedPlugin& loaded : plugins_) {
    for (uint64_t i = 0; i < loaded.plugin->n_stages; ++i) {
      if (name == loaded.plugin->stages[i]->info->name) return loaded.plugin->stages[i];
    }
  }
  return nullptr;
}

const LoadedPlugin& Registry::PluginOf(const textmill_stage& stage) const {
  for (const LoadedPlugin& loaded : plugins_) {
    for (uint64_t i = 0; i < loaded.plugin->n_stages; ++i) {
      if (loaded.plugin->stages[i] == &stage) return loaded;
    }
  }
  static const LoadedPlugin kNone;
  return kNone;
}

std::vector<const textmill_stage*> Registry::Stages() const {
  std::vector<const textmill_stage*> stages;
  for (const LoadedPlugin& loaded : plugins_) {
    for (uint64_t i = 0; i < loaded.plugin->n_stages; ++i)
      stages.push_back(loaded.plugin->stages[i]);
  }
  std::sort(stages.begin(), stages.end(), [](const textmill_stage* a, const textmill_stage* b) {
    return std::strcmp(a->info->name, b->info->name) < 0;
  });
  return stages;
}

}  // namespace textmill::core
