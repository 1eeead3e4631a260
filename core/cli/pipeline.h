// What `run`, `check`, `explain` and `lock` have in common: a plan from the command line.
#ifndef CORE_CLI_PIPELINE_H_
#define CORE_CLI_PIPELINE_H_

#include <optional>

#include "core/cli/command.h"
#include "core/pipeline/plan.h"

namespace textmill::core {

class Events;

// --locked, for those that run pipelines or say what a run would do.
void AddLocked(CommandLine* line);

// The plugins that the command may use: with --locked, those of the pipeline's lock file alone.
// When they are not there as they were locked, says so on stderr and returns nothing.
std::optional<Registry> RegistryFor(const CommandLine& line);

// Reads and checks the pipeline that the command names. When something is wrong, reports all of it
// on stderr and returns nothing: the command's exit status is kExitWrong. `writes`: false when
// nothing will be written, so that outputs may be there already. `events`, where given, is told of
// mistakes, warnings and the plan, too.
std::optional<Plan> PlanFrom(const CommandLine& line, const Registry& registry, bool look_at_files,
                             bool writes = true, Events* events = nullptr);

}  // namespace textmill::core

#endif  // CORE_CLI_PIPELINE_H_
