#include "core/pipeline/kept_rows.h"

namespace textmill::core {

std::vector<KeptIf> KeptRows(const Plan& plan) {
  std::vector<KeptIf> kept;
  if (!plan.dropped.empty()) return kept;
  for (size_t i = 1; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    if (step.kind != Step::Kind::kKeep) break;
    Requirements must = step.condition->requirements();
    for (Requirement& one : must.all) {
      const std::string& name = step.input[static_cast<size_t>(one.column)].name;
      // Of `lang == "en" and text.length > 9`, a null makes null or false: the text decides.
      kept.push_back(
          {name, std::move(one), must.complete ? 0U : uint32_t{TEXTMILL_KEPT_READ_NULLS}});
    }
    // The step's other columns are not read; a row may get past it that would not otherwise.
    if (!must.complete) break;
  }
  return kept;
}

}  // namespace textmill::core
