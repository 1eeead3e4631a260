#include "plugins/lib/process/launcher.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "plugins/lib/io/file.h"
#include "textmill/error.hpp"

extern char** environ;

namespace textmill::process {
namespace {

// All that the child needs, made before the fork: between fork and exec only calls are allowed that
// take no lock.
struct Prepared {
  explicit Prepared(const Command& command) : program(command.program.c_str()) {
    for (const std::string& argument : command.arguments)
      arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    for (char** variable = environ; *variable != nullptr; ++variable) {
      const std::string_view name(*variable, std::string_view(*variable).find('=') + 1);
      bool replaced = false;
      for (const std::string& other : command.environment)
        replaced = replaced || other.compare(0, name.size(), name) == 0;
      if (!replaced) environment.push_back(*variable);
    }
    for (const std::string& variable : command.environment)
      environment.push_back(const_cast<char*>(variable.c_str()));
    environment.push_back(nullptr);
    shared_file = command.shared_file;
  }
  const char* program;
  std::vector<char*> arguments, environment;
  int shared_file;
};

void CloseFrom(int first) {
  if (syscall(SYS_close_range, first, ~0U, 0) == 0) return;
  for (int file = first; file < 4096; ++file) close(file);  // a kernel before 5.9
}

// In the child. `failure` is where the error number goes when the program cannot be executed.
[[noreturn]] void Execute(const Prepared& prepared, const Pipes& pipes, int failure, pid_t host) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != host) syscall(SYS_exit_group, 127);  // it was ended meanwhile
  for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // First out of the way of 0 to 4, then to their places.
  int files[] = {fcntl(pipes.input, F_DUPFD, 10), fcntl(pipes.output, F_DUPFD, 10),
                 fcntl(pipes.errors, F_DUPFD, 10),
                 prepared.shared_file < 0 ? -1 : fcntl(prepared.shared_file, F_DUPFD, 10)};
  const int told = fcntl(failure, F_DUPFD, 10);
  for (int to = 0; to < 4; ++to) {
    if (files[to] >= 0) dup2(files[to], to);
  }
  dup2(told, 4);
  fcntl(4, F_SETFD, FD_CLOEXEC);
  CloseFrom(5);
  if (prepared.shared_file < 0) close(3);
  execve(prepared.program, prepared.arguments.data(), prepared.environment.data());
  const int error = errno;
  (void)!write(4, &error, sizeof error);
  // Not _exit(): the host takes that for a plugin's.
  while (true) syscall(SYS_exit_group, 127);
}

pid_t Fork(const Command& command, const Pipes& pipes) {
  const Prepared prepared(command);
  int failure[2];
  if (pipe2(failure, O_CLOEXEC) != 0)
    throw Error("no pipe can be made: " + io::SystemMessage(errno), TEXTMILL_IO_ERROR);
  const pid_t host = getpid();
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // no handler of the host's runs in the child
  const pid_t child = fork();
  if (child == 0) Execute(prepared, pipes, failure[1], host);
  const int fork_error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  close(failure[1]);
  int error = 0;
  ssize_t n = 0;
  if (child > 0) {
    do {
      n = read(failure[0], &error, sizeof error);
    } while (n < 0 && errno == EINTR);
  }
  close(failure[0]);
  if (child < 0)
    throw Error("no process can be made: " + io::SystemMessage(fork_error), TEXTMILL_IO_ERROR);
  if (n > 0) {
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
    throw Error("`" + command.program + "` cannot be started: " + io::SystemMessage(error),
                TEXTMILL_IO_ERROR);
  }
  return child;
}

class Launcher {
 public:
  Launcher() : process_(getpid()) {
    std::thread([this] { Work(); }).detach();
  }
  // A forked host has no thread of its parent.
  bool mine() const { return process_ == getpid(); }
  pid_t Start(const Command& command, const Pipes& pipes) {
    std::packaged_task<pid_t()> task([&] { return Fork(command, pipes); });
    auto result = task.get_future();
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
    return result.get();
  }

 private:
  [[noreturn]] void Work() {
    // The host's signals are for its own threads.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    while (true) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return !tasks_.empty(); });
      std::packaged_task<pid_t()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
    }
  }
  const pid_t process_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::packaged_task<pid_t()>> tasks_;
};

}  // namespace

pid_t Launch(const Command& command, const Pipes& pipes) {
  static std::mutex mutex;
  static Launcher* launcher = nullptr;  // never destroyed: its thread goes with the process
  Launcher* mine;
  {
    const std::lock_guard lock(mutex);
    if (launcher == nullptr || !launcher->mine()) launcher = new Launcher;
    mine = launcher;
  }
  return mine->Start(command, pipes);
}

}  // namespace textmill::process
