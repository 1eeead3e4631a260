#include <algorithm>
#include <iostream>
#include <string_view>

#include "core/cli/command.h"
#include "core/cli/events.h"
#include "core/cli/pipeline.h"
#include "core/present/terminal_text.h"
#include "core/run/run.h"

namespace textmill::core {
namespace {

// What a writer says of its file: which tables a database gets, or what is left out.
void TellNotes(const Step& step) {
  const auto notes = step.instance->Notes();
  std::string_view rest = notes.ok() ? *notes : notes.error().message;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    std::cerr << "note: " << step.place.ToString() << ": `" << step.id << "` "
              << Showable(rest.substr(0, end)) << "\n";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace

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
  for (const Step& step : plan->steps) {
    if (step.kind == Step::Kind::kSink) TellNotes(step);
  }
  std::cerr << plan->file << ": no mistakes found in " << plan->steps.size()
            << (plan->steps.size() == 1 ? " step\n" : " steps\n");
  if (const std::string error = events->error(); !error.empty()) {
    std::cerr << "error: not all events could be written: " << error << "\n";
    return ExitStatus(Outcome::kFailed);
  }
  return kExitDone;
}

}  // namespace textmill::core
