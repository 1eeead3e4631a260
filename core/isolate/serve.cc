#include "core/isolate/serve.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <new>
#include <utility>

#include "core/plugin/crash_report.h"
#include "core/plugin/plugin_call.h"

namespace textmill::core {
namespace {

// How long is waited for what a plugin has forked: it may come back into the program.
constexpr int kForkMs = 20;

// What the handlers of fork() look at. A process has one server.
int served_socket = -1;
bool spawning = false, plugin_forked = false;

uint32_t CountIn(const char* folder) {
  DIR* entries = opendir(folder);
  if (entries == nullptr) return 0;
  uint32_t n = 0;
  while (const dirent* entry = readdir(entries)) n += entry->d_name[0] != '.' ? 1 : 0;
  closedir(entries);
  return n;
}

// Pages of data that the process has.
uint64_t DataBytes() {
  std::ifstream file("/proc/self/statm");
  uint64_t fields[6] = {};
  for (uint64_t& field : fields) file >> field;
  return fields[5] * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

void LimitMemory(uint64_t memory) {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);  // one for each document that kills it would be too many
  if (memory == 0) return;
  const rlimit limit{DataBytes() + memory, DataBytes() + memory};
  setrlimit(RLIMIT_DATA, &limit);
}

void CloseOthers(const ChildEnds& ends) {
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing >= 0) dup2(nothing, STDIN_FILENO);
  unsigned keep[] = {static_cast<unsigned>(ends.socket),
                     static_cast<unsigned>(ends.questions.file()),
                     static_cast<unsigned>(ends.answers.file())};
  std::sort(std::begin(keep), std::end(keep));
  unsigned from = STDERR_FILENO + 1;
  for (const unsigned one : keep) {
    if (one > from) syscall(SYS_close_range, from, one - 1, 0u);
    from = std::max(from, one + 1);
  }
  syscall(SYS_close_range, from, ~0u, 0u);
}

class Server final : public StageServices {
 public:
  Server(const ServeOptions& options, ChildEnds ends) : options_(options), ends_(std::move(ends)) {}

  [[noreturn]] void Run() {
    try {
      Answers();
    } catch (const std::bad_alloc&) {  // for the answer
    }
    LeaveProcess(SocketIsOurs() ? 1 : kClosedDescriptors);
  }

  void Log(int32_t level, const std::string& step, std::string_view message) override {
    options_.log(level, step, message);
  }
  bool Cancelled() override { return false; }  // the program ends the process instead
  Status Write(size_t output, std::string_view bytes) override {
    if (packer_ == nullptr)
      return Error{"a stage may write while it is opened, in commit and in finish only", "",
                   ErrorKind::kBrokenPromise};
    try {
      PackWritten(static_cast<uint32_t>(output), bytes, packer_);
    } catch (const std::bad_alloc&) {
      return Error{"there is not enough memory", "", ErrorKind::kOutOfMemory};
    }
    return {};
  }

 private:
  void Answers() {
    Begin();
    while (true) {
      Packet asked{};
      int files[3] = {-1, -1, -1};
      if (!Receive(&asked, files)) LeaveProcess(0);
      if (asked.ask == Ask::kSpawn) {
        Spawn(files);
        continue;
      }
      if (asked.ask == Ask::kClose) Close();
      const size_t size = Answer(asked);
      if (!SocketIsOurs()) LeaveProcess(kClosedDescriptors);
      LookAfterFork();
      Say(asked.ask, size);
    }
  }

  // As a process that has just become one of its own.
  void Begin() {
    served_socket = ends_.socket;
    struct stat socket;
    inode_ = fstat(ends_.socket, &socket) == 0 ? socket.st_ino : 0;
    NoteProcess();
    plugin_forked = false;
    files_ = CountIn("/proc/self/fd");
    Say(Ask::kSpawn, 0);
  }

  bool Receive(Packet* packet, int* files) const {
    iovec part{packet, sizeof *packet};
    alignas(cmsghdr) char control[CMSG_SPACE(3 * sizeof(int))];
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    ssize_t n;
    do {
      n = recvmsg(ends_.socket, &message, MSG_CMSG_CLOEXEC);
    } while (n < 0 && errno == EINTR);
    if (n < 0 && (errno == EBADF || errno == ENOTSOCK)) LeaveProcess(kClosedDescriptors);
    if (n != sizeof *packet) return false;
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (header != nullptr && header->cmsg_len == CMSG_LEN(3 * sizeof(int)))
      std::memcpy(files, CMSG_DATA(header), 3 * sizeof(int));
    return true;
  }

