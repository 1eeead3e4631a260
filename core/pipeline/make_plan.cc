#include "core/pipeline/make_plan.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "core/pipeline/draft/draft.h"
#include "core/pipeline/draft/steps.h"
#include "core/pipeline/outputs.h"
#include "core/pipeline/subject.h"
#include "core/pipeline/suggest.h"
#include "core/pipeline/values/environment.h"
#include "core/pipeline/values/set_option.h"
#include "core/pipeline/yaml/source_text.h"
#include "core/pipeline/yaml/yaml_tree.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> ReadFile(const std::string& file, std::vector<Problem>* problems) {
  const auto fail = [&](std::string message, std::string hint) {
    problems->push_back({{file, 0, 0}, std::move(message), std::move(hint)});
    return std::nullopt;
  };
  std::error_code error;
  const fs::path path = file;
  if (fs::is_directory(path, error)) return fail("this is a folder, not a pipeline file", "");
  if (!fs::exists(path, error)) {
    std::vector<std::string> names;
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error))
      names.push_back(it->path().filename().string());
    return fail("there is no such file", DidYouMean(path.filename().string(), names));
  }
  std::ifstream stream(file, std::ios::binary);
  std::string text(kLongestPipeline + 4, '\0');  // a byte order mark does not count
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.is_open() || stream.bad())
    return fail(std::string("the file cannot be read: ") + std::strerror(errno), "");
  text.resize(static_cast<size_t>(stream.gcount()));
  return text;
}

// The paths that the user gave to a reader: of its parameters that are paths.
void AddPatterns(const textmill_param_info& param, const YamlNode& node,
                 std::vector<std::string>* patterns) {
  if (node.scalar() && (param.types & TEXTMILL_PATH) != 0) patterns->push_back(node.text);
  if (node.kind != YamlNode::Kind::kList || param.item == nullptr) return;
  for (const YamlNode& item : node.items) AddPatterns(*param.item, item, patterns);
}

class Planner {
 public:
  Planner(const std::string& file, const Registry& registry, const PlanOptions& options,
          std::vector<Problem>* problems)
      : file_(file), registry_(registry), options_(options), problems_(problems) {}

  std::optional<Plan> Make(const std::string& text) {
    std::optional<YamlNode> tree = ReadYaml(text, file_, problems_);
    if (!tree) return std::nullopt;
    Plan plan;
    const fs::path parent = fs::path(file_).parent_path();
    const std::string folder = parent.empty() ? "." : parent.string();
    SubstituteEnvironment(folder, &*tree, problems_, &plan.environment);
    draft_ = ReadDraft(*tree, file_, registry_, problems_);
    ApplySet(options_.set, folder, &draft_, problems_);
    ResolveTables(&draft_, problems_);
    bound_ = BindSteps(draft_, registry_, problems_);

    plan.outputs = ListOutputs(draft_, bound_);
    CheckFiles(plan);
    if (!problems_->empty()) return std::nullopt;
    plan.name = draft_.name;
    plan.file = file_;
    plan.steps = std::move(bound_.steps);
    plan.dropped = draft_.dropped ? draft_.dropped->text : "";
    plan.failed = draft_.failed ? draft_.failed->text : DefaultFailedPath(plan.outputs, file_);
    plan.failed_given = draft_.failed.has_value();
    plan.summary = options_.summary;
    plan.overwrite = options_.overwrite;
    plan.allow_failures = draft_.allow_failures;
    plan.stop_after_failures = draft_.stop_after_failures;
    plan.unique_ids = draft_.unique_ids;
    for (const Step& step : plan.steps) {
      const bool complete = step.kind == Step::Kind::kKeep  ? step.condition != nullptr
                            : step.kind == Step::Kind::kSet ? !step.set.empty()
                                                            : step.instance != nullptr;
      if (!complete) {
        problems_->push_back(
            {step.place, "step `" + step.id + "` could not be set up, for no reason that is known",
             "this is a mistake in Textmill: please report it"});
        return std::nullopt;
      }
    }
    return plan;
  }

 private:
  void CheckFiles(const Plan& plan) {
    std::vector<FileToWrite> files;
    bool all_known = true;
    for (size_t i = 0; i < bound_.steps.size(); ++i) {
      const bool writes = bound_.steps[i].kind == Step::Kind::kSink;
      all_known = all_known && (!writes || bound_.paths_known[i]);
    }
    for (const PlannedOutput& output : plan.outputs)
      files.push_back({output.path, "the output", output.place, output.pattern, output.folder});
    if (draft_.dropped)
      files.push_back(
          {draft_.dropped->text, "the file of dropped documents", draft_.dropped->place});
    if (draft_.failed) {
      files.push_back({draft_.failed->text, "the file of failed documents", draft_.failed->place});
    } else if (all_known) {
      files.push_back({DefaultFailedPath(plan.outputs, file_), "the file of failed documents",
                       files.empty() ? Place{file_, 0, 0} : files[0].place});
    }
    if (!options_.summary.empty())
      files.push_back({options_.summary, "the summary", {"--summary " + options_.summary, 0, 0}});
    if (!options_.report.empty())
      files.push_back({options_.report, "the report", {"--report " + options_.report, 0, 0}});
    CheckDistinct(files, options_.look_at_files, problems_);
    if (!options_.look_at_files) return;
    InputFiles inputs = Inputs();
    inputs.listed.push_back(file_);  // it is read, too
    CheckWritable(files, inputs, options_.overwrite, problems_);
  }

  InputFiles Inputs() {
    InputFiles inputs;
    if (bound_.steps.empty() || !bound_.paths_known[0]) return inputs;
    const Step& source = bound_.steps[0];
    const StepDraft& draft = draft_.steps[0];
    if (source.kind != Step::Kind::kSource || source.instance == nullptr) return inputs;
    const YamlNode* with = draft.with ? &*draft.with : nullptr;
    Result<std::vector<textmill_input>> listed = source.instance->ListInputs();
    if (!listed) {
      const Error& error = listed.error();
      problems_->push_back({PlaceOfSubject(with, error.parameter, draft.place), error.message,
                            error.hint, error.step});
    } else {
      for (const textmill_input& input : *listed)
        inputs.listed.emplace_back(input.path != nullptr ? input.path : "");
    }
    const textmill_stage_info& info = *source.stage->info;
    for (uint64_t k = 0; k < info.n_params && with != nullptr; ++k) {
      if (const YamlNode* given = with->Find(info.params[k].name))
        AddPatterns(info.params[k], *given, &inputs.patterns);
    }
    return inputs;
  }

  const std::string& file_;
  const Registry& registry_;
  const PlanOptions& options_;
  std::vector<Problem>* problems_;
  Draft draft_;
  BoundSteps bound_;
};

}  // namespace

std::optional<Plan> MakePlanOf(const std::string& text, const std::string& file,
                               const Registry& registry, const PlanOptions& options,
                               std::vector<Problem>* problems) {
  std::vector<Problem> found;
  std::optional<Plan> plan = Planner(file, registry, options, &found).Make(text);
  SortProblems(file, &found);
  problems->insert(problems->end(), found.begin(), found.end());
  return plan;
}

std::optional<Plan> MakePlan(const std::string& file, const Registry& registry,
                             const PlanOptions& options, std::vector<Problem>* problems) {
  const std::optional<std::string> text = ReadFile(file, problems);
  if (!text) return std::nullopt;
  return MakePlanOf(*text, file, registry, options, problems);
}

}  // namespace textmill::core
