#include "core/cli/interrupt.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <iterator>

#include "core/run/run.h"

namespace textmill::core {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};
// How long a run may take to end by itself; then it is ended.
constexpr int kGraceMs = 800;

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);
std::atomic<int> wake{-1};  // a pipe's end, to wake the watcher

extern "C" void OnSignal(int signal) {
  const int error = errno;
  if (interrupted.exchange(true)) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  (void)!write(wake.load(), "!", 1);
  errno = error;
}

// True when something came; false when the time is over.
bool Wait(int file, int milliseconds) {
  pollfd waiting{file, POLLIN, 0};
  int n;
  do {
    n = poll(&waiting, 1, milliseconds);
  } while (n < 0 && errno == EINTR);
  return n > 0;
}

}  // namespace

Interrupt::Interrupt() {
  interrupted = false;
  if (pipe2(woken_, O_CLOEXEC | O_NONBLOCK) == 0) {
    wake = woken_[1];
    watcher_ = std::thread([this] { Watch(); });
  }
  struct sigaction action {};
  action.sa_handler = OnSignal;  // without SA_RESTART: what waits is to look at the flag
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < std::size(kSignals); ++i) {
    struct sigaction& before = before_[i];
    sigaction(kSignals[i], &action, &before);
    if (kSignals[i] == SIGHUP && before.sa_handler == SIG_IGN)  // nohup
      sigaction(SIGHUP, &before, nullptr);
  }
}

void Interrupt::Settle() {
  if (settled_) return;
  settled_ = true;
  // The watcher was first: it ends the process, here and now.
  while (over_.exchange(true)) pause();
}

Interrupt::~Interrupt() {
  Settle();
  for (size_t i = 0; i < std::size(kSignals); ++i) sigaction(kSignals[i], &before_[i], nullptr);
  if (!watcher_.joinable()) return;
  (void)!write(woken_[1], "!", 1);
  watcher_.join();
  wake = -1;
  close(woken_[0]);
  close(woken_[1]);
}

// What nobody can wake (a stage that is busy with one long call, a disk that does not answer) must
// not keep a run from ending.
void Interrupt::Watch() {
  char byte;
  while (!interrupted && !over_) {
    Wait(woken_[0], -1);
    while (read(woken_[0], &byte, 1) > 0) {
    }
  }
  if (!over_) Wait(woken_[0], kGraceMs);
  if (over_.exchange(true)) return;
  RemoveWorkFolder();
  static constexpr char kMessage[] =
      "interrupted; what was written so far ends in .part, perhaps within a record\n";
  (void)!write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
  // Not _exit(): that is taken for a plugin's.
  syscall(SYS_exit_group, ExitStatus(Outcome::kInterrupted));
}

const std::atomic<bool>* Interrupt::flag() const { return &interrupted; }

}  // namespace textmill::core
