// What a run did: as JSON for scripts (--summary FILE), and as some lines for people.
#ifndef CORE_RUN_SUMMARY_H_
#define CORE_RUN_SUMMARY_H_

#include <string>

#include "core/pipeline/plan.h"
#include "core/plugin/registry.h"
#include "core/run/run.h"

namespace textmill::core {

// What the command line said, for a repeat.
struct Invocation {
  std::vector<std::string> command;  // the program's name, too
  std::vector<std::string> set;      // "ID.PARAM=VALUE"
};

//     {"textmill": "0.1.0", "pipeline": "news", ..., "exit_status": 0,
//      "documents": {"read", "made", "finished", "dropped", "failed"}, "inputs_failed",
//      "drops": {STEP: {REASON: n}}, "rows": {WRITER: n}, "bytes": {"read", "written"}, "seconds",
//      "steps": [{"id", "uses", "documents", "seconds", "peak_memory", ...}],
//      "outputs": [{"path", "bytes"}], "plugins": {NAME: VERSION}}
std::string SummaryJson(const Plan& plan, const RunReport& report, const Registry& registry,
                        const Invocation& invocation = {});

// What a step counted for itself: "files passed over: .pdf 3, .html 2".
std::string AccountText(const std::vector<Instance::Number>& account);

std::string SummaryText(const Plan& plan, const RunReport& report);

}  // namespace textmill::core

#endif  // CORE_RUN_SUMMARY_H_
