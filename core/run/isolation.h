// Which steps of a run work in processes of their own, and the change of their instances for ones
// that do.
#ifndef CORE_RUN_ISOLATION_H_
#define CORE_RUN_ISOLATION_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/pipeline/plan.h"
#include "core/result.h"

namespace textmill::core {

// Of the steps that do not say it themselves.
enum class IsolateWhich {
  kNever,    // none, whatever the steps say
  kOutside,  // those whose plugins do not belong to the program
  kAll
};

// Readers and writers of many files never are.
bool IsIsolated(const Step& step, IsolateWhich which);

// On the main thread, before other threads of the run begin and before its files are open. `log`
// is called in the processes, too; `stop` outlives the plan's instances.
Status IsolateSteps(Plan* plan, IsolateWhich which,
                    const std::function<void(int32_t level, const std::string& step,
                                             std::string_view message)>& log,
                    const std::atomic<bool>* stop);

}  // namespace textmill::core

#endif  // CORE_RUN_ISOLATION_H_
