// How a step's output columns come about: which stay, which are replaced, which are new.
//
// Pure functions; any thread.
#ifndef CORE_PIPELINE_COMPOSE_H_
#define CORE_PIPELINE_COMPOSE_H_

#include <string>
#include <vector>

#include "core/pipeline/plan.h"

namespace textmill::core {

// A column that stays although its offsets point into a column that is not the same any more.
struct StaleOffsets {
  std::string column;  // as it was called before the step
  std::string into;
};

struct Composition {
  Schema output;
  std::vector<ColumnSource> sources;  // one for each column of `output`
  std::vector<StaleOffsets> stale;
  std::vector<Error> errors;  // what cannot be; `output` is then the best guess
};

// Kept columns come first, in order; then what the stage makes. A column made under the name of one
// that is kept takes its place. `conditional`: the step has a `when:`, so that the documents it
// does not see must fit its output as they are.
Composition Compose(const Schema& input, const Bound& bound, bool conditional);

// The output of a step that changes no columns.
std::vector<ColumnSource> SameColumns(const Schema& columns);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_COMPOSE_H_
