#include <iostream>

#include "core/cli/command.h"
#include "core/cli/pipeline.h"
#include "core/pipeline/explain.h"
#include "core/plugin/standard_output.h"

namespace textmill::core {

int ExplainCommand(const Arguments& arguments) {
  CommandLine line("textmill explain [OPTIONS] PIPELINE.yaml",
                   "Shows what a pipeline will do: its steps, the columns in and out of each, what "
                   "runs in parallel and\n"
                   "what in order. Reads no input.",
                   "PIPELINE.yaml");
  AddPipelineOptions(&line);
  AddLocked(&line);
  if (const auto over = line.Parse(arguments)) return *over;
  const auto registry = RegistryFor(line);
  if (!registry) return kExitWrong;
  const auto plan = PlanFrom(line, *registry, /*look_at_files=*/false);
  if (!plan) return kExitWrong;
  if (auto inputs = plan->steps.front().instance->ListInputs()) {
    int64_t total = 0;
    for (const textmill_input& input : *inputs)
      total = input.bytes < 0 || total < 0 ? -1 : total + input.bytes;
    for (const Step& step : plan->steps) {
      if (step.instance != nullptr) step.instance->SetInputBytes(total);
    }
  }
  Out() << ExplainPlan(*plan);
  return kExitDone;
}

}  // namespace textmill::core
