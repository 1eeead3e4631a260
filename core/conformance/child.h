// Runs a check in a child process, which may crash or hang.
#ifndef CORE_CONFORMANCE_CHILD_H_
#define CORE_CONFORMANCE_CHILD_H_

#include <functional>
#include <string>

#include "core/conformance/check.h"

namespace textmill::core {

// What `run` returns, from a process of its own that is ended after `seconds`. To be called while
// this process has a single thread.
Verdict RunInChild(int seconds, const std::function<Verdict()>& run);

// Calls `run`; what it throws is a failure.
Verdict RunHere(const std::function<Verdict()>& run);

}  // namespace textmill::core

#endif  // CORE_CONFORMANCE_CHILD_H_
