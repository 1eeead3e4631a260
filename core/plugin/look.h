// What plugins say about themselves, found out in a child process: their code runs there alone, so
// that one which crashes, leaves or never comes back while it is loaded costs nobody but itself.
//
// To be called while the process has a single thread.
#ifndef CORE_PLUGIN_LOOK_H_
#define CORE_PLUGIN_LOOK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/plugin/completeness.h"
#include "core/plugin/plugin_file.h"
#include "core/plugin/stage_list.h"
#include "core/result.h"

namespace textmill::core {

struct Looked {
  Status status = Error{"it was not looked at"};  // why it is refused
  std::string name, version;                      // of the plugin
  std::vector<ListedStage> stages;
};

// Loads each and checks that it is complete. One child for all of them, and another one after each
// that did not come back, and for each that cannot be loaded beside those before it.
std::vector<Looked> LookAt(const std::vector<PluginFile*>& files);

// The same for one, in this process, where it stays.
struct CompletePlugin {
  const textmill_plugin* plugin;
  UsableStages usable;
};
Result<CompletePlugin> LoadComplete(PluginFile* file);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_LOOK_H_
