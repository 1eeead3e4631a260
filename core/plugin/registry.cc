#include "core/plugin/registry.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "core/plugin/lock.h"
#include "core/plugin/trust.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

// Is it, to the byte, one of those that were locked, with the libraries that it had beside it?
Status CheckLocked(const std::string& path, PluginFile* file, const Lock& lock) {
  const std::string again =
      "if the change is meant, write the lock file again with `textmill lock`";
  const std::string hash = file->Sha256();
  const LockedPlugin* locked = lock.FindHash(hash);
  if (locked == nullptr) {
    const LockedPlugin* other = lock.FindName(fs::path(path).stem().string());
    if (other == nullptr) return Error{"it is not in the lock file " + lock.file};
    return Error{"it is not the file that " + lock.file + " holds: its SHA-256 is " + hash +
                     ", that of " + other->name + " " + other->version + " was " + other->sha256,
                 again};
  }
  const auto beside = file->Beside();
  if (!beside) return beside.error();
  for (const BesideLibrary& library : *beside) {
    const auto it =
        std::find_if(locked->libraries.begin(), locked->libraries.end(),
                     [&](const LockedLibrary& one) { return one.name == library.name; });
    if (it == locked->libraries.end())
      return Error{"its library " + library.name + " is not in the lock file " + lock.file, again};
    if (it->sha256 != library.sha256) {
      return Error{"its library " + library.name + " is not the file that " + lock.file +
                       " holds: its SHA-256 is " + library.sha256 +
                       ", that of the locked one was " + it->sha256,
                   again};
    }
  }
  return {};
}

bool Has(const LoadedPlugin& loaded, const textmill_stage& stage) {
  return std::find(loaded.stages.begin(), loaded.stages.end(), &stage) != loaded.stages.end();
}

// Each that was ever loaded in this process; they stay.
std::deque<LoadedPlugin>& EverLoaded() {
  static auto& all = *new std::deque<LoadedPlugin>;
  return all;
}

// The libraries of a folder, in an order that does not depend on the file system.
Result<std::vector<fs::path>> LibrariesIn(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".so") paths.push_back(it->path());
  }
  if (error) return Error{"it cannot be read: " + error.message(), "", ErrorKind::kIo};
  std::sort(paths.begin(), paths.end(),
            [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
  return paths;
}

// Those that belong to the program.
std::vector<std::string> ProgramFolders() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  if (error) return {};
  return {program / "plugins",
          (program / ".." / "lib" / "textmill" / "plugins").lexically_normal()};
}

bool BelongsToProgram(const std::string& plugin) {
  const fs::path folder = fs::path(plugin).parent_path();
  const std::vector<std::string> own = ProgramFolders();
  return std::any_of(own.begin(), own.end(), [&](const std::string& one) {
    std::error_code error;
    return fs::equivalent(folder, one, error);
  });
}

}  // namespace

Registry Registry::Load(const std::vector<std::string>& folders, const Lock* lock,
                        Looking looking) {
  Registry registry;
  std::set<fs::path> seen;  // one file may be reached in several ways
  for (const std::string& given : folders) {
    std::error_code error;
    const fs::path folder = fs::absolute(given, error).lexically_normal();
    if (given.empty() || error || !fs::exists(folder, error)) continue;
    const auto libraries = LibrariesIn(folder);
    const Status trusted = libraries ? CheckTrustedFolder(folder.string()) : Status();
    if (!libraries || !trusted) {
      const Error& why = libraries ? trusted.error() : libraries.error();
      registry.refused_.push_back({folder.string(), why.ToString()});
      continue;
    }
    for (const fs::path& path : *libraries) {
      const fs::path real = fs::canonical(path, error);
      if (!error && !seen.insert(real).second) continue;
      auto file = PluginFile::Open(path.string());
      Status status = file ? Status() : Status(file.error());
      if (status && lock != nullptr) status = CheckLocked(path.string(), file->get(), *lock);
      if (!status) {
        registry.refused_.push_back({path.string(), status.error().ToString()});
        continue;
      }
      registry.found_.push_back({path.string(), std::move(*file), {}, false, false});
    }
  }
  std::vector<Found*> unknown;
  for (Found& found : registry.found_) {
    if (looking == Looking::kHere) {
      registry.LoadHere(&found);
      continue;
    }
    auto listed = ListedStages(found.file->bytes());
    if (!listed) found.looked.status = listed.error();
    if (!listed) continue;
    if (!listed->has_value()) {
      unknown.push_back(&found);
      continue;
    }
    found.looked.status = Status();
    found.looked.stages = std::move(**listed);
  }
  Look(unknown);
  registry.RefuseRepeatedStages();
  return registry;
}

// In a child, which is one for all of them.
void Registry::Look(const std::vector<Found*>& found) {
  std::vector<PluginFile*> files;
  files.reserve(found.size());
  for (const Found* one : found) files.push_back(one->file.get());
  std::vector<Looked> looked = LookAt(files);
  for (size_t i = 0; i < looked.size(); ++i) {
    found[i]->looked = std::move(looked[i]);
    found[i]->by_child = true;
  }
}

// Of two stages with one name the first wins.
void Registry::RefuseRepeatedStages() {
  std::map<std::string, const Found*> owners;
  for (Found& found : found_) {
    for (const ListedStage& stage : found.looked.stages) {
      const auto owner = owners.find(stage.name);
      if (owner == owners.end() || !found.looked.status) continue;
      found.looked.status =
          Error{"its stage `" + stage.name + "` is already there, from " + owner->second->path};
    }
    if (!found.looked.status) {
      refused_.push_back({found.path, found.looked.status.error().ToString()});
      continue;
    }
    for (const ListedStage& stage : found.looked.stages) owners.emplace(stage.name, &found);
  }
  std::erase_if(found_, [](const Found& found) { return !found.looked.status; });
}

