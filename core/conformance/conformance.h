// `textmill test-plugin`: all checks that apply to a plugin, one after the other.
//
// One thread. In a process of its own each, unless asked otherwise: then the plugin's code is never
// run in this one.
#ifndef CORE_CONFORMANCE_CONFORMANCE_H_
#define CORE_CONFORMANCE_CONFORMANCE_H_

#include <functional>
#include <string>
#include <vector>

#include "core/conformance/check.h"
#include "core/pipeline/yaml/yaml_node.h"

namespace textmill::core {

struct ConformanceOptions {
  bool in_process = false;  // for debuggers
  int seconds = 60;         // a check may take
  uint64_t seed = 1;
  std::string only;   // checks whose name begins so
  std::string stage;  // this stage alone; "": all
  YamlNode with;      // parameters for the stages that have them: a map
  std::string input;  // a file for stages that read one, in place of those that are made up; or ""
};

struct CheckedResult {
  const char* check;
  std::string stage;  // "" for the plugin as a whole
  const char* expects;
  const char* mend;
  Verdict verdict;
};

struct ConformanceReport {
  std::string path;
  uint64_t seed = 1;
  std::vector<CheckedResult> results;
  bool knows_stage = true;  // false: the plugin has no stage that is called as asked for
  int Count(CheckOutcome outcome) const;
};

ConformanceReport TestPlugin(const std::string& path, const ConformanceOptions& options);

// For people, the passed ones as numbers alone; and for programs.
std::string ReportText(const ConformanceReport& report);
std::string ReportJson(const ConformanceReport& report);

}  // namespace textmill::core

#endif  // CORE_CONFORMANCE_CONFORMANCE_H_
