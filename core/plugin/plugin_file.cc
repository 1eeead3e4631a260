#include "core/plugin/plugin_file.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/dll/shared_library.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <utility>

#include "core/plugin/elf_header.h"
#include "core/plugin/fingerprint.h"
#include "core/plugin/plugin_call.h"
#include "core/plugin/trust.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

constexpr int kLongestChain = 16;

Error CannotRead(int error) {
  return Error{std::string("it cannot be read: ") + std::strerror(error)};
}

// The real path of an open file.
std::string PathOf(int file) {
  std::error_code error;
  return fs::read_symlink("/proc/self/fd/" + std::to_string(file), error).string();
}

std::string WithOrigin(std::string folder, const std::string& origin) {
  for (const std::string name : {"${ORIGIN}", "$ORIGIN"}) {
    for (size_t at; (at = folder.find(name)) != folder.npos;)
      folder.replace(at, name.size(), origin);
  }
  return folder;
}

// An exception of a static object must not unwind the loader, which would stay locked.
boost::dll::shared_library Open(const std::string& path, std::error_code* error) noexcept {
  boost::dll::shared_library library;
  // Without rtld_now Boost takes RTLD_LAZY.
  library.load(fs::path(path), *error,
               boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
  return library;
}

// Libraries beside plugins that were loaded: the file of each name.
std::map<std::string, std::pair<dev_t, ino_t>>& LoadedBeside() {
  static auto& all = *new std::map<std::string, std::pair<dev_t, ino_t>>;
  return all;
}

}  // namespace

Result<std::unique_ptr<PluginFile>> PluginFile::Open(const std::string& path, bool is_plugin) {
  std::unique_ptr<PluginFile> made(new PluginFile);
  made->path_ = path;
  // Not blocking: it may be a pipe.
  made->file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (made->file_ < 0) return CannotRead(errno);
  struct stat info;
  if (fstat(made->file_, &info) != 0) return CannotRead(errno);
  const std::string real = PathOf(made->file_);
  made->folder_ = fs::path(real).parent_path().string();
  if (Status status = CheckTrusted(made->file_, real); !status) return status.error();
  if (S_ISREG(info.st_mode) && info.st_size > 0) {
    const auto size = static_cast<size_t>(info.st_size);
    void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, made->file_, 0);
    if (bytes == MAP_FAILED) return CannotRead(errno);
    made->bytes_ = {static_cast<const char*>(bytes), size};
  }
  const Status status = is_plugin ? CheckElf(made->bytes_) : Status();
  if (!status) return status.error();
  return made;
}

PluginFile::~PluginFile() {
  if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
  if (file_ >= 0) close(file_);
}

std::string PluginFile::Sha256() const { return FingerprintOf(bytes_).sha256; }

Status PluginFile::OpenBeside(int depth) {
  if (std::exchange(looked_beside_, true)) return {};
  if (depth > kLongestChain) return Error{"the libraries beside it need each other in a circle"};
  const NeededLibraries needed = Needed(bytes_);
  for (const std::string& name : needed.names) {
    if (name.find('/') != name.npos) continue;  // a path, which the linker was given
    for (const std::string& folder : needed.folders) {
      const std::string path = WithOrigin(folder, folder_) + "/" + name;
      if (access(path.c_str(), F_OK) != 0) continue;
      auto file = Open(path, /*is_plugin=*/false);
      if (!file)
        return Error{"its library " + path + ": " + file.error().message, file.error().hint};
      (*file)->name_ = name;
      if (Status status = (*file)->OpenBeside(depth + 1); !status) return status;
      beside_.push_back(std::move(*file));
      break;
    }
  }
  return {};
}

Result<std::vector<BesideLibrary>> PluginFile::Beside() {
  if (Status status = OpenBeside(0); !status) return status.error();
  std::map<std::string, std::string> all;
  const auto add = [&](const auto& self, const PluginFile& file) -> void {
    for (const auto& library : file.beside_) {
      all.emplace(library->name_, library->Sha256());
      self(self, *library);
    }
  };
  add(add, *this);
  std::vector<BesideLibrary> libraries;
  libraries.reserve(all.size());
  for (auto& [name, hash] : all) libraries.push_back({name, hash});
  return libraries;
}

// `name`: of a library beside a plugin, "" for a plugin.
Status PluginFile::LoadAs(const std::string& name, void** handle) {
  struct stat info;
  if (fstat(file_, &info) != 0) return CannotRead(errno);
  const std::pair<dev_t, ino_t> file{info.st_dev, info.st_ino};
  if (!name.empty()) {
    if (const auto it = LoadedBeside().find(name); it != LoadedBeside().end()) {
      if (it->second == file) return {};
      return Error{"its library " + path_ + " is another file than the " + name +
                       " of a plugin that is loaded already, and a process can have one of them",
                   "build both plugins against one version of it, or link it statically"};
    }
    if (void* there = dlopen(name.c_str(), RTLD_NOW | RTLD_NOLOAD); there != nullptr) {
      dlclose(there);
      return {};  // the program's own
    }
    if (Needed(bytes_).soname != name)
      return Error{"its library " + path_ + " does not say that it is " + name,
                   "link it with -Wl,-soname," + name};
  }
  if (Status status = OpenBeside(0); !status) return status;
  for (const auto& library : beside_) {
    if (Status status = library->LoadAs(library->name_, nullptr); !status) return status;
  }
  // By process, so that a debugger finds it, too. What is loaded is this open file, not whatever
  // has its name by now; it is left open, for the same reason.
  const std::string path = "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(file_);
  std::error_code error;
  // Unloading is not safe: errors, released memory and threads may still lead into the library.
  static auto& kept = *new std::vector<boost::dll::shared_library>;
  boost::dll::shared_library library = core::Open(path, &error);
  if (error) {
    const char* said = dlerror();
    std::string why = said != nullptr ? said : error.message();
    if (why.compare(0, path.size() + 2, path + ": ") == 0) why.erase(0, path.size() + 2);
    return Error{"it cannot be loaded: " + why};
  }
  void* native = library.native();
  kept.push_back(std::move(library));
  if (!name.empty()) LoadedBeside()[name] = file;
  // Its name as debuggers, profilers and the plugin itself (dladdr) will see it.
  link_map* map = nullptr;
  if (dlinfo(native, RTLD_DI_LINKMAP, &map) == 0 && map != nullptr && path == map->l_name)
    map->l_name = strdup(PathOf(file_).c_str());
  file_ = -1;
  if (handle != nullptr) *handle = native;
  return {};
}

Result<const textmill_plugin*> PluginFile::Load() {
  const CalledPlugin called{"", "", path_.c_str(), ""};
  const PluginCall call(called, "loading", true);
  void* handle = nullptr;
  if (Status status = LoadAs("", &handle); !status) return status.error();
  const void* symbol = dlsym(handle, "textmill_plugin_v1");
  if (symbol == nullptr) return Error{"it has no data symbol `textmill_plugin_v1`"};
  return static_cast<const textmill_plugin*>(symbol);
}

}  // namespace textmill::core
