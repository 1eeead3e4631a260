#include "core/cli/pipeline.h"

#include <iostream>
#include <string>
#include <vector>

namespace textmill::core {

std::optional<Plan> PlanFrom(const CommandLine& line, const Registry& registry,
                             bool look_at_files) {
  const std::optional<std::string> file = line.Positional();
  if (!file) return {};
  PlanOptions options;
  if (line.Has("set")) options.set = line.Get<std::vector<std::string>>("set");
  options.overwrite = line.Has("overwrite");
  options.look_at_files = look_at_files;
  std::vector<Problem> problems;
  std::optional<Plan> plan = MakePlan(*file, registry, options, &problems);
  for (const Problem& problem : problems) std::cerr << problem.ToString() << "\n";
  if (problems.empty()) return plan;
  std::cerr << (problems.size() == 1 ? "1 mistake" : std::to_string(problems.size()) + " mistakes")
            << "; nothing was read\n";
  return {};
}

}  // namespace textmill::core
