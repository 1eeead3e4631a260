// Which of its source's columns a plan looks at. Pure functions; any thread.
#ifndef CORE_PIPELINE_WANTED_COLUMNS_H_
#define CORE_PIPELINE_WANTED_COLUMNS_H_

#include <optional>
#include <set>
#include <string>

#include "core/pipeline/plan.h"

namespace textmill::core {

// The names of columns that a step, a condition or a path looks at; nothing: all of them, since
// whole documents are written when they are dropped. A name may be that of a later column, too.
std::optional<std::set<std::string>> WantedColumns(const Plan& plan);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_WANTED_COLUMNS_H_
