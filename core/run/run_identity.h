// What a run is made of: the program, the pipeline, its plugins, the files that it reads. A run can
// be resumed only with all of these as they were.
//
// Files that are read are known by name, size and time. Plain data. One thread.
#ifndef CORE_RUN_RUN_IDENTITY_H_
#define CORE_RUN_RUN_IDENTITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/result.h"

namespace textmill::core {

struct RunIdentity {
  struct Part {
    std::string what;  // "step `wire`"
    std::string how;   // as it was, or a hash of it
  };
  std::vector<Part> parts;
  std::vector<uint64_t> inputs;  // a hash of each: its name, size and time
};

// `inputs`: as the source lists them. `options`: "--limit", "1000".
Result<RunIdentity> IdentityOf(const Plan& plan, const std::vector<textmill_input>& inputs,
                               const std::vector<RunIdentity::Part>& options);

// What is not as it was, as a sentence; "" when all is.
std::string Difference(const RunIdentity& then, const RunIdentity& now,
                       const std::vector<textmill_input>& inputs);

}  // namespace textmill::core

#endif  // CORE_RUN_RUN_IDENTITY_H_
