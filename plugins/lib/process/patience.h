// How long a stage waits for a program that never answers: ten documents, one after the other.
// After them the run ends, for it would wait as long for each of the others.
#ifndef PLUGINS_LIB_PROCESS_PATIENCE_H_
#define PLUGINS_LIB_PROCESS_PATIENCE_H_

#include <atomic>
#include <string>

#include "textmill/error.hpp"

namespace textmill::process {

// Of all lanes of a stage together; any thread.
class Patience {
 public:
  void Answered() { silent_.store(0, std::memory_order_relaxed); }
  // Throws Error. `why`: "`NAME` gave no answer for 60 s".
  void GaveNone(const std::string& why) {
    if (silent_.fetch_add(1, std::memory_order_relaxed) + 1 < kDocuments) return;
    throw Error(why + ", for " + std::to_string(kDocuments) +
                " documents one after the other; the run does not wait for the others, too")
        .Hint("If it needs more time, raise `timeout`");
  }

 private:
  static constexpr int kDocuments = 10;
  std::atomic<int> silent_{0};
};

}  // namespace textmill::process

#endif  // PLUGINS_LIB_PROCESS_PATIENCE_H_
