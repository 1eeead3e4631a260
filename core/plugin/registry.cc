#include "core/plugin/registry.h"

#include <dlfcn.h>

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>
#include <filesystem>
#include <set>
#include <system_error>

#include "core/plugin/completeness.h"
#include "core/plugin/elf_header.h"
#include "core/plugin/fingerprint.h"
#include "core/plugin/lock.h"
#include "core/plugin/plugin_call.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

bool EverybodyMayWrite(const fs::path& path) {
  std::error_code error;
  const fs::perms perms = fs::status(path, error).permissions();
  return !error && (perms & fs::perms::others_write) != fs::perms::none;
}

// What everybody may write to, anybody's code may lie in: so do the folders on the way to a file,
// which may be exchanged, unless they are sticky as /tmp is.
Status CheckWriters(const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  if (error) return {};  // what cannot be reached is told when it is opened
  const fs::path folder = fs::is_directory(real, error) ? real : real.parent_path();
  for (fs::path at = real;; at = at.parent_path()) {
    const bool own = at == real || at == folder;
    if (EverybodyMayWrite(at) &&
        (own || (fs::status(at, error).permissions() & fs::perms::sticky_bit) == fs::perms::none)) {
      return Error{
          (at == real ? "everybody may write to it" : "everybody may write to " + at.string()) +
              ", so its code could be anybody's",
          "chmod o-w " + at.string()};
    }
    if (!at.has_relative_path()) return {};
  }
}

// Is it, to the byte, one of those that were locked?
Status CheckLocked(const std::string& path, const Lock& lock) {
  const auto made = FingerprintOfFile(path);
  if (!made) return made.error();
  if (lock.FindHash(made->sha256) != nullptr) return {};
  const LockedPlugin* other = lock.FindName(fs::path(path).stem().string());
  if (other == nullptr) return Error{"it is not in the lock file " + lock.file};
  return Error{"it is not the file that " + lock.file + " holds: its SHA-256 is " + made->sha256 +
                   ", that of " + other->name + " " + other->version + " was " + other->sha256,
               "if the change is meant, write the lock file again with `textmill lock`"};
}

// Static objects of a library are made while it is loaded; what they throw cannot be caught, but
// the culprit can be named.
std::string loading;
[[noreturn]] void BlameLoading() {
  std::fprintf(stderr, "textmill: the plugin %s threw an exception while it was being loaded\n",
               loading.c_str());
  std::abort();
}

// An exception of a static object must not unwind the loader, which would stay locked.
boost::dll::shared_library Open(const std::string& path, std::error_code* error) noexcept {
  boost::dll::shared_library library;
  // Without rtld_now Boost takes RTLD_LAZY.
  library.load(fs::path(path), *error,
               boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
  return library;
}

// Each that was ever loaded in this process; they stay.
std::deque<LoadedPlugin>& EverLoaded() {
  static auto& all = *new std::deque<LoadedPlugin>;
  return all;
}

// Loads the library for good, and finds the symbol.
Result<const textmill_plugin*> LoadLibrary(const std::string& path) {
  using boost::dll::shared_library;
  // Unloading is not safe: errors, released memory and threads may still lead into the library.
  static auto& kept = *new std::vector<shared_library>;
  loading = path;
  const CalledPlugin called{"", "", path.c_str(), ""};
  const PluginCall call(called, "loading", true);
  const std::terminate_handler before = std::set_terminate(BlameLoading);
  std::error_code error;
  shared_library library = Open(path, &error);
  std::set_terminate(before);
  if (error) {
    std::string why = dlerror();
    if (why.compare(0, path.size() + 2, path + ": ") == 0) why.erase(0, path.size() + 2);
    return Error{"it cannot be loaded: " + why};
  }
  kept.push_back(std::move(library));
  return &kept.back().get<const textmill_plugin>("textmill_plugin_v1");
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

}  // namespace

Registry Registry::Load(const std::vector<std::string>& folders, const Lock* lock) {
  Registry registry;
  std::set<fs::path> seen;  // one file may be reached in several ways
  for (const std::string& given : folders) {
    std::error_code error;
    const fs::path folder = fs::absolute(given, error).lexically_normal();
    if (given.empty() || error || !fs::exists(folder, error)) continue;
    const auto libraries = LibrariesIn(folder);
    const Status writers = CheckWriters(folder);
    if (!libraries || !writers) {
      const Error& why = libraries ? writers.error() : libraries.error();
      registry.refused_.push_back({folder.string(), why.ToString()});
      continue;
    }
    for (const fs::path& path : *libraries) {
      const fs::path file = fs::canonical(path, error);
      if (!error && !seen.insert(file).second) continue;
      const Status added = registry.Add(path.string(), lock);
      if (!added) registry.refused_.push_back({path.string(), added.error().ToString()});
    }
  }
  return registry;
}

Status Registry::Add(const std::string& path, const Lock* lock) {
  Status status = CheckWriters(path);
  if (status) status = CheckElfFile(path);
  if (status && lock != nullptr) status = CheckLocked(path, *lock);
  if (!status) return status;
  const auto plugin = LoadLibrary(path);
  if (!plugin) return plugin.error();
  status = CheckComplete(**plugin);
  if (!status) return status;
  for (uint64_t i = 0; i < (*plugin)->n_stages; ++i) {
    const char* name = (*plugin)->stages[i]->info->name;
    if (const textmill_stage* other = Find(name)) {
      return Error{std::string("its stage `") + name + "` is already there, from " +
                   PluginOf(*other).path};
    }
  }
  plugins_.push_back({path, *plugin});
  if (EverLoaded().empty() || EverLoaded().back().plugin != *plugin)
    EverLoaded().push_back(plugins_.back());
  return {};
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

  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  if (!error) {
    folders.push_back(program / "plugins");
    folders.push_back((program / ".." / "lib" / "textmill" / "plugins").lexically_normal());
  }
  return folders;
}

Registry Registry::Of(const std::vector<const textmill_plugin*>& plugins) {
  Registry registry;
  for (const textmill_plugin* plugin : plugins) registry.plugins_.push_back({"", plugin});
  return registry;
}

const LoadedPlugin* WhereLoaded(const textmill_stage& stage) {
  for (const LoadedPlugin& loaded : EverLoaded()) {
    for (uint64_t i = 0; i < loaded.plugin->n_stages; ++i) {
      if (loaded.plugin->stages[i] == &stage) return &loaded;
    }
  }
  return nullptr;
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
