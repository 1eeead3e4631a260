// What stages count for themselves (textmill.account/1), over all parts of a run: a run that was
// resumed adds what the checkpoint has of the parts before.
//
// One thread, while no stage is at work. The plan outlives it.
#ifndef CORE_RUN_ACCOUNTS_H_
#define CORE_RUN_ACCOUNTS_H_

#include <vector>

#include "core/pipeline/plan.h"
#include "core/plugin/instance.h"
#include "core/result.h"

namespace textmill::core {

using AccountNumbers = std::vector<Instance::Number>;

// `before` and what was counted since: from `begin`, when this part began, to `now`. A number that
// the stage itself has brought along (it was as much when it began) is what it is now. One that
// fell is no count of what was done, such as rows that nobody has used yet: nobody knows what it
// would be, and it is left out.
AccountNumbers AddUp(const AccountNumbers& before, const AccountNumbers& begin,
                     const AccountNumbers& now);

class Accounts {
 public:
  explicit Accounts(const Plan& plan) : plan_(plan) {}

  // Of a run that goes on: one a step, as the checkpoint has them. Once all stages have their
  // states and the source is where it was.
  Status GoOn(std::vector<AccountNumbers> before);
  // One a step.
  Result<std::vector<AccountNumbers>> Now() const;

 private:
  Result<std::vector<AccountNumbers>> Ask() const;
  const Plan& plan_;
  std::vector<AccountNumbers> before_, begin_;  // empty, or one a step
};

}  // namespace textmill::core

#endif  // CORE_RUN_ACCOUNTS_H_
