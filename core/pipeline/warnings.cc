#include "core/pipeline/warnings.h"

#include <algorithm>
#include <string>

namespace textmill::core {
namespace {

// A step whose table is all that comes of it.
bool MakesNothingButATable(const Step& step) {
  return step.kind == Step::Kind::kTransform && !step.bound.tables.empty() &&
         step.bound.columns.empty() && step.bound.commit_columns.empty() &&
         !step.bound.keeps_some && (step.bound.flags & (TEXTMILL_DROPS | TEXTMILL_EXPANDS)) == 0;
}

}  // namespace

std::vector<Problem> WarningsOf(const Plan& plan) {
  std::vector<Problem> warnings;
  const auto is_sink = [](const Step& step) { return step.kind == Step::Kind::kSink; };
  if (std::none_of(plan.steps.begin(), plan.steps.end(), is_sink)) {
    warnings.push_back({{plan.file, 0, 0},
                        "no step writes anything, so nothing will be left of what the others do",
                        "add a writer, such as `- uses: write.jsonl`"});
    return warnings;
  }
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    if (!MakesNothingButATable(step)) continue;
    const bool taken = std::any_of(plan.steps.begin(), plan.steps.end(),
                                   [&](const Step& other) { return other.table_of == i; });
    if (taken) continue;
    warnings.push_back({step.place,
                        "no writer takes the table of the step `" + step.id +
                            "`, and nothing else "
                            "comes of it",
                        "add a writer with `from: " + step.id + "`"});
  }
  return warnings;
}

}  // namespace textmill::core