  void Say(enum Ask ask, size_t size) const {
    const Packet packet{ask, static_cast<uint32_t>(getpid()), size};
    ssize_t n;
    do {
      n = send(ends_.socket, &packet, sizeof packet, MSG_NOSIGNAL);
    } while (n < 0 && errno == EINTR);
    if (n != sizeof packet) LeaveProcess(kClosedDescriptors);
  }

  // A child of the program like this one, which goes on in it.
  void Spawn(const int* files) {
    const pid_t program = getppid();
    spawning = true;
    const pid_t between = fork();
    if (between == 0) {
      const pid_t between_it = getpid();
      const pid_t child = fork();
      if (child != 0) LeaveProcess(child < 0 ? 1 : 0);
      spawning = false;
      // An orphan becomes the program's.
      while (getppid() == between_it) usleep(20);
      if (!BeChildOf(program)) LeaveProcess(1);
      close(ends_.socket);
      ends_ = ChildEnds{files[0], SharedMemory(files[1]), SharedMemory(files[2])};
      return Begin();
    }
    spawning = false;
    for (int i = 0; i < 3; ++i) {
      if (files[i] >= 0) close(files[i]);
    }
    while (between > 0 && waitpid(between, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  [[noreturn]] void Close() {
    delete options_.instance;
    std::cout.flush();
    std::fflush(nullptr);
    LeaveProcess(0);
  }

  // A library that closes descriptors may have got the numbers of ours for its own.
  bool SocketIsOurs() const {
    struct stat now;
    return fstat(ends_.socket, &now) == 0 && S_ISSOCK(now.st_mode) && now.st_ino == inode_;
  }

  void LookAfterFork() {
    if (!plugin_forked) return;
    plugin_forked = false;
    for (int i = 0; i < kForkMs; ++i) {
      siginfo_t info{};
      const bool none = waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0;
      if (!CameBackFrom().empty()) LeaveProcess(kForkCameBack);
      if (none || info.si_pid != 0) return;
      usleep(1000);
    }
  }

  size_t Answer(const Packet& asked) {
    Packer packer(&ends_.answers);
    const std::string_view question = ends_.questions.Read(asked.bytes);
    size_t written = 0;
    Status status;
    try {
      Unpacker from(question);
      const bool writes =
          asked.ask == Ask::kOpen || asked.ask == Ask::kCommit || asked.ask == Ask::kFinish;
      packer_ = writes ? &packer : nullptr;
      Body body = Do(asked.ask, &from);
      packer_ = nullptr;
      status = std::move(body.status);
      written = packer.size();
      if (status.ok()) {
        PackOutcome(status, options_.instance->peak_memory(), &packer);
        if (body.pack) status = body.pack(&packer);
      }
      if (status.ok()) return packer.size();
      packer.CutTo(written);
    } catch (const std::bad_alloc&) {
      status = Error{"there is not enough memory", "", ErrorKind::kOutOfMemory};
      packer.CutTo(written);
    }
    packer_ = nullptr;
    PackOutcome(status, options_.instance->peak_memory(), &packer);
    return packer.size();
  }

  // What came of a call, and what is to be packed of it if all was well.
  struct Body {
    Status status;
    std::function<Status(Packer*)> pack;
  };

  Body Do(enum Ask ask, Unpacker* from) {
    Instance& instance = *options_.instance;
    switch (ask) {
      case Ask::kOpen: {
        const OpenQuestion open = UnpackOpen(from);
        instance.SetInputBytes(open.input_bytes);
        return {instance.Open(this, open.work_folder, open.threads, open.memory), {}};
      }
      case Ask::kLook:
        return {{}, [this](Packer* to) {
                  to->Put(LookAnswer{CountIn("/proc/self/task") - 1,
                                     CountIn("/proc/self/fd") - files_});
                  return Status();
                }};
      case Ask::kProcess:
      case Ask::kCommit:
        return DoBatch(ask == Ask::kProcess ? Call::kProcess : Call::kCommit, from);
      case Ask::kEndOfPass:
        return {instance.EndOfPass(), {}};
      case Ask::kFinish:
        return {instance.Finish(), {}};
      case Ask::kNextTable:
        return DoTable(from->Get<uint32_t>());
      case Ask::kAccount: {
        auto numbers = instance.Account();
        if (!numbers) return {numbers.error(), {}};
        return {{}, [numbers = std::move(*numbers)](Packer* to) {
                  PackAccount(numbers, to);
                  return Status();
                }};
      }
      case Ask::kSave:
        return {Save(), {}};
      case Ask::kRestore:
        return {Restore(), {}};
      default:
        return {Error{"the process of the stage was asked what it does not know", "",
                      ErrorKind::kInternal},
                {}};
    }
  }

  // Gives the first bytes of the answers, or asks for what the questions get then: how many bytes.
  size_t Piece(size_t given) {
    if (!SocketIsOurs()) LeaveProcess(kClosedDescriptors);
    Say(Ask::kPiece, given);
    Packet packet{};
    int files[3] = {-1, -1, -1};
    if (!Receive(&packet, files)) LeaveProcess(0);
    return packet.bytes;
  }

  Status Save() {
    size_t filled = 0;
    Status status = options_.instance->Save([&](std::string_view bytes) -> Status {
      while (!bytes.empty()) {
        char* const piece = ends_.answers.Room(kPieceBytes);
        if (piece == nullptr) throw std::bad_alloc();
        const size_t n = bytes.copy(piece + filled, kPieceBytes - filled);
        bytes.remove_prefix(n);
        filled += n;
        if (filled == kPieceBytes) Piece(std::exchange(filled, 0));
      }
      return {};
    });
    if (status && filled > 0) Piece(filled);
    return status;
  }

  Status Restore() {
    std::string_view piece;
    bool more = true;
    return options_.instance->Restore([&](char* to, size_t size) -> Result<size_t> {
      size_t done = 0;
      while (done < size) {
        if (piece.empty() && more) piece = ends_.questions.Read(Piece(0));
        more = more && !piece.empty();
        if (!more) break;
        const size_t n = piece.copy(to + done, size - done);
        piece.remove_prefix(n);
        done += n;
      }
      return done;
    });
  }

  Body DoBatch(Call call, Unpacker* from) {
    Instance& instance = *options_.instance;
    const Bound& bound = options_.bound;
    const BatchQuestion question(from, StructOf("carry", bound.carry));
    auto reply = std::shared_ptr<textmill_reply>(new textmill_reply{}, [](textmill_reply* made) {
      ReleaseReply(made);
      delete made;
    });
    const Status status = call == Call::kProcess
                              ? instance.Process(question.batch, reply.get(), question.fresh_lane)
                              : instance.Commit(question.batch, question.carry, reply.get());
    return {status,
            [reply, &bound, call](Packer* to) { return PackReply(bound, call, reply.get(), to); }};
  }

  Body DoTable(uint32_t table) {
    if (table >= options_.bound.tables.size())
      return {Error{"there is no such table", "", ErrorKind::kInternal}, {}};
    const Schema& fields = options_.bound.tables[table].children;
    auto rows = std::shared_ptr<ArrowArray>(new ArrowArray{}, [](ArrowArray* made) {
      if (made->release != nullptr) made->release(made);
      delete made;
    });
    const auto more = options_.instance->NextTable(table, rows.get());
    if (!more) return {more.error(), {}};
    return {{}, [rows, &fields, more = *more](Packer* to) -> Status {
              to->Put<uint8_t>(more ? 1 : 0);
              if (!more) return {};
              if (Status status = PackStruct(fields, rows.get(), to); !status)
                return Error{status.error().message, "", ErrorKind::kBrokenReply};
              return {};
            }};
  }

  const ServeOptions& options_;
  ChildEnds ends_;
  ino_t inode_ = 0;
  uint32_t files_ = 0;        // descriptors that it began with
  Packer* packer_ = nullptr;  // where the stage may write to
};

}  // namespace

void Serve(const ServeOptions& options, ChildEnds ends) {
  RemoveCrashReport();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) std::signal(signal, SIG_DFL);
  CloseOthers(ends);
  LimitMemory(options.memory);
  pthread_atfork(
      nullptr, [] { plugin_forked = plugin_forked || !spawning; },
      [] {
        if (!spawning) close(served_socket);
      });
  Server(options, std::move(ends)).Run();
}

bool BeChildOf(pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  return getppid() == parent;
}

void LeaveProcess(int status) {
  while (true) syscall(SYS_exit_group, status);
}

}  // namespace textmill::core
