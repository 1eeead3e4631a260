// The change of the instances of steps for ones that work in processes of their own.
#ifndef CORE_RUN_ISOLATION_H_
#define CORE_RUN_ISOLATION_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/pipeline/isolated.h"
#include "core/result.h"

namespace textmill::core {

// On the main thread, before other threads of the run begin and before its files are open. `log`
// is called in the processes, too; `stop` outlives the plan's instances.
Status IsolateSteps(Plan* plan, IsolateWhich which,
                    const std::function<void(int32_t level, const std::string& step,
                                             std::string_view message)>& log,
                    const std::atomic<bool>* stop);

}  // namespace textmill::core

#endif  // CORE_RUN_ISOLATION_H_
