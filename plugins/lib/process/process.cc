#include "plugins/lib/process/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "plugins/lib/io/file.h"
#include "plugins/lib/process/launcher.h"
#include "textmill/error.hpp"

namespace textmill::process {
namespace {

// As much as the kernel gives to a pipe of somebody who is not root: fewer changes between the two.
constexpr int kPipeBytes = 1 << 20;
constexpr size_t kReadAtOnce = 256 << 10;
constexpr size_t kMostErrorText = 16 << 10;

using Clock = std::chrono::steady_clock;

void Close(int* file) {
  if (*file >= 0) close(*file);
  *file = -1;
}

bool IsExecutable(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         access(path.c_str(), X_OK) == 0;
}

// A pipe whose end for this side does not block.
struct Pipe {
  explicit Pipe(bool reads_here) {
    if (pipe2(ends, O_CLOEXEC) != 0)
      throw Error("no pipe can be made: " + io::SystemMessage(errno), TEXTMILL_IO_ERROR);
    mine = reads_here ? 0 : 1;
    fcntl(ends[mine], F_SETFL, O_NONBLOCK);
    fcntl(ends[mine], F_SETPIPE_SZ, kPipeBytes);  // it works without, too
  }
  ~Pipe() {
    Close(&ends[0]);
    Close(&ends[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int theirs() const { return ends[1 - mine]; }
  int Take() {
    const int file = ends[mine];
    ends[mine] = -1;
    return file;
  }
  int ends[2] = {-1, -1};
  int mine;
};

// Writes, without a signal when nobody reads.
ssize_t WriteQuietly(int file, std::string_view bytes) {
  sigset_t broken, before, pending;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  sigpending(&pending);
  const bool was_pending = sigismember(&pending, SIGPIPE) == 1;
  pthread_sigmask(SIG_BLOCK, &broken, &before);
  const ssize_t n = write(file, bytes.data(), bytes.size());
  const int error = errno;
  if (n < 0 && error == EPIPE && !was_pending) {
    const timespec now{};
    sigtimedwait(&broken, nullptr, &now);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return n;
}

}  // namespace

std::string FindProgram(const std::string& name) {
  if (name.empty()) throw Error("a program needs a name");
  if (name.find('/') != name.npos) {
    if (IsExecutable(name)) return name;
    if (access(name.c_str(), F_OK) != 0) throw Error("there is no program `" + name + "`");
    throw Error("`" + name + "` cannot be executed").Hint("try `chmod +x " + name + "`");
  }
  const char* const variable = std::getenv("PATH");
  std::string_view folders = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  while (!folders.empty()) {
    const size_t colon = std::min(folders.find(':'), folders.size());
    const std::string path = std::string(folders.substr(0, colon)) + "/" + name;
    if (colon > 0 && IsExecutable(path)) return path;
    folders.remove_prefix(std::min(colon + 1, folders.size()));
  }
  Error error("there is no program `" + name + "` in any folder of PATH");
  if (access(name.c_str(), X_OK) == 0) error.Hint("write `./" + name + "` for the file here");
  throw error;
}

std::string Seconds(std::chrono::nanoseconds time) {
  std::string text = std::to_string(std::chrono::duration<double>(time).count());
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text + " s";
}

Process::Process(const Command& command) {
  Pipe input(false), output(true), errors(true);
  id_ = Launch(command, {input.theirs(), output.theirs(), errors.theirs()});
  input_ = input.Take();
  output_ = output.Take();
  errors_ = errors.Take();
}

Process::~Process() { End(0); }

void Process::CloseInput() { Close(&input_); }

void Process::CloseAll() {
  Close(&input_);
  Close(&output_);
  Close(&errors_);
}

void Process::ReadErrors() {
  char piece[16 << 10];
  // Not to its end: a program may write faster than it is read.
  for (int pieces = 0; errors_ >= 0 && pieces < 16; ++pieces) {
    const ssize_t n = read(errors_, piece, sizeof piece);
    if (n < 0 && errno == EINTR) continue;
    if (n == 0) Close(&errors_);
    if (n <= 0) return;
    error_text_.append(piece, static_cast<size_t>(n));
    if (error_text_.size() > 2 * kMostErrorText)
      error_text_.erase(0, error_text_.size() - kMostErrorText);
  }
}

bool Process::Reap() {
  if (reaped_ || id_ <= 0) return true;
  const pid_t ended = waitpid(id_, &status_, WNOHANG);
  // ECHILD: somebody else has reaped it, or nobody had to.
  reaped_ = ended == id_ || (ended < 0 && errno == ECHILD);
  return reaped_;
}

Process::Step Process::Talk(std::string_view* to_send, std::string* received, int wait_ms) {
  // Asked first: what it wrote before it ended is then there to be read.
  const bool ended = Reap();
  pollfd files[3] = {{input_, POLLOUT, 0}, {output_, POLLIN, 0}, {errors_, POLLIN, 0}};
  if (to_send->empty()) files[0].fd = -1;
  if (poll(files, 3, ended ? 0 : wait_ms) < 0) return Step::kNothing;
  bool moved = false;
  if (files[2].revents != 0) ReadErrors();
  if (files[0].revents != 0) {
    const ssize_t n = WriteQuietly(input_, to_send->substr(0, kPipeBytes));
    if (n > 0) to_send->remove_prefix(static_cast<size_t>(n));
    if (n < 0 && errno != EAGAIN && errno != EINTR) CloseInput();
    moved = n > 0;
  }
  if (output_ >= 0 && (files[1].revents != 0 || ended)) {
    const size_t before = received->size();
    received->resize(before + kReadAtOnce);
    const ssize_t n = read(output_, received->data() + before, kReadAtOnce);
    const int error = errno;
    received->resize(before + static_cast<size_t>(std::max<ssize_t>(n, 0)));
    if (n > 0) return Step::kMoved;
    const bool nothing_yet = n < 0 && (error == EAGAIN || error == EINTR);
    if (!nothing_yet || ended) Close(&output_);
  }
  if (output_ < 0) {
    ReadErrors();
    return Step::kClosed;
  }
  return moved ? Step::kMoved : Step::kNothing;
}

std::string Process::TakeErrors() {
  ReadErrors();
  const size_t end = errors_ < 0 ? error_text_.size() : error_text_.rfind('\n') + 1;
  std::string taken = error_text_.substr(0, end);
  error_text_.erase(0, end);
  return taken;
}

std::string Process::End(int wait_ms) {
  const auto until = Clock::now() + std::chrono::milliseconds(wait_ms);
  while (!Reap() && Clock::now() < until) {
    std::string ignored;
    std::string_view nothing;
    if (Talk(&nothing, &ignored, 5) == Step::kClosed) usleep(1000);
  }
  const bool killed = !reaped_;
  if (id_ > 0) kill(-id_, SIGKILL);  // what it has started, too
  if (!reaped_ && id_ > 0) {
    kill(id_, SIGKILL);
    while (waitpid(id_, &status_, 0) < 0 && errno == EINTR) {
    }
    reaped_ = true;
  }
  if (id_ > 0) {
    ReadErrors();
    CloseAll();
    id_ = -1;
  }
  ended_well_ = !killed && WIFEXITED(status_) && WEXITSTATUS(status_) == 0;
  if (killed) return "was ended";
  if (WIFSIGNALED(status_)) {
    const int signal = WTERMSIG(status_);
    return "was killed by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
  }
  return "ended with exit status " + std::to_string(WEXITSTATUS(status_));
}

}  // namespace textmill::process
