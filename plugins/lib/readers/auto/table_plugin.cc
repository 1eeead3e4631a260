#include "plugins/lib/readers/auto/table_plugin.h"

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string_view>

#include "plugins/lib/io/utf8.h"
#include "textmill/plugin.hpp"

namespace textmill::readauto {
namespace {

// The host's one belongs to it; nothing may be changed here.
std::string PluginPath() {
  Dl_info here{};
  if (dladdr(reinterpret_cast<const void*>(&HasTablePlugin), &here) == 0) return "";
  return (std::filesystem::path(here.dli_fname).parent_path() / "arrow.so").string();
}

// The host looks at each plugin that it loads itself, and at the folder when it loaded ours; this
// one is for us to look at. "" where nobody else may write to it.
std::string WhyNotTrusted(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return path + " cannot be read";
  if (info.st_uid != 0 && info.st_uid != geteuid())
    return path + " belongs to somebody else, so its code could be anybody's";
  if ((info.st_mode & (S_IWOTH | S_IWGRP)) != 0)
    return "others may write to " + path + ", so its code could be anybody's";
  return "";
}

// Of the same build as we are: then its stages are objects of the classes that we know, too.
const textmill_plugin* LoadPlugin(const std::string& path, std::string* why) {
  *why = WhyNotTrusted(path);
  if (!why->empty()) return nullptr;
  void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* const said = dlerror();
    *why = said != nullptr ? said : path;
    return nullptr;
  }
  const auto* const plugin =
      static_cast<const textmill_plugin*>(dlsym(library, "textmill_plugin_v1"));
  if (plugin != nullptr && plugin->major == TEXTMILL_ABI_MAJOR &&
      std::string_view(plugin->version) == TEXTMILL_VERSION)
    return plugin;
  *why = path + " is of another version";
  return nullptr;
}

}  // namespace

bool HasTablePlugin() {
  std::error_code ignored;
  return std::filesystem::exists(PluginPath(), ignored);
}

std::shared_ptr<Source> MakeTableReader(const std::string& stage, const std::string& file) {
  std::string why;
  if (!HasTablePlugin()) {
    throw Error("`" + io::ShowPath(file) + "` is for `" + stage +
                "`, which this build of Textmill is without")
        .Parameter("path")
        .Hint("`./dev build` fetches what it needs, where there is a network.");
  }
  if (const textmill_plugin* const plugin = LoadPlugin(PluginPath(), &why)) {
    for (uint64_t i = 0; i < plugin->n_stages; ++i) {
      const textmill_stage& candidate = *plugin->stages[i];
      if (candidate.info == nullptr || stage != candidate.info->name) continue;
      const textmill_value none{};
      void* instance = nullptr;
      textmill_error error{};
      if (candidate.create(nullptr, &none, &instance, &error) != TEXTMILL_OK)
        throw Error(error.message, error.code);
      auto* const source =
          static_cast<Source*>(static_cast<internal::InstanceBase*>(instance)->base);
      return {source, [close = candidate.close, instance](Source*) { close(instance); }};
    }
    why = PluginPath() + " has no `" + stage + "`";
  }
  throw Error("`" + io::ShowPath(file) + "` is for `" + stage + "`, which cannot be loaded: " + why)
      .Parameter("path");
}

}  // namespace textmill::readauto
