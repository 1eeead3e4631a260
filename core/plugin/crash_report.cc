// Everything that a signal handler may come to is async-signal-safe: no memory is taken, no lock,
// no stream; text goes through a buffer on the stack.
#include "core/plugin/crash_report.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "core/plugin/plugin_call.h"

namespace textmill::core {
namespace {

constexpr int kCrashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP, SIGALRM};

int errors = STDERR_FILENO;  // a descriptor of our own, which no plugin knows to close
std::atomic<bool> installed{false}, reporting{false};
std::atomic<bool> running{false};
char work_folder[PATH_MAX];  // "" when there is none

class Text {
 public:
  Text& operator<<(const char* text) {
    for (; *text != '\0' && size_ < sizeof bytes_; ++text) {
      const auto c = static_cast<unsigned char>(*text);
      bytes_[size_++] = c < 0x20 || c == 0x7F ? '?' : *text;  // a file's name may hold anything
    }
    return *this;
  }
  Text& operator<<(uint64_t number) {
    char digits[20];
    size_t n = 0;
    do digits[n++] = static_cast<char>('0' + number % 10);
    while ((number /= 10) != 0);
    while (n > 0 && size_ < sizeof bytes_) bytes_[size_++] = digits[--n];
    return *this;
  }
  void EndLine() {
    if (size_ < sizeof bytes_) bytes_[size_++] = '\n';
  }
  ~Text() {
    for (size_t at = 0; at < size_;) {
      const ssize_t n = write(errors, bytes_ + at, size_ - at);
      if (n <= 0) break;
      at += static_cast<size_t>(n);
    }
  }

 private:
  char bytes_[4096];
  size_t size_ = 0;
};

const char* NameOf(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "Segmentation fault";
    case SIGBUS:
      return "Bus error";
    case SIGFPE:
      return "Arithmetic error";
    case SIGILL:
      return "Illegal instruction";
    case SIGABRT:
      return "Aborted";
    case SIGSYS:
      return "Bad system call";
    case SIGTRAP:
      return "Trap";
    case SIGALRM:
      return "Alarm clock";
    default:
      return "signal";
  }
}

// Removes what is in an open folder. `depth` bounds a tree that somebody made too deep.
void Empty(int folder, int depth) {
  if (depth > 16) return;
  alignas(8) char entries[4096];
  for (long n; (n = syscall(SYS_getdents64, folder, entries, sizeof entries)) > 0;) {
    for (long at = 0; at < n;) {
      struct Entry {  // as linux/dirent.h has it
        uint64_t inode;
        int64_t offset;
        uint16_t size;
        unsigned char type;
        char name[1];
      };
      const auto* entry = reinterpret_cast<const Entry*>(entries + at);
      at += entry->size;
      const char* name = entry->name;
      if (std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0) continue;
      if (entry->type == DT_DIR) {
        const int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner >= 0) Empty(inner, depth + 1);
        if (inner >= 0) close(inner);
        unlinkat(folder, name, AT_REMOVEDIR);
      } else {
        unlinkat(folder, name, 0);
      }
    }
  }
}

void RemoveWorkFolder() {
  if (work_folder[0] == '\0') return;
  const int folder = open(work_folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder >= 0) Empty(folder, 0);
  if (folder >= 0) close(folder);
  rmdir(work_folder);
}

const char* FileName(const char* path) {
  const char* slash = std::strrchr(path, '/');
  return slash == nullptr ? path : slash + 1;
}

