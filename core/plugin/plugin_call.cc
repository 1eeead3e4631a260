#include "core/plugin/plugin_call.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cfenv>
#include <cstdio>
#include <locale>
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace textmill::core {
namespace {

constexpr size_t kMostThreads = 256;  // more are not listed
std::array<std::atomic<const PluginCall*>, kMostThreads> under_way{};
std::atomic<size_t> threads{0};

thread_local const PluginCall* innermost = nullptr;
thread_local const AtUnit* unit = nullptr;

// What a forked process leaves for the one that it came from.
struct CameBack {
  std::atomic<bool> any;
  char stage[120];
};

struct {
  CameBack* came_back = nullptr;  // shared with forked processes
  std::atomic<pid_t> pid{0};
  mode_t umask = 022;
  int folder = -1;
  dev_t device = 0;
  ino_t inode = 0;
  std::array<int, 3> standard{-1, -1, -1};  // copies of descriptors 0 to 2
} noted;

// High enough that code which closes "all" descriptors of a small number does not meet it.
constexpr int kHigh = 200;

// What a thread needs before it calls plugins: a stack for the crash report, since a plugin may
// have used up the usual one, and the locale of C, whatever a plugin makes the process's.
class Thread {
 public:
  Thread() : slot_(threads++) {
    c_ = newlocale(LC_ALL_MASK, "C", static_cast<locale_t>(nullptr));
    stack_t now{};
    if (sigaltstack(nullptr, &now) != 0 || (now.ss_flags & SS_DISABLE) == 0) return;
    stack_ = mmap(nullptr, kStack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK,
                  -1, 0);
    if (stack_ == MAP_FAILED) return;
    stack_t mine{};
    mine.ss_sp = stack_;
    mine.ss_size = kStack;
    sigaltstack(&mine, nullptr);
  }
  ~Thread() {
    if (stack_ != MAP_FAILED) {
      stack_t none{};
      none.ss_flags = SS_DISABLE;
      sigaltstack(&none, nullptr);
      munmap(stack_, kStack);
    }
    uselocale(LC_GLOBAL_LOCALE);
    if (c_ != nullptr) freelocale(c_);
  }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;
  std::atomic<const PluginCall*>* slot() const {
    return slot_ < kMostThreads ? &under_way[slot_] : nullptr;
  }
  locale_t c() const { return c_; }

 private:
  static constexpr size_t kStack = 64 << 10;
  size_t slot_;
  locale_t c_ = nullptr;
  void* stack_ = MAP_FAILED;
};

Thread& ThisThread() {
  thread_local Thread thread;
  return thread;
}

// Arithmetic as every thread begins with it: rounding to nearest, small numbers kept.
void PutBackArithmetic() {
#if defined(__SSE__)
  constexpr unsigned kUsual = 0x1F80, kSeen = 0x3F;
  if ((_mm_getcsr() & ~kSeen) != kUsual) _mm_setcsr(kUsual);
#endif
  if (std::fegetround() != FE_TONEAREST) std::fesetround(FE_TONEAREST);
}

void PutBackLocale(const Thread& thread) {
  if (thread.c() != nullptr) uselocale(thread.c());
  // Numbers in streams that are made from now on.
  if (std::locale() != std::locale::classic()) std::locale::global(std::locale::classic());
}

void PutBackFolder(const CalledPlugin& called) {
  struct stat now;
  if (noted.folder < 0 ||
      (stat(".", &now) == 0 && now.st_dev == noted.device && now.st_ino == noted.inode)) {
    return;
  }
  if (fchdir(noted.folder) != 0) return;  // closed by a plugin, too: paths that are relative fail
  static std::atomic<bool> told{false};
  if (!told.exchange(true)) {
    std::fprintf(stderr,
                 "textmill: the stage `%s` changed the working folder of the program; it was set "
                 "back\n",
                 called.stage);
  }
}

// One of the first three that a plugin closed would be the next file that is opened, and what
// libraries print would be in it.
void PutBackDescriptors(const CalledPlugin& called) {
  for (int i = 0; i < 3; ++i) {
    if (noted.standard[i] < 0 || fcntl(i, F_GETFD) >= 0) continue;
    dup2(noted.standard[i], i);
    static std::atomic<bool> told{false};
    if (!told.exchange(true)) {
      dprintf(noted.standard[2],
              "textmill: the stage `%s` closed descriptor %d; it was opened again\n", called.stage,
              i);
    }
  }
}

}  // namespace

PluginCall::PluginCall(const CalledPlugin& called, const char* function, bool alone)
    : called_(called), function_(function), alone_(alone), outer_(innermost) {
  const Thread& thread = ThisThread();
  if (outer_ == nullptr) {
    PutBackLocale(thread);
    PutBackArithmetic();
  }
  innermost = this;
  if (auto* slot = thread.slot()) slot->store(this, std::memory_order_release);
}

PluginCall::~PluginCall() {
  if (!IsNotedProcess()) {
    std::fprintf(stderr,
                 "textmill: the stage `%s` forked, and the new process came back into the program: "
                 "it was ended\n",
                 called_.stage);
    if (noted.came_back != nullptr) {
      std::snprintf(noted.came_back->stage, sizeof noted.came_back->stage, "%s", called_.stage);
      noted.came_back->any.store(true);
    }
    _exit(1);
  }
  innermost = outer_;
  const Thread& thread = ThisThread();
  if (auto* slot = thread.slot()) slot->store(outer_, std::memory_order_release);
  PutBackArithmetic();
  PutBackLocale(thread);
  PutBackFolder(called_);
  PutBackDescriptors(called_);
  if (alone_ && noted.pid != 0) umask(noted.umask);
}

const PluginCall* PluginCall::Current() { return innermost; }

const PluginCall* PluginCall::Any() {
  for (const auto& slot : under_way) {
    if (const PluginCall* call = slot.load(std::memory_order_acquire)) return call;
  }
  return nullptr;
}

AtUnit::AtUnit(const char* input, uint64_t begin, uint64_t end)
    : input(input), begin(begin), end(end), outer_(unit) {
  unit = this;
}
AtUnit::~AtUnit() { unit = outer_; }
const AtUnit* AtUnit::Current() { return unit; }

void NoteProcess() {
  void* shared =
      mmap(nullptr, sizeof(CameBack), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared != MAP_FAILED) noted.came_back = static_cast<CameBack*>(shared);  // of zeros
  noted.umask = umask(0);
  umask(noted.umask);
  if (noted.folder < 0 || fcntl(noted.folder, F_GETFD) < 0)
    noted.folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct stat now;
  if (noted.folder >= 0 && fstat(noted.folder, &now) == 0) {
    noted.device = now.st_dev;
    noted.inode = now.st_ino;
  }
  for (int i = 0; i < 3; ++i) {
    if (noted.standard[i] < 0 || fcntl(noted.standard[i], F_GETFD) < 0)
      noted.standard[i] = fcntl(i, F_DUPFD_CLOEXEC, kHigh);
  }
  noted.pid = getpid();
}

std::string CameBackFrom() {
  return noted.came_back != nullptr && noted.came_back->any.load() ? noted.came_back->stage : "";
}

bool IsNotedProcess() {
  const pid_t pid = noted.pid.load(std::memory_order_relaxed);
  return pid == 0 || pid == getpid();
}

unsigned NotedUmask() {
  if (noted.pid != 0) return noted.umask;
  const mode_t now = umask(0);
  umask(now);
  return now;
}

}  // namespace textmill::core
