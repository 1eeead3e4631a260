#include <iostream>

#include "core/cli/command.h"
#include "core/pipeline/suggest.h"
#include "core/plugin/standard_output.h"
#include "core/present/describe.h"
#include "core/present/reference.h"
#include "core/present/terminal_text.h"

namespace textmill::core {
namespace {

int UnknownStage(const Registry& registry, const std::string& name) {
  std::vector<std::string> names;
  for (const ListedStage& stage : registry.StageNames()) names.push_back(stage.name);
  std::cerr << "textmill: there is no stage `" << name << "`; "
            << DidYouMeanOr(name, names, "there are") << "\n";
  if (!registry.refused().empty())
    std::cerr << "some plugins were refused; `textmill plugins` says why\n";
  return kExitWrong;
}

}  // namespace

int PluginsCommand(const Arguments& arguments) {
  CommandLine line("textmill plugins [OPTIONS] [STAGE]",
                   "Lists all plugins and their stages, and the files that were refused; or shows "
                   "one stage in full:\n"
                   "its parameters, the columns it needs and makes, and an example.",
                   "STAGE");
  AddPluginPath(&line);
  line.options().add_options()("reference",
                               boost::program_options::value<std::string>()->value_name("DIR"),
                               "write a Markdown page for each plugin into a folder")(
      "verify", "show what file each plugin came from: path, version, build id, SHA-256");
  if (const auto over = line.Parse(arguments)) return *over;
  const Registry registry = LoadRegistry(line);
  if (line.Has("reference")) {
    const Status status = WriteReference(registry, line.Get<std::string>("reference"));
    if (!status.ok()) std::cerr << "textmill: " << status.error().ToString() << "\n";
    return status.ok() ? kExitDone : 1;
  }
  if (line.Has("verify")) {
    Out() << ShowableLines(DescribeFiles(registry));
    return kExitDone;
  }
  if (!line.Has("STAGE")) {
    Out() << ShowableLines(DescribePlugins(registry));
    return kExitDone;
  }
  const std::string name = *line.Positional();
  const textmill_stage* stage = registry.Find(name);
  if (stage == nullptr) return UnknownStage(registry, name);
  Out() << ShowableLines(DescribeStage(registry, *stage));
  return kExitDone;
}

}  // namespace textmill::core
