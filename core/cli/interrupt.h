// Ctrl-C, SIGTERM and the loss of the terminal (SIGHUP, unless nohup has it ignored) as a flag, as
// long as it lives. The first asks the run to end, and when it does not within a second, ends the
// process with status 130; the second ends it at once.
//
// One at a time, on the main thread; it has a thread of its own.
#ifndef CORE_CLI_INTERRUPT_H_
#define CORE_CLI_INTERRUPT_H_

#include <atomic>
#include <csignal>
#include <thread>

namespace textmill::core {

class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  const std::atomic<bool>* flag() const;
  // From here on the first signal ends nothing any more: only the outputs' names are missing.
  void Settle();

 private:
  void Watch();

  struct sigaction before_[3]{};
  int woken_[2] = {-1, -1};
  std::atomic<bool> over_{false};  // whoever sets it decides how the process ends
  bool settled_ = false;
  std::thread watcher_;
};

}  // namespace textmill::core

#endif  // CORE_CLI_INTERRUPT_H_
