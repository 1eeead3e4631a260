// Checks of the file and of the plugin as a whole.
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/conformance/check.h"
#include "core/conformance/setup.h"
#include "core/plugin/elf_header.h"
#include "core/plugin/instance.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

Verdict File(const Subject& subject) {
  const Status status = CheckElfFile(subject.path);
  return status ? Passed() : Failed(status.error().ToString());
}

Verdict Exports(const Subject& subject) {
  std::ifstream file(subject.path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  std::string others;
  int n = 0;
  for (const std::string& symbol : DefinedSymbols(bytes)) {
    if (symbol == "textmill_plugin_v1") continue;
    if (++n <= 3) others += (others.empty() ? "`" : ", `") + symbol + "`";
  }
  if (n == 0) return Passed();
  return Warning("it shows " + std::to_string(n) + " symbols beside its one: " + others +
                 (n > 3 ? " and others" : ""));
}

// The host has just loaded it in this process, or refused to.
Verdict Loads(const Subject& subject) {
  const std::clock_t before = std::clock();
  const Registry registry =
      Registry::Load({subject.folder + "/plugin"}, nullptr, Registry::Looking::kHere);
  const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  if (!registry.refused().empty()) return Failed(registry.refused()[0].reason);
  if (registry.plugins().empty()) return Failed("no plugin was found in the file");
  if (seconds > 0.5)
    return Warning("loading it took " + std::to_string(seconds) +
                   " s of processor time, at every start of the program");
  return Passed();
}

Verdict Name(const Subject& subject) {
  const std::string stem = fs::path(subject.path).stem().string();
  const std::string name = subject.plugin->name;
  // A crate makes lib<name>.so, with `_` for `-`.
  std::string crate = "lib" + name;
  for (char& c : crate) c = c == '-' ? '_' : c;
  if (stem == name || stem == crate) return Passed();
  return Warning("the plugin is called `" + name + "`, but its file `" + stem + ".so`");
}

Verdict MadeTwice(const Subject& subject) {
  for (const textmill_stage* stage : subject.stages) {
    Subject one = subject;
    one.stage = stage;
    const auto setup = FindSetup(one);
    if (!setup) continue;
    auto first = Instance::Create(*one.stage, "", setup->params.root());
    auto second = Instance::Create(*one.stage, "", setup->params.root());
    const std::string name = one.stage->info->name;
    if (!first || !second) return Failed(name + ": a second instance could not be created");
    const bool source = one.stage->info->kind == TEXTMILL_SOURCE;
    first->reset();  // the other must not mind
    Status status;
    if (auto bound = (*second)->Bind(source ? nullptr : &setup->schema); !bound)
      status = bound.error();
    if (status && source) {
      if (auto inputs = (*second)->ListInputs(); !inputs) status = inputs.error();
    }
    if (status) status = (*second)->Open(NoRun(), subject.folder, 1);
    if (!status) return Failed(name + ": with another instance gone: " + status.error().ToString());
  }
  return Passed();
}

}  // namespace

std::vector<Check> LoadChecks() {
  using Of = Check::Of;
  return {
      {"load.file",
       "an ELF library for this machine that defines the data symbol "
       "`textmill_plugin_v1`, for an interface that this program has",
       "build it with textmill_add_plugin() of this Textmill's SDK", Of::kFile, File},
      {"load.exports",
       "the one symbol `textmill_plugin_v1` is visible, and no other, so that nothing "
       "binds to another plugin's code",
       "link with the SDK's version script (textmill_add_plugin() does it)", Of::kFile, Exports},
      {"load.loads", "all symbols are found, all descriptions are complete, within half a second",
       "link what is missing; load models in open, not while the library is loaded", Of::kFile,
       Loads},
      {"load.name", "plugin and file have one name", "rename one of them", Of::kPlugin, Name},
      {"load.twice", "several instances of a stage live side by side",
       "keep what belongs to an instance in the instance, not in static variables", Of::kPlugin,
       MadeTwice},
  };
}

}  // namespace textmill::core
