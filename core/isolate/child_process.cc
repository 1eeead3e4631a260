#include "core/isolate/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <new>
#include <utility>

#include "core/isolate/serve.h"

namespace textmill::core {
namespace {

using Clock = std::chrono::steady_clock;

// How often who waits looks whether the run is to end.
constexpr int kLookMs = 50;
// How long a process may take to end once its socket is closed, and when it is asked to.
constexpr int kEndMs = 300, kCloseMs = 2000;

constexpr char kDamaged[] = "the plugin damaged its process: its answer cannot be read";

Error Cannot(const std::string& what) {
  return {"cannot " + what + " for a stage: " + std::strerror(errno),
          "`--isolate=none` runs all stages in the program itself", ErrorKind::kIo};
}

std::string NameOf(int signal) {
  const char* name = sigabbrev_np(signal);
  const char* says = sigdescr_np(signal);
  std::string text = name != nullptr ? std::string("SIG") + name : std::to_string(signal);
  if (says != nullptr) text += std::string(" (") + says + ")";
  return text;
}

std::string HowItEnded(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) {
    if (info.si_status == kClosedDescriptors)
      return "the plugin closed descriptors that are not its own";
    if (info.si_status == kForkCameBack)
      return "the plugin forked, and the new process came back into the program";
    return "the plugin ended its process, with status " + std::to_string(info.si_status);
  }
  std::string text = "the plugin died by " + NameOf(info.si_status);
  if (info.si_status == SIGKILL) text += ", as when the system is short of memory";
  return text;
}

bool Send(int socket, const Packet& packet, const int* files, size_t n_files) {
  iovec part{const_cast<Packet*>(&packet), sizeof packet};
  alignas(cmsghdr) char control[CMSG_SPACE(3 * sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (n_files > 0) {
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(n_files * sizeof(int));
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(n_files * sizeof(int));
    std::memcpy(CMSG_DATA(header), files, n_files * sizeof(int));
  }
  ssize_t n;
  do {
    n = sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (n < 0 && errno == EINTR);
  return n == static_cast<ssize_t>(sizeof packet);
}

// A copy of `bytes` that begins as Unpacker wants it: what is read of it is what was checked.
std::shared_ptr<const void> Copy(std::string_view bytes) {
  void* copy = std::aligned_alloc(64, (bytes.size() + 127) / 64 * 64);
  if (copy == nullptr) throw std::bad_alloc();
  std::memcpy(copy, bytes.data(), bytes.size());
  return {copy, std::free};
}

}  // namespace

Status ChildProcess::Make(ChildEnds* theirs) {
  if (!questions_.Make() || !answers_.Make()) return Cannot("get shared memory");
  theirs->questions = SharedMemory(fcntl(questions_.file(), F_DUPFD_CLOEXEC, 3));
  theirs->answers = SharedMemory(fcntl(answers_.file(), F_DUPFD_CLOEXEC, 3));
  if (theirs->questions.file() < 0 || theirs->answers.file() < 0)
    return Cannot("get shared memory");
  int ends[2];  // last: what fails before has nothing to close
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return Cannot("make a socket");
  socket_ = ends[0];
  theirs->socket = ends[1];
  return {};
}

Result<std::unique_ptr<ChildProcess>> ChildProcess::Fork(
    const std::function<void(ChildEnds)>& serve) {
  // What becomes an orphan, see Serve, is to be ours.
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return Cannot("prepare a process");
  std::unique_ptr<ChildProcess> made(new ChildProcess);
  ChildEnds theirs;
  if (Status status = made->Make(&theirs); !status) return status.error();
  std::fflush(nullptr);
  std::cout.flush();
  const pid_t self = getpid();
  const pid_t pid = fork();
  if (pid < 0) {
    Error error = Cannot("make a process");
    close(theirs.socket);
    return error;
  }
  if (pid == 0) {
    if (!BeChildOf(self)) LeaveProcess(1);
    serve(std::move(theirs));
    LeaveProcess(1);
  }
  made->pid_ = pid;
  setpgid(pid, pid);  // the child does so, too: whoever is first
  close(theirs.socket);
  if (Status status = made->Greet("begin"); !status) return status.error();
  return made;
}

Result<std::unique_ptr<ChildProcess>> ChildProcess::Spawn() {
  std::unique_ptr<ChildProcess> made(new ChildProcess);
  ChildEnds theirs;
  if (Status status = made->Make(&theirs); !status) return status.error();
  const int files[] = {theirs.socket, theirs.questions.file(), theirs.answers.file()};
  const bool sent = pid_ > 0 && Send(socket_, {Ask::kSpawn, 0, 0}, files, 3);
  close(theirs.socket);
  if (!sent) return Ended();
  if (Status status = made->Greet("be forked"); !status) return status.error();
  return made;
}

// The first word of a new process: who it is.
Status ChildProcess::Greet(const std::string& what) {
  Packet hello{};
  pollfd ready{socket_, POLLIN, 0};
  constexpr int kWaitMs = 20000;
  int polled;
  do {
    polled = poll(&ready, 1, kWaitMs);
  } while (polled < 0 && errno == EINTR);
  const bool came = polled > 0 && recv(socket_, &hello, sizeof hello, 0) == sizeof hello;
  siginfo_t info{};
  const auto pid = static_cast<pid_t>(hello.pid);
  // Nothing but a child of ours is ever to be killed.
  if (!came || pid <= 0 ||
      waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
    return Error{"the process of a stage could not " + what, "", ErrorKind::kDied};
  }
  pid_ = pid;
  return {};
}

Result<ChildProcess::Answer> ChildProcess::Ask(enum Ask ask, size_t packed,
                                               const std::atomic<bool>* stop, Deadline deadline,
                                               const std::string& too_late) {
  if (pid_ <= 0 || !Send(socket_, {ask, 0, packed}, nullptr, 0)) return Ended();
  const auto packet = Receive(stop, deadline, too_late);
  if (!packet) return packet.error();
  return Read(*packet, ask);
}

Result<ChildProcess::Answer> ChildProcess::AskState(enum Ask ask, const Piece& piece,
                                                    const std::atomic<bool>* stop) {
  Packet next{ask, 0, 0};
  while (true) {
    if (pid_ <= 0 || !Send(socket_, next, nullptr, 0)) return Ended();
    const auto packet = Receive(stop, std::nullopt, "");
    if (!packet) return packet.error();
    if (packet->ask != Ask::kPiece) return Read(*packet, ask);
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) return Stopped();
    const std::string_view given = answers_.Read(packet->bytes);
    if (packet->bytes > kPieceBytes || given.data() == nullptr) return Ended(kDamaged);
    const auto put = piece(given);
    if (!put) {
      Kill();
      return put.error();
    }
    next = {Ask::kPiece, 0, *put};
  }
}

// The next packet that the process sends; otherwise it has ended.
Result<Packet> ChildProcess::Receive(const std::atomic<bool>* stop, Deadline deadline,
                                     const std::string& too_late) {
  while (true) {
    pollfd ready{socket_, POLLIN, 0};
    int wait = kLookMs;
    if (deadline) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now());
      wait = static_cast<int>(std::clamp<int64_t>(left.count(), 0, kLookMs));
    }
    const int polled = poll(&ready, 1, wait);
    if (polled > 0) break;
    if (polled < 0 && errno != EINTR) return Ended();
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) return Stopped();
    if (deadline && Clock::now() >= *deadline) {
      Kill();
      return Error{too_late, "", ErrorKind::kDied};
    }
  }
  Packet packet{};
  const ssize_t n = recv(socket_, &packet, sizeof packet, 0);
  if (n <= 0) return Ended();
  if (n != sizeof packet) return Ended(kDamaged);
  return packet;
}

