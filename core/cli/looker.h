// What head, count and kwic have in common: commands that look at files by a pipeline of their own,
// which nobody wrote and which leaves no files.
//
// On the main thread, but for the Watcher's calls.
#ifndef CORE_CLI_LOOKER_H_
#define CORE_CLI_LOOKER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/plugin/registry.h"
#include "core/run/run.h"
#include "core/run/watcher.h"

namespace textmill::core {

// A string, and a list of them, as YAML in which `$` does not stand for a variable.
std::string QuotedYaml(std::string_view text);
std::string QuotedYaml(const std::vector<std::string>& items);

// The plan of such a pipeline; nothing when there are mistakes, which are told.
std::optional<Plan> PlanToLook(const std::string& pipeline, const Registry& registry);

// Notes why the first records and inputs could not be read.
class Looker : public Watcher {
 public:
  void Failed(std::string_view line) override;
  // At the end of the run: why it ended, and what could not be read.
  void TellFailures(const RunReport& report) const;

 private:
  std::vector<std::string> reasons_;
};

}  // namespace textmill::core

#endif  // CORE_CLI_LOOKER_H_
