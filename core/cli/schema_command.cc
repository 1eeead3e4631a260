#include <iostream>

#include "core/cli/command.h"
#include "core/plugin/standard_output.h"
#include "core/present/schema.h"

namespace textmill::core {

int SchemaCommand(const Arguments& arguments) {
  CommandLine line("textmill schema [OPTIONS]",
                   "Prints a JSON Schema of pipelines, with all stages that are installed. An "
                   "editor that knows\n"
                   "YAML schemas completes and checks pipelines with it.",
                   "");
  AddPluginPath(&line);
  if (const auto over = line.Parse(arguments)) return *over;
  Out() << PipelineSchema(LoadRegistry(line));
  return kExitDone;
}

}  // namespace textmill::core