Result<ChildProcess::Answer> ChildProcess::Read(const Packet& packet, enum Ask ask) {
  const std::string_view all = answers_.Read(packet.bytes);
  Unpacker from(all);
  Answer answer;
  answer.written = UnpackWritten(&from);
  const std::string_view rest = from.Rest();
  if (packet.ask != ask || all.data() == nullptr || !from.ok()) return Ended(kDamaged);
  answer.owner = Copy(rest);
  answer.rest = {static_cast<const char*>(answer.owner.get()), rest.size()};
  return answer;
}

bool ChildProcess::Alive() {
  if (pid_ <= 0) return false;
  pollfd ready{socket_, POLLIN, 0};
  return poll(&ready, 1, 0) == 0;
}

bool ChildProcess::WaitFor(int milliseconds) {
  const auto until = Clock::now() + std::chrono::milliseconds(milliseconds);
  while (true) {
    siginfo_t info{};
    if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0)
      return true;
    if (info.si_pid != 0) return true;
    if (Clock::now() >= until) return false;
    usleep(1000);
  }
}

// Nothing more comes of it: says why. `instead`: what is said where it did not end by itself.
Error ChildProcess::Ended(const std::string& instead) {
  if (pid_ <= 0) return {"the process of the stage has ended", "", ErrorKind::kDied};
  std::string what =
      instead.empty() ? "the plugin closed descriptors that are not its own" : instead;
  siginfo_t info{};
  if (instead.empty() && WaitFor(kEndMs) &&
      waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
      info.si_pid != 0) {
    what = HowItEnded(info);
  }
  Kill();
  return {what, "", ErrorKind::kDied};
}

Error ChildProcess::Stopped() {
  Kill();
  return {"the run was cancelled", "", ErrorKind::kCancelled};
}

void ChildProcess::Close() {
  if (pid_ <= 0) return;
  if (Send(socket_, {Ask::kClose, 0, 0}, nullptr, 0)) WaitFor(kCloseMs);
  Kill();
}

// It, and what it has forked: they are a group, which has its number as long as it is not waited
// for.
void ChildProcess::Kill() {
  if (pid_ <= 0) return;
  kill(-pid_, SIGKILL);
  kill(pid_, SIGKILL);
  const pid_t group = std::exchange(pid_, -1);
  while (waitpid(group, nullptr, 0) < 0 && errno == EINTR) {
  }
  // Those that it left behind became ours.
  for (int i = 0; i < 100 && waitpid(-group, nullptr, WNOHANG) >= 0; ++i) {
    if (kill(-group, SIGKILL) != 0) continue;
    usleep(1000);
  }
}

ChildProcess::~ChildProcess() {
  Kill();
  if (socket_ >= 0) close(socket_);
}

}  // namespace textmill::core
