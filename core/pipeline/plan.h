// A checked plan: what a pipeline's YAML says, with every stage created and bound, ready to run.
//
// Data alone: make_plan.h makes it, its caller owns it, one run uses it.
#ifndef CORE_PIPELINE_PLAN_H_
#define CORE_PIPELINE_PLAN_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/expr/expr.h"
#include "core/pipeline/path_template.h"
#include "core/pipeline/problem.h"
#include "core/plugin/instance.h"
#include "core/plugin/registry.h"
#include "core/result.h"
#include "core/table/column.h"

namespace textmill::core {

// A column of a step's output: either a column that came in, or one that the step makes.
struct ColumnSource {
  enum class From { kInput, kProcess, kCommit } from = From::kInput;
  int index = 0;  // into the step's input schema, Bound::columns or Bound::commit_columns
};

// A column that a `set:` step makes. `value` sees the columns of the step's input with those that
// were set before it in place.
struct SetColumn {
  std::unique_ptr<Expression> value;
  size_t place = 0;  // among those columns: one that is there, or the next one
};

struct Step {
  enum class Kind { kSource, kTransform, kSink, kKeep, kSet };
  Kind kind = Kind::kTransform;
  std::string id;
  std::string uses;  // the stage's name; "keep" for a condition, "set" for values
  Place place;
  std::string written;             // all that the pipeline says of it, see draft/written.h
  std::vector<std::string> reads;  // files that its stage reads beside documents

  std::unique_ptr<Expression> condition;  // of `keep:`, or of `when:`; else NULL
  std::vector<SetColumn> set;             // of `set:`
  bool fail_odd = false;                  // a value that cannot be worked out fails its document
  const textmill_stage* stage = nullptr;  // NULL for kKeep and kSet
  std::unique_ptr<Instance> instance;     // the same
  Bound bound;                            // of kSet: the columns that it makes

  Schema input;   // documents as they reach the step (a table's columns for a step with `from`)
  Schema output;  // documents as they leave it
  std::vector<int> uses_columns;          // Bound::uses, as places in `input`
  std::vector<ColumnSource> composition;  // how each column of `output` comes about
  std::optional<size_t> table_of;         // `from: ID.TABLE`: the step whose table this one takes
  size_t table = 0;                       // and which of them; `from: ID` is the first

  // Whether the stage works in processes of its own (isolate/), where the pipeline says so; how
  // long such a process may take for a batch (nanoseconds), and how many bytes; 0: as it likes.
  std::optional<bool> isolate;
  int64_t timeout = 0, memory = 0;

  // Of a writer whose path names columns: how its files are called, and another instance, bound
  // like `instance`, for each of them.
  std::optional<PathTemplate> split;
  std::function<Result<std::unique_ptr<Instance>>()> another;
};

struct PlannedOutput {
  std::string path;    // as given
  size_t step = 0;     // index of the step that writes it
  size_t output = 0;   // which of the step's outputs
  uint32_t flags = 0;  // TEXTMILL_OUTPUT_RAW
  Place place;
  std::string pattern;  // of a writer whose path names columns: what its files match (fnmatch)
  std::string folder;   // ... and where all of them are
};

struct Plan {
  std::string name;
  std::string file;
  std::vector<Step> steps;             // the first is the source
  std::vector<PlannedOutput> outputs;  // of the writers, in order of steps
  std::string dropped;                 // path, or ""
  std::string failed;                  // path; filled with the default when the pipeline has none
  bool failed_given = false;           // whether the pipeline names it
  std::string summary;                 // path, or ""
  bool overwrite = false;              // files of these names may be replaced
  // The variables that the pipeline uses, with the values that they have in it.
  std::map<std::string, std::string> environment;
  uint64_t allow_failures = 0;
  uint64_t stop_after_failures = 1000;
  bool unique_ids = false;
};

}  // namespace textmill::core

#endif  // CORE_PIPELINE_PLAN_H_