// Who was at work, where, and what to do.
void Say(const char* what, uint64_t number, const char* after) {
  const PluginCall* here = PluginCall::Current();
  const PluginCall* call = here != nullptr ? here : PluginCall::Any();
  Text text;
  if (call == nullptr) {
    text << "textmill: the program " << what << number << after << " while no stage was called";
    text.EndLine();
    return;
  }
  const CalledPlugin& called = call->called();
  text << "textmill: the plugin " << FileName(called.file) << " " << what << number << after;
  if (here == nullptr) text << " (on a thread of its own, or another plugin's)";
  text.EndLine();
  text << "  in `" << call->function() << "`";
  if (*called.stage != '\0') text << " of the stage `" << called.stage << "`";
  if (*called.step != '\0') text << ", step `" << called.step << "`";
  text.EndLine();
  text << "  plugin: " << called.file;
  if (*called.version != '\0') text << ", version " << called.version;
  text.EndLine();
  if (const AtUnit* unit = AtUnit::Current()) {
    text << "  at: " << unit->input << ", bytes " << unit->begin << " to " << unit->end;
    text.EndLine();
  }
  if (*called.file != '\0') {
    text << "  to find the mistake: textmill test-plugin " << called.file;
    text.EndLine();
  }
}

void SayThatTheRunFailed() {
  if (!running) return;
  Text text;
  text << "the run failed; nothing has its final name, what was written so far ends in "
          ".part";
  text.EndLine();
}

extern "C" void OnCrash(int signal) {
  if (IsNotedProcess()) {
    if (reporting.exchange(true)) {  // another thread is at it; the process ends with that
      while (true) pause();
    }
    char what[64] = "crashed: ";
    std::strncat(what, NameOf(signal), 32);
    std::strncat(what, " (signal ", 16);
    Say(what, static_cast<uint64_t>(signal), ")");
    RemoveWorkFolder();
    SayThatTheRunFailed();
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);  // blocked until this returns
}

// A plugin's, or a thread's in the middle of a run: never success.
void OnLeave(const char* function, int status) {
  if (!installed) return;
  if (!IsNotedProcess()) syscall(SYS_exit_group, status);  // a child that a plugin forked
  if (!running && PluginCall::Current() == nullptr) return;
  if (reporting.exchange(true)) return;
  char what[64] = "ended the program by ";
  std::strncat(what, function, 16);
  std::strncat(what, "(", 2);
  Say(what, static_cast<uint64_t>(static_cast<unsigned>(status)), ")");
  RemoveWorkFolder();
  SayThatTheRunFailed();
  syscall(SYS_exit_group, 1);
}

void OnExit(int status, void*) { OnLeave("exit", status); }
void OnQuickExit() { OnLeave("quick_exit", 0); }

// Handlers run in the opposite order: the one of the latest registration first, before what plugins
// that were loaded until then have registered.
void RegisterLeave() {
  on_exit(OnExit, nullptr);
  at_quick_exit(OnQuickExit);
}

}  // namespace

void InstallCrashReport() {
  const int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 200);
  if (copy >= 0) errors = copy;
  for (const int signal : kCrashes) {
    struct sigaction before;
    // A sanitizer's handler says more than ours.
    if (sigaction(signal, nullptr, &before) != 0 || before.sa_handler != SIG_DFL) continue;
    struct sigaction action {};
    action.sa_handler = OnCrash;
    action.sa_flags = SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
  }
  installed = true;
  RegisterLeave();
}

void RemoveCrashReport() {
  if (!installed.exchange(false)) return;
  for (const int signal : kCrashes) {
    struct sigaction now;
    if (sigaction(signal, nullptr, &now) == 0 && now.sa_handler == OnCrash)
      std::signal(signal, SIG_DFL);
  }
}

RunUnderWay::RunUnderWay(const std::string& folder) {
  const size_t size = std::min(folder.size(), sizeof work_folder - 1);
  std::memcpy(work_folder, folder.data(), size);
  work_folder[folder.size() < sizeof work_folder ? size : 0] = '\0';
  static const bool registered = installed && (RegisterLeave(), true);
  (void)registered;
  running = true;
}

RunUnderWay::~RunUnderWay() {
  running = false;
  work_folder[0] = '\0';
}

}  // namespace textmill::core

// Takes the place of the C library's for everything in the process but the library itself, since
// the program's symbols come first: _exit() runs no handlers, so it could not be noticed otherwise.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
extern "C" __attribute__((visibility("default"))) void _exit(int status) {
  textmill::core::OnLeave("_exit", status);
  while (true) syscall(SYS_exit_group, status);
}
extern "C" __attribute__((visibility("default"))) void _Exit(int status) noexcept { _exit(status); }
#endif
