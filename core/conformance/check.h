// One thing that the interface asks of a plugin, and how it is tried out.
//
// A check is run in a process of its own, unless a debugger is wanted; it may crash or hang there.
#ifndef CORE_CONFORMANCE_CHECK_H_
#define CORE_CONFORMANCE_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/pipeline/yaml/yaml_node.h"
#include "core/plugin/registry.h"
#include "textmill/abi.h"

namespace textmill::core {

enum class CheckOutcome { kPassed, kFailed, kWarning, kSkipped };

struct Verdict {
  CheckOutcome outcome = CheckOutcome::kPassed;
  std::string message;  // what was seen; "" when it passed
  std::string printed;  // what the plugin printed on standard output meanwhile: its first line
};
inline Verdict Passed() { return {}; }
inline Verdict Failed(std::string message) {
  return {CheckOutcome::kFailed, std::move(message), ""};
}
inline Verdict Warning(std::string message) {
  return {CheckOutcome::kWarning, std::move(message), ""};
}
inline Verdict Skipped(std::string message) {
  return {CheckOutcome::kSkipped, std::move(message), ""};
}

// What is checked.
struct Subject {
  std::string path;                           // of the plugin
  const textmill_plugin* plugin = nullptr;    // NULL for checks of the file alone
  std::vector<const textmill_stage*> stages;  // those of its stages that can be used
  const textmill_stage* stage = nullptr;      // NULL for checks of the plugin as a whole
  std::string folder;                         // for files that a check needs; exists
  YamlNode with;                              // parameters that the user gave: a map
  std::string input;                          // a file of the user's, for the stage to read; or ""
  uint64_t seed = 1;
};

struct Check {
  // Sinks are transforms here. kCommit: those that commit; kState, kMerge, kPartition: those that
  // offer the extension; kStateless: those that say that they remember nothing.
  enum class Of {
    kFile,
    kPlugin,
    kStage,
    kSource,
    kTransform,
    kCommit,
    kState,
    kStateless,
    kMerge,
    kPartition
  };
  const char* name;     // "process.batches"
  const char* expects;  // what is expected
  const char* mend;     // what to do where it is not so
  Of of;
  Verdict (*run)(const Subject& subject);
};

std::vector<Check> LoadChecks();
std::vector<Check> DescriptionChecks();
std::vector<Check> BindChecks();
std::vector<Check> ProcessChecks();
std::vector<Check> SourceChecks();
std::vector<Check> StateChecks();
std::vector<Check> SplitChecks();
std::vector<Check> FuzzChecks();

}  // namespace textmill::core

#endif  // CORE_CONFORMANCE_CHECK_H_
