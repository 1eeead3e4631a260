// What a stage counted for itself (textmill.account/1) in several processes, as one account.
//
// Numbers are added up beyond what each process began with: what a stage counted when it was opened
// is there once, though all processes have it. One that fell in more than one process, such as rows
// of a table that no document used, is not the sum of anything, and is left out.
//
// One thread at a time.
#ifndef CORE_ISOLATE_ISOLATED_ACCOUNT_H_
#define CORE_ISOLATE_ISOLATED_ACCOUNT_H_

#include <vector>

#include "core/plugin/instance.h"

namespace textmill::core {

class IsolatedAccount {
 public:
  using Numbers = std::vector<Instance::Number>;

  // From now on processes begin with `begin`, when `sum` was counted in all.
  void Begin(Numbers sum, Numbers begin);
  // What was counted in all, when the processes have these numbers.
  Numbers Sum(const std::vector<Numbers>& processes) const;

 private:
  Numbers sum_, begin_;
};

}  // namespace textmill::core

#endif  // CORE_ISOLATE_ISOLATED_ACCOUNT_H_
