#include "core/conformance/conformance.h"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "core/conformance/child.h"
#include "core/plugin/registry.h"
#include "textmill/extensions.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using Of = Check::Of;

// A folder for as long as it lives, with the plugin as the only one in plugin/.
class Scratch {
 public:
  explicit Scratch(const std::string& plugin) {
    std::string name = (fs::temp_directory_path() / "textmill-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) return;
    folder_ = name;
    std::error_code error;
    fs::create_directory(fs::path(folder_) / "plugin", error);
    fs::create_symlink(fs::absolute(plugin), fs::path(folder_) / "plugin" / "plugin.so", error);
  }
  ~Scratch() {
    std::error_code error;
    if (!folder_.empty()) fs::remove_all(folder_, error);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
};

class Tester {
 public:
  Tester(const std::string& path, const ConformanceOptions& options)
      : options_(options), scratch_(path) {
    report_.path = path;
    report_.seed = options.seed;
  }

  ConformanceReport Run() {
    bool loads = true;
    for (const Check& check : LoadChecks()) {
      if (check.of != Of::kFile) continue;
      const Verdict verdict = RunOne(check, "");
      loads = loads && verdict.outcome != CheckOutcome::kFailed;
    }
    if (!loads) return std::move(report_);
    const std::vector<Listed> stages = Stages();
    for (const Check& check : LoadChecks()) {
      if (check.of == Of::kPlugin) RunOne(check, "");
    }
    report_.knows_stage = options_.stage.empty() || stages.empty();
    for (const Listed& stage : stages) {
      if (!options_.stage.empty() && stage.name != options_.stage) continue;
      report_.knows_stage = true;
      RunAll(stage);
    }
    return std::move(report_);
  }

 private:
  struct Listed {
    std::string name;
    bool source, state;
    bool Has(Of of) const {
      return of == Of::kSource  ? source
             : of == Of::kState ? state
                                : of != Of::kTransform || !source;
    }
  };

  void RunAll(const Listed& stage) {
    for (const auto& checks : {DescriptionChecks(), BindChecks(), ProcessChecks(), SourceChecks(),
                               StateChecks(), FuzzChecks()}) {
      for (const Check& check : checks) {
        if (stage.Has(check.of)) RunOne(check, stage.name);
      }
    }
    if (!stage.state && Wanted("state")) {
      report_.results.push_back(
          {"state", stage.name, "", "",
           Skipped("it offers no state (textmill.state/1) that could be saved and restored")});
    }
  }
  bool Wanted(const std::string& check) const { return check.rfind(options_.only, 0) == 0; }

  Verdict Guarded(const std::function<Verdict()>& run) const {
    return options_.in_process ? RunHere(run) : RunInChild(options_.seconds, run);
  }

  // In whatever process the check is run: loads the plugin, where the check needs it.
  Verdict RunLoaded(const Check& check, const std::string& stage) const {
    Subject subject{report_.path, nullptr, nullptr, scratch_.folder(), options_.seed};
    if (check.of == Of::kFile) return check.run(subject);
    const Registry registry =
        Registry::Load({scratch_.folder() + "/plugin"}, nullptr, Registry::Looking::kHere);
    if (registry.plugins().empty()) return Failed("it could not be loaded again");
    subject.plugin = registry.plugins()[0].plugin;
    if (!stage.empty()) subject.stage = registry.Find(stage);
    return check.run(subject);
  }

  Verdict RunOne(const Check& check, const std::string& stage) {
    if (!Wanted(check.name) && check.of != Of::kFile) return {};
    const Verdict verdict = Guarded([&] { return RunLoaded(check, stage); });
    report_.results.push_back({check.name, stage, check.expects, check.mend, verdict});
    return verdict;
  }

  // Even this is asked in a child: a line for each stage, which begins with what it is.
  std::vector<Listed> Stages() const {
    const Verdict told = Guarded([&] {
      const Registry registry =
          Registry::Load({scratch_.folder() + "/plugin"}, nullptr, Registry::Looking::kHere);
      std::string lines;
      for (const textmill_stage* stage : registry.Stages()) {
        const bool source = stage->info->kind == TEXTMILL_SOURCE;
        const bool state =
            !source && stage->extension != nullptr && stage->extension(TEXTMILL_STATE_1) != nullptr;
        lines += std::string(source  ? "source"
                             : state ? "state"
                                     : "plain") +
                 " " + stage->info->name + "\n";
      }
      return Verdict{CheckOutcome::kPassed, lines};
    });
    std::vector<Listed> stages;
    std::istringstream lines(told.message);
    for (std::string kind, name; lines >> kind >> name;)
      stages.push_back({name, kind == "source", kind == "state"});
    return stages;
  }

  ConformanceOptions options_;
  Scratch scratch_;
  ConformanceReport report_;
};

}  // namespace

int ConformanceReport::Count(CheckOutcome outcome) const {
  return static_cast<int>(std::count_if(
      results.begin(), results.end(),
      [&](const CheckedResult& result) { return result.verdict.outcome == outcome; }));
}

ConformanceReport TestPlugin(const std::string& path, const ConformanceOptions& options) {
  return Tester(path, options).Run();
}

}  // namespace textmill::core
