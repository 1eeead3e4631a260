// A pipeline as it is written: its keys, its steps, their ids and stages. Nothing is bound yet.
//
// Plain data, owned by whoever holds it; stages belong to the registry.
#ifndef CORE_PIPELINE_DRAFT_H_
#define CORE_PIPELINE_DRAFT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/problem.h"
#include "core/pipeline/yaml/yaml_node.h"
#include "core/plugin/registry.h"

namespace textmill::core {

struct StepDraft {
  Place place;        // of the stage's name or the condition
  bool keep = false;  // `keep:`
  bool sets = false;  // `set:`; else `uses:`
  std::string uses;   // as written; "keep" for a condition, "set" for values
  // NULL for `keep:`, for `set:` and for what no plugin offers; the stage with the nearest name
  // where that is surely what was meant.
  const textmill_stage* stage = nullptr;
  std::string id;
  std::optional<YamlNode> with;
  std::optional<YamlNode> condition;  // of `keep:` or `when:`
  std::optional<YamlNode> set;        // of `set:`: a map of values
  bool fail_odd = false;              // `on_error: fail` beside it
  std::optional<YamlNode> from;
  std::optional<size_t> table_of;  // the step that `from` names
  std::string table;               // with `from: ID.TABLE`, which of its tables; "": its first
  // How it works, as Step has it; and where the first of these is written.
  std::optional<bool> isolate;
  int64_t timeout = 0, memory = 0;
  Place isolate_place;
  bool from_unknown = false;  // `from` is wrong, and that has been reported

  bool is(uint32_t kind) const { return stage != nullptr && stage->info->kind == kind; }
};

struct Draft {
  std::string name;
  std::vector<StepDraft> steps;
  std::optional<YamlNode> dropped, failed;  // scalars
  uint64_t allow_failures = 0;
  uint64_t stop_after_failures = 1000;
  bool unique_ids = false;
};

// Reads the tree of a whole file, whose environment variables are filled in. What is wrong is
// reported, and the rest is read all the same.
Draft ReadDraft(const YamlNode& root, const std::string& file, const Registry& registry,
                std::vector<Problem>* problems);

// Finds the tables that steps take by `from: ID`, which may also be under `with:`. Comes last,
// for `--set` may change it.
void ResolveTables(Draft* draft, std::vector<Problem>* problems);

// "step `wire` (line 12)"
std::string NameOf(const StepDraft& step);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_DRAFT_H_
