#include "core/run/run_identity.h"

#include <sys/stat.h>
#include <xxhash.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "core/plugin/plugin_file.h"
#include "core/plugin/registry.h"
#include "core/present/terminal_text.h"
#include "core/run/numbers.h"

namespace textmill::core {
namespace {

std::string HashText(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return std::to_string(hash.high64) + "-" + std::to_string(hash.low64);
}

// A file's size and time: what shows that it changed, without reading it.
std::string StampOf(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return "none";
  return std::to_string(found.st_size) + " bytes, " + std::to_string(found.st_mtim.tv_sec) + "." +
         std::to_string(found.st_mtim.tv_nsec);
}

// The plugin's file and the libraries beside it.
Result<std::string> PluginHash(const std::string& path) {
  auto file = PluginFile::Open(path);
  if (!file) return file.error();
  std::string how = HashText((*file)->bytes());
  const auto beside = (*file)->Beside();
  if (!beside) return beside.error();
  for (const BesideLibrary& library : *beside) how += " " + library.name + " " + library.sha256;
  return how;
}

}  // namespace

Result<RunIdentity> IdentityOf(const Plan& plan, const std::vector<textmill_input>& inputs,
                               const std::vector<RunIdentity::Part>& options) {
  RunIdentity identity;
  auto& parts = identity.parts;
  parts.push_back({"Textmill", std::string(TEXTMILL_VERSION) + " " + StampOf("/proc/self/exe")});
  for (const RunIdentity::Part& option : options) parts.push_back(option);
  parts.push_back({"`unique_ids`", plan.unique_ids ? "true" : "false"});
  parts.push_back({"`dropped`", plan.dropped});
  parts.push_back({"`failed`", plan.failed});
  std::set<std::string> plugins;
  for (const Step& step : plan.steps) {
    parts.push_back({"step `" + step.id + "`", HashText(step.written)});
    for (const std::string& file : step.reads)
      parts.push_back({"the file " + Showable(file), StampOf(file)});
    const LoadedPlugin* plugin = step.stage != nullptr ? WhereLoaded(*step.stage) : nullptr;
    if (plugin == nullptr || plugin->path.empty() || !plugins.insert(plugin->path).second) continue;
    const auto how = PluginHash(plugin->path);
    if (!how) return how.error();
    parts.push_back({std::string("the plugin ") + plugin->plugin->name, *how});
  }
  for (const textmill_input& input : inputs) {
    const std::string text =
        std::string(input.path) + '\n' + std::to_string(input.bytes) + '\n' + StampOf(input.path);
    identity.inputs.push_back(XXH3_64bits(text.data(), text.size()));
  }
  return identity;
}

std::string Difference(const RunIdentity& then, const RunIdentity& now,
                       const std::vector<textmill_input>& inputs) {
  for (size_t i = 0; i < std::max(then.parts.size(), now.parts.size()); ++i) {
    if (i >= now.parts.size() || i >= then.parts.size() || then.parts[i].what != now.parts[i].what)
      return "the pipeline has other steps, or reads other files";
    if (then.parts[i].how == now.parts[i].how) continue;
    const std::string& what = now.parts[i].what;
    if (what.starts_with("step ")) return what + " says something else than it did";
    if (what[0] == '`' || what[0] == '-')
      return what + " was " + then.parts[i].how + ", and is " + now.parts[i].how;
    return what + " is not the one that it was";
  }
  if (then.inputs.size() != now.inputs.size()) {
    return "there are " + WithCommas(static_cast<int64_t>(now.inputs.size())) +
           " inputs, and were " + WithCommas(static_cast<int64_t>(then.inputs.size()));
  }
  for (size_t i = 0; i < now.inputs.size(); ++i) {
    if (then.inputs[i] != now.inputs[i])
      return "the input " + Showable(inputs[i].path) + " changed, or is another one";
  }
  return "";
}

}  // namespace textmill::core
