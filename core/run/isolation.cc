#include "core/run/isolation.h"

#include <utility>

#include "core/isolate/isolated_instance.h"

namespace textmill::core {

Status IsolateSteps(Plan* plan, IsolateWhich which,
                    const std::function<void(int32_t level, const std::string& step,
                                             std::string_view message)>& log,
                    const std::atomic<bool>* stop) {
  for (Step& step : plan->steps) {
    if (!IsIsolated(step, which)) continue;
    const IsolateOptions options{std::chrono::nanoseconds(step.timeout),
                                 static_cast<uint64_t>(step.memory), log, stop};
    auto isolated = IsolatedInstance::Make(std::move(step.instance), step.bound, options);
    if (!isolated) return isolated.error();
    step.instance = std::move(*isolated);
  }
  return {};
}

}  // namespace textmill::core
