#include "core/conformance/conformance.h"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <set>
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
    std::set<std::string> is;  // "source", "commit", "state", ...
    bool Has(Of of) const {
      switch (of) {
        case Of::kSource:
          return is.contains("source");
        case Of::kTransform:
          return !is.contains("source");
        case Of::kCommit:
          return is.contains("commit");
        case Of::kState:
          return is.contains("state");
        case Of::kStateless:
          return is.contains("stateless");
        case Of::kMerge:
          return is.contains("merge");
        case Of::kPartition:
          return is.contains("partition");
        default:
          return true;
      }
    }
  };

  void RunAll(const Listed& stage) {
    for (const auto& checks : {DescriptionChecks(), BindChecks(), ProcessChecks(), SourceChecks(),
                               StateChecks(), SplitChecks(), FuzzChecks()}) {
      for (const Check& check : checks) {
        if (stage.Has(check.of)) RunOne(check, stage.name);
      }
    }
    if (!stage.Has(Of::kState) && !stage.Has(Of::kCommit) && Wanted("state")) {
      report_.results.push_back({"state", stage.name, "", "",
                                 Skipped("it does not commit, so that it has nothing to save")});
    }
  }
  bool Wanted(const std::string& check) const { return check.rfind(options_.only, 0) == 0; }

  Verdict Guarded(const std::function<Verdict()>& run) const {
    return options_.in_process ? RunHere(run) : RunInChild(options_.seconds, run);
  }

  // In whatever process the check is run: loads the plugin, where the check needs it.
  Verdict RunLoaded(const Check& check, const std::string& stage) const {
    Subject subject;
    subject.path = report_.path;
    subject.folder = scratch_.folder();
    subject.seed = options_.seed;
    subject.input = options_.input;
    subject.with = options_.with;
    if (check.of == Of::kFile) return check.run(subject);
    const Registry registry =
        Registry::Load({scratch_.folder() + "/plugin"}, nullptr, Registry::Looking::kHere);
    if (registry.plugins().empty()) return Failed("it could not be loaded again");
    subject.plugin = registry.plugins()[0].plugin;
    subject.stages = registry.plugins()[0].stages;
    if (!stage.empty()) subject.stage = registry.Find(stage);
    return check.run(subject);
  }

  Verdict RunOne(const Check& check, const std::string& stage) {
    if (!Wanted(check.name) && check.of != Of::kFile) return {};
    const Verdict verdict = Guarded([&] { return RunLoaded(check, stage); });
    report_.results.push_back({check.name, stage, check.expects, check.mend, verdict});
    if (!verdict.printed.empty() && printed_.insert(stage).second) {
      report_.results.push_back(
          {"prints", stage, "standard output belongs to the host, whose documents may go there",
           "print on standard error, or tell the host by Log()",
           Warning("it printed on standard output: " + verdict.printed)});
    }
    return verdict;
  }

  // Even this is asked in a child: a line for each stage, its name and what it is.
  std::vector<Listed> Stages() const {
    const Verdict told = Guarded([&] {
      const Registry registry =
          Registry::Load({scratch_.folder() + "/plugin"}, nullptr, Registry::Looking::kHere);
      std::string lines;
      for (const textmill_stage* stage : registry.Stages()) {
        lines += stage->info->name;
        const uint32_t flags = stage->info->flags;
        const bool source = stage->info->kind == TEXTMILL_SOURCE;
        if (source) lines += " source";
        if ((flags & (TEXTMILL_COMMITS | TEXTMILL_REPLAYS)) != 0) lines += " commit";
        if ((flags & TEXTMILL_STATELESS) != 0) lines += " stateless";
        const auto offers = [&](const char* id) {
          return !source && stage->extension != nullptr && stage->extension(id) != nullptr;
        };
        if (offers(TEXTMILL_STATE_1)) lines += " state";
        if (offers(TEXTMILL_MERGE_1)) lines += " merge";
        if (offers(TEXTMILL_PARTITION_1)) lines += " partition";
        lines += "\n";
      }
      return Verdict{CheckOutcome::kPassed, lines, ""};
    });
    std::vector<Listed> stages;
    std::istringstream lines(told.message);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      Listed& stage = stages.emplace_back();
      words >> stage.name;
      for (std::string word; words >> word;) stage.is.insert(word);
    }
    return stages;
  }

  ConformanceOptions options_;
  std::set<std::string> printed_;  // stages of which it was told
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
