#include "core/cli/pipeline.h"

#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "core/cli/events.h"
#include "core/pipeline/make_plan.h"
#include "core/pipeline/warnings.h"
#include "core/plugin/lock.h"

namespace textmill::core {

namespace fs = std::filesystem;

void AddLocked(CommandLine* line) {
  line->options().add_options()(
      "locked", "load the plugins in the pipeline's lock file, unchanged, and no others");
}

std::optional<Registry> RegistryFor(const CommandLine& line) {
  if (!line.Has("locked")) return LoadRegistry(line);
  const std::optional<std::string> file = line.Positional();
  if (!file) return {};
  const auto lock = ReadLock(LockFileOf(*file));
  if (!lock) {
    std::cerr << lock.error().ToString() << "\n";
    return {};
  }
  Registry registry = Registry::Load(PluginFolders(line), &*lock);
  bool all_there = true;
  for (const LockedPlugin& plugin : lock->plugins) {
    bool there = false;
    for (const LoadedPlugin& loaded : registry.plugins())
      there |= plugin.name == loaded.plugin->name;
    if (there) continue;
    all_there = false;
    std::cerr << lock->file << ": the plugin " << plugin.name << " " << plugin.version
              << " is not there as it was locked\n";
    for (const RefusedPlugin& refused : registry.refused()) {
      if (fs::path(refused.path).stem() == plugin.name)
        std::cerr << "  " << refused.path << ": " << refused.reason << "\n";
    }
  }
  if (all_there) return registry;
  std::cerr << "nothing was read\n";
  return {};
}

std::optional<Plan> PlanFrom(const CommandLine& line, const Registry& registry, bool look_at_files,
                             bool writes, Events* events) {
  const std::optional<std::string> file = line.Positional();
  if (!file) return {};
  PlanOptions options;
  if (line.Has("set")) options.set = line.Get<std::vector<std::string>>("set");
  options.overwrite = line.Has("overwrite") || !writes;
  if (line.Has("summary")) options.summary = line.Get<std::string>("summary");
  if (line.Has("report")) options.report = line.Get<std::string>("report");
  options.look_at_files = look_at_files;
  std::vector<Problem> problems;
  std::optional<Plan> plan = MakePlan(*file, registry, options, &problems);
  for (const Problem& problem : problems) {
    std::cerr << problem.ToString() << "\n";
    if (events != nullptr) events->Tell("mistake", problem);
  }
  if (plan) {
    for (const Problem& warning : WarningsOf(*plan)) {
      std::cerr << "warning: " << warning.ToString() << "\n";
      if (events != nullptr) events->Tell("warning", warning);
    }
  }
  if (problems.empty()) {
    if (plan && events != nullptr) events->Tell(*plan);
    return plan;
  }
  std::cerr << (problems.size() == 1 ? "1 mistake" : std::to_string(problems.size()) + " mistakes")
            << "; nothing was read\n";
  return {};
}

}  // namespace textmill::core
