// Ctrl-C, SIGTERM and the loss of the terminal (SIGHUP, unless nohup has it ignored) as a flag, as
// long as it lives; the second time they end the process at once.
// One at a time, on the main thread.
#ifndef CORE_CLI_INTERRUPT_H_
#define CORE_CLI_INTERRUPT_H_

#include <atomic>

namespace textmill::core {

class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  const std::atomic<bool>* flag() const;
};

}  // namespace textmill::core

#endif  // CORE_CLI_INTERRUPT_H_
