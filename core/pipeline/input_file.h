// A file that a stage will read (TEXTMILL_PARAM_READS), looked for before the run.
//
// Asks the file system and opens nothing, so that pipes may be named too; any thread.
#ifndef CORE_PIPELINE_INPUT_FILE_H_
#define CORE_PIPELINE_INPUT_FILE_H_

#include <optional>
#include <string>

#include "core/pipeline/values/scalar_value.h"

namespace textmill::core {

// What is wrong with `path`, if anything is.
std::optional<ScalarProblem> CheckInputFile(const std::string& path);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_INPUT_FILE_H_
