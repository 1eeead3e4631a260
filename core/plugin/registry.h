// All plugins that were found, and all that were refused.
//
// Made once at start-up, while the process has a single thread. A plugin is loaded when one of its
// stages is asked for: what a pipeline does not use cannot hurt it. Which stages it has is in its
// file (stage_list.h), or is found out in a child process; and before one that is no part of the
// installation is loaded into this process it was loaded into a child. The methods load, so that
// one thread may call them, before there are others. Libraries stay loaded until the process ends.
#ifndef CORE_PLUGIN_REGISTRY_H_
#define CORE_PLUGIN_REGISTRY_H_

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/plugin/look.h"
#include "core/plugin/plugin_file.h"
#include "core/result.h"
#include "textmill/abi.h"

namespace textmill::core {

struct Lock;

struct LoadedPlugin {
  std::string path;
  const textmill_plugin* plugin = nullptr;
  std::vector<const textmill_stage*> stages;  // those that can be used
  std::vector<PassedOver> passed_over;        // and those that cannot
};

struct RefusedPlugin {
  std::string path;
  std::string reason;  // a sentence
};

class Registry {
 public:
  // Looks into the folders in this order; of two stages with one name the first wins, and the
  // plugin with the second is refused. Folders that do not exist are passed over. Where there is a
  // `lock`, no code of a file is run that it does not hold to the byte: such a file is refused.
  enum class Looking { kInChild, kHere };  // kHere: loads all at once, for a process that may crash
  static Registry Load(const std::vector<std::string>& folders, const Lock* lock = nullptr,
                       Looking looking = Looking::kInChild);

  // Plugins that are part of the program: for tests, which need no file then.
  static Registry Of(const std::vector<const textmill_plugin*>& plugins);

  // Where to look: `given` (--plugin-path), TEXTMILL_PLUGIN_PATH (colon-separated), the user's
  // folder (XDG_DATA_HOME or ~/.local/share, then textmill/plugins), and the folders that belong to
  // the program (plugins/ beside it, or ../lib/textmill/plugins). Never the current directory.
  static std::vector<std::string> Folders(const std::vector<std::string>& given);

  // All, loaded.
  const std::deque<LoadedPlugin>& plugins() const;
  // So far: each that was to be loaded.
  const std::vector<RefusedPlugin>& refused() const { return refused_; }

  // The stage called `name`, or NULL.
  const textmill_stage* Find(const std::string& name) const;
  // The plugin that `stage` belongs to.
  const LoadedPlugin& PluginOf(const textmill_stage& stage) const;
  // Names of all stages, without loading them.
  std::vector<ListedStage> StageNames() const;
  // Why the stage cannot be used though a plugin that was loaded has it; "" where none has.
  std::string WhyPassedOver(const std::string& name) const;
  // Why the plugin that has the stage could not be loaded, with its file; nothing where it was, or
  // where nobody knows of one.
  std::optional<Error> WhyRefused(const std::string& name) const;
  // All stages, by name, loaded.
  std::vector<const textmill_stage*> Stages() const;

 private:
  struct Found {
    std::string path;
    std::unique_ptr<PluginFile> file;
    Looked looked;  // from a child, or as its file says
    bool by_child;  // it is the former
    bool tried;     // to load it into this process
  };
  void RefuseRepeatedStages();
  static void Look(const std::vector<Found*>& found);
  void LoadHere(Found* found) const;
  void LoadEach(const std::vector<Found*>& wanted) const;
  void LoadAll() const;

  // Loading is not a change that a user of the registry could notice.
  mutable std::deque<Found> found_;
  mutable std::deque<LoadedPlugin> plugins_;
  mutable std::vector<RefusedPlugin> refused_;
  mutable std::map<std::string, Error> refused_stages_;
};

// The plugin that `stage` belongs to, when it was loaded from a file in this process; else NULL.
const LoadedPlugin* WhereLoaded(const textmill_stage& stage);

// Whether it came from a file outside of the folders that belong to the program.
bool IsOutside(const textmill_stage& stage);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_REGISTRY_H_
