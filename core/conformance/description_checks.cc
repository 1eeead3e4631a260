// Checks of what a stage says about itself. Nothing of it is called.
#include "core/conformance/check.h"
#include "core/conformance/setup.h"
#include "core/pipeline/yaml/yaml_tree.h"

namespace textmill::core {
namespace {

bool IsEmpty(const char* text) { return text == nullptr || *text == '\0'; }

// The first parameter, at any depth, for which `fits` is false.
template <class Fits>
std::string FindParam(const textmill_param_info* params, uint64_t n, const std::string& before,
                      Fits&& fits) {
  for (uint64_t i = 0; i < n; ++i) {
    const std::string name = before + (params[i].name != nullptr ? params[i].name : "[]");
    if (!fits(params[i])) return name;
    if (params[i].item != nullptr) {
      const auto found =
          FindParam(params[i].item->fields, params[i].item->n_fields, name + "[].", fits);
      if (!found.empty()) return found;
    }
    const auto found = FindParam(params[i].fields, params[i].n_fields, name + ".", fits);
    if (!found.empty()) return found;
  }
  return "";
}

Verdict Docs(const Subject& subject) {
  const textmill_stage_info& info = *subject.stage->info;
  const std::string summary = info.summary;
  if (summary.size() < 12) return Warning("the summary `" + summary + "` is too short");
  if (summary.back() != '.' || summary.find('\n') != summary.npos)
    return Warning("the summary `" + summary + "` is not one sentence that ends with a full stop");
  const std::string param =
      FindParam(info.params, info.n_params, "", [](const auto& p) { return !IsEmpty(p.doc); });
  if (!param.empty()) return Warning("the parameter `" + param + "` is not described");
  for (uint64_t i = 0; i < info.n_needs; ++i) {
    if (IsEmpty(info.needs[i].doc))
      return Warning("the column `" + std::string(info.needs[i].name) +
                     "` that it needs is not described");
  }
  for (uint64_t i = 0; i < info.n_produces; ++i) {
    if (IsEmpty(info.produces[i].doc))
      return Warning("the column `" + std::string(info.produces[i].name) +
                     "` that it makes is not described");
  }
  return Passed();
}

// Defaults as the host fills them in; it checks plain ones when it loads the plugin, all of them
// when a pipeline is read.
Verdict Defaults(const Subject& subject) {
  const textmill_stage_info& info = *subject.stage->info;
  for (uint64_t i = 0; i < info.n_params; ++i) {
    const textmill_param_info& param = info.params[i];
    if (param.default_value == nullptr) continue;
    std::vector<Problem> problems;
    const std::string text = std::string(param.name) + ": " + param.default_value + "\n";
    const auto with = ReadYaml(text, "default", &problems);
    if (with && problems.empty()) {
      textmill_stage_info alone = info;
      alone.params = &param;
      alone.n_params = 1;
      CheckParams(alone, &*with, {"default", 0, 0}, nullptr, &problems);
    }
    if (!problems.empty())
      return Failed("the default of `" + std::string(param.name) + "`: " + problems[0].message);
  }
  return Passed();
}

Verdict Example(const Subject& subject) {
  const textmill_stage_info& info = *subject.stage->info;
  std::string problem;
  const auto with = ExampleOf(info, &problem);
  if (!problem.empty()) return Failed("its example: " + problem);
  if (!with) return Passed();  // the host shows one with what is required
  std::vector<Problem> problems;
  // The files that it reads are the user's.
  const YamlNode node = WithFile(subject, *with, SampleFile(subject, 0));
  CheckParams(info, &node, {"example", 0, 0}, nullptr, &problems);
  if (!problems.empty()) return Failed("its example: " + problems[0].message);
  return Passed();
}

}  // namespace

std::vector<Check> DescriptionChecks() {
  using Of = Check::Of;
  return {
      {"describe.docs", "a sentence on the stage, and one on each parameter and column",
       "they are all that a user sees: write them in Describe(), Param, In and Out", Of::kStage,
       Docs},
      {"describe.defaults", "each default is a value that the parameter takes",
       "correct the default, or the range or choices", Of::kStage, Defaults},
      {"describe.example",
       "the example is a step that uses this stage, with parameters that it has",
       "correct what Explain() gives as an example", Of::kStage, Example},
  };
}

}  // namespace textmill::core
