#include <iostream>
#include <map>
#include <set>

#include "core/cli/command.h"
#include "core/cli/pipeline.h"
#include "core/plugin/lock.h"
#include "core/plugin/plugin_file.h"

namespace textmill::core {
namespace {

// The plugins of a plan's steps, in the order of their names.
Result<Lock> LockOf(const Plan& plan, const Registry& registry) {
  std::set<const LoadedPlugin*> used;
  for (const Step& step : plan.steps) {
    if (step.stage != nullptr) used.insert(&registry.PluginOf(*step.stage));
  }
  std::map<std::string, LockedPlugin> by_name;
  for (const LoadedPlugin* loaded : used) {
    auto file = PluginFile::Open(loaded->path);
    const auto beside = file ? (*file)->Beside() : file.error();
    if (!beside) return Error{loaded->path + ": " + beside.error().message};
    LockedPlugin& locked = by_name[loaded->plugin->name];
    locked = {loaded->plugin->name, loaded->plugin->version, (*file)->Sha256(), {}};
    for (const BesideLibrary& library : *beside)
      locked.libraries.push_back({library.name, library.sha256});
  }
  Lock lock{LockFileOf(plan.file), {}};
  for (auto& [name, plugin] : by_name) lock.plugins.push_back(std::move(plugin));
  return lock;
}

}  // namespace

int LockCommand(const Arguments& arguments) {
  CommandLine line(
      "textmill lock [OPTIONS] PIPELINE.yaml",
      "Writes PIPELINE.lock: name, version and SHA-256 of each plugin that the pipeline "
      "uses.\n"
      "`textmill run --locked PIPELINE.yaml` then loads those, unchanged, and no others.",
      "PIPELINE.yaml");
  AddPipelineOptions(&line);
  if (const auto over = line.Parse(arguments)) return *over;
  const Registry registry = LoadRegistry(line);
  const auto plan = PlanFrom(line, registry, /*look_at_files=*/false);
  if (!plan) return kExitWrong;
  const auto lock = LockOf(*plan, registry);
  const Status written = lock ? WriteLock(*lock) : Status(lock.error());
  if (!written) {
    std::cerr << "textmill: " << written.error().ToString() << "\n";
    return 1;
  }
  for (const LockedPlugin& plugin : lock->plugins)
    std::cerr << plugin.name << " " << plugin.version << "\n";
  std::cerr << lock->file << ": " << lock->plugins.size() << " plugins locked\n";
  return kExitDone;
}

}  // namespace textmill::core
