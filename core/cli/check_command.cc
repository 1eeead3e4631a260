#include <iostream>

#include "core/cli/command.h"
#include "core/cli/events.h"
#include "core/cli/pipeline.h"
#include "core/run/run.h"

namespace textmill::core {

int CheckCommand(const Arguments& arguments) {
  CommandLine line(
      "textmill check [OPTIONS] PIPELINE.yaml",
      "Finds every mistake in a pipeline that can be known before it runs. Reads no input.",
      "PIPELINE.yaml");
  AddPipelineOptions(&line);
  AddLocked(&line);
  Events::AddOption(&line);
  if (const auto over = line.Parse(arguments)) return *over;
  const auto events = Events::Open(line);
  if (events == nullptr) return kExitWrong;
  const auto registry = RegistryFor(line);
  if (!registry) return kExitWrong;
  const auto plan =
      PlanFrom(line, *registry, /*look_at_files=*/true, /*writes=*/true, events.get());
  if (!plan) return kExitWrong;
  std::cerr << plan->file << ": no mistakes found in " << plan->steps.size()
            << (plan->steps.size() == 1 ? " step\n" : " steps\n");
  if (const std::string error = events->error(); !error.empty()) {
    std::cerr << "error: not all events could be written: " << error << "\n";
    return ExitStatus(Outcome::kFailed);
  }
  return kExitDone;
}

}  // namespace textmill::core