// Loads it into this process; what is said of it is what it says here.
void Registry::LoadHere(Found* found) const {
  auto complete = LoadComplete(found->file.get());
  found->tried = true;
  found->looked = {};
  if (!complete) {
    found->looked.status = complete.error();
    return;
  }
  const textmill_plugin& plugin = *complete->plugin;
  found->looked.status = Status();
  found->looked.name = plugin.name;
  for (uint64_t i = 0; i < plugin.n_stages; ++i)
    found->looked.stages.push_back(AsListed(*plugin.stages[i]->info));
  plugins_.push_back({found->path, &plugin, std::move(complete->usable.stages),
                      std::move(complete->usable.passed_over)});
  if (WhereLoaded(*plugins_.back().stages[0]) == nullptr) EverLoaded().push_back(plugins_.back());
}

// Those that were not tried yet: in a child first, but for those that are part of the installation,
// as the program itself is. To load each of them twice is a third of what a start takes.
void Registry::LoadEach(const std::vector<Found*>& wanted) const {
  std::vector<Found*> unseen;
  for (Found* found : wanted) {
    if (!found->by_child && !BelongsToProgram(found->path)) unseen.push_back(found);
  }
  Look(unseen);
  for (Found* found : wanted) {
    found->tried = true;
    const std::vector<ListedStage> stages = found->looked.stages;
    if (found->looked.status) LoadHere(found);
    if (found->looked.status) continue;
    const Error& why = found->looked.status.error();
    refused_.push_back({found->path, why.ToString()});
    for (const ListedStage& stage : stages)
      refused_stages_[stage.name] = Error{found->path + ": " + why.message, why.hint};
  }
}

void Registry::LoadAll() const {
  std::vector<Found*> wanted;
  for (Found& found : found_) {
    if (!found.tried) wanted.push_back(&found);
  }
  LoadEach(wanted);
}

const std::deque<LoadedPlugin>& Registry::plugins() const {
  LoadAll();
  return plugins_;
}

std::vector<ListedStage> Registry::StageNames() const {
  std::vector<ListedStage> names;
  for (const Found& found : found_)
    names.insert(names.end(), found.looked.stages.begin(), found.looked.stages.end());
  for (const LoadedPlugin& loaded : plugins_) {
    for (size_t i = 0; i < loaded.stages.size() && found_.empty(); ++i)
      names.push_back(AsListed(*loaded.stages[i]->info));
  }
  return names;
}

std::vector<std::string> Registry::Folders(const std::vector<std::string>& given) {
  std::vector<std::string> folders = given;
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
  const std::string path = variable("TEXTMILL_PLUGIN_PATH");
  for (size_t begin = 0; begin < path.size();) {
    const size_t end = std::min(path.find(':', begin), path.size());
    if (end > begin) folders.push_back(path.substr(begin, end - begin));  // "" would be `.`
    begin = end + 1;
  }
  fs::path data = variable("XDG_DATA_HOME");
  const fs::path home = variable("HOME");
  if (!data.is_absolute() && home.is_absolute()) data = home / ".local" / "share";
  if (data.is_absolute()) folders.push_back(data / "textmill" / "plugins");

  for (std::string& folder : ProgramFolders()) folders.push_back(std::move(folder));
  return folders;
}

Registry Registry::Of(const std::vector<const textmill_plugin*>& plugins) {
  Registry registry;
  for (const textmill_plugin* plugin : plugins) {
    registry.plugins_.push_back(
        {"", plugin, {plugin->stages, plugin->stages + plugin->n_stages}, {}});
  }
  return registry;
}

const LoadedPlugin* WhereLoaded(const textmill_stage& stage) {
  for (const LoadedPlugin& loaded : EverLoaded()) {
    if (Has(loaded, stage)) return &loaded;
  }
  return nullptr;
}

bool IsOutside(const textmill_stage& stage) {
  const LoadedPlugin* loaded = WhereLoaded(stage);
  return loaded != nullptr && !BelongsToProgram(loaded->path);
}

const textmill_stage* Registry::Find(const std::string& name) const {
  for (Found& found : found_) {
    const bool has = std::any_of(found.looked.stages.begin(), found.looked.stages.end(),
                                 [&](const ListedStage& stage) { return stage.name == name; });
    if (has && !found.tried) LoadEach({&found});
  }
  for (const LoadedPlugin& loaded : plugins_) {
    for (const textmill_stage* stage : loaded.stages) {
      if (name == stage->info->name) return stage;
    }
  }
  return nullptr;
}

std::string Registry::WhyPassedOver(const std::string& name) const {
  for (const LoadedPlugin& loaded : plugins_) {
    for (const PassedOver& stage : loaded.passed_over) {
      if (stage.name == name) return stage.why;
    }
  }
  return "";
}

std::optional<Error> Registry::WhyRefused(const std::string& name) const {
  const auto it = refused_stages_.find(name);
  if (it == refused_stages_.end()) return {};
  return it->second;
}

const LoadedPlugin& Registry::PluginOf(const textmill_stage& stage) const {
  for (const LoadedPlugin& loaded : plugins_) {
    if (Has(loaded, stage)) return loaded;
  }
  static const LoadedPlugin kNone;
  return kNone;
}

std::vector<const textmill_stage*> Registry::Stages() const {
  LoadAll();
  std::vector<const textmill_stage*> stages;
  for (const LoadedPlugin& loaded : plugins_)
    stages.insert(stages.end(), loaded.stages.begin(), loaded.stages.end());
  std::sort(stages.begin(), stages.end(), [](const textmill_stage* a, const textmill_stage* b) {
    return std::strcmp(a->info->name, b->info->name) < 0;
  });
  return stages;
}

}  // namespace textmill::core
