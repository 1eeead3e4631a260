// Makes a plan of a pipeline's YAML, or says everything that is wrong with it.
//
// One thread at a time. Looks at files, but opens no input.
#ifndef CORE_PIPELINE_MAKE_PLAN_H_
#define CORE_PIPELINE_MAKE_PLAN_H_

#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/pipeline/problem.h"
#include "core/plugin/registry.h"

namespace textmill::core {

struct PlanOptions {
  std::vector<std::string> set;  // "ID.PARAM=VALUE"
  bool overwrite = false;
  std::string summary;  // where a summary will be written, or ""
  std::string report;   // the same of a report
  // False: only what needs no look at the file system (for `explain` and `schema` checks of texts).
  bool look_at_files = true;
};

// Reads and checks a pipeline. Returns a plan, or everything that is wrong with it, in the file's
// order.
std::optional<Plan> MakePlan(const std::string& file, const Registry& registry,
                             const PlanOptions& options, std::vector<Problem>* problems);

// The same for a pipeline's text, which places call `file`.
std::optional<Plan> MakePlanOf(const std::string& text, const std::string& file,
                               const Registry& registry, const PlanOptions& options,
                               std::vector<Problem>* problems);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_MAKE_PLAN_H_
