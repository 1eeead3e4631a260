// The end of a run: every step is finished, in order, and the tables that steps have made go
// through the writers that take them.
#ifndef CORE_RUN_TABLES_H_
#define CORE_RUN_TABLES_H_

#include <atomic>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/run/ledger.h"
#include "core/run/split_writer.h"
#include "core/run/watcher.h"

namespace textmill::core {

// `split`: for each step, NULL or what writes its many files. Adds the writers' counters to the
// ledger. Ends early, without an error, when `stop` is set. One thread.
Status FinishSteps(Plan& plan, const std::vector<SplitWriter*>& split, Ledger* ledger,
                   Watcher* watcher, const std::atomic<bool>* stop);

// The same for one step: its tables go through their writers, which are not finished with it.
Status FinishStep(Plan& plan, size_t step, const std::vector<SplitWriter*>& split,
                  std::vector<StepCounts>* counts, Watcher* watcher, const std::atomic<bool>* stop);

}  // namespace textmill::core

#endif  // CORE_RUN_TABLES_H_
