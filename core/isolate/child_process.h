// The program's end of a process that a stage works in.
//
// The process is forked from the program, or from another process of the same stage, and in either
// case a child of the program; it ends with the program, and what it has forked ends with it.
// Belongs to one thread at a time.
#ifndef CORE_ISOLATE_CHILD_PROCESS_H_
#define CORE_ISOLATE_CHILD_PROCESS_H_

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/isolate/message.h"
#include "core/isolate/shared_memory.h"
#include "core/result.h"

namespace textmill::core {

// The ends that the process itself has.
struct ChildEnds {
  int socket = -1;
  SharedMemory questions, answers;
};

class ChildProcess {
 public:
  // Forks the program; `serve` never returns. To be called on the main thread while no other thread
  // of the program works.
  static Result<std::unique_ptr<ChildProcess>> Fork(const std::function<void(ChildEnds)>& serve);
  // Asks `this` to fork; see Serve.
  Result<std::unique_ptr<ChildProcess>> Spawn();

  // Ends it, if it is not yet.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Where to pack what is asked next.
  SharedMemory* questions() { return &questions_; }

  struct Answer {
    std::vector<Written> written;  // good until the next question
    std::string_view rest;         // of the answer
    std::shared_ptr<const void> owner;
    Unpacker Unpack() const { return Unpacker(rest, owner); }
  };
  using Deadline = std::optional<std::chrono::steady_clock::time_point>;
  // Asks, and waits for the answer. Errors: kDied where the process ended, whatever ended it, with
  // a sentence; it has ended in any case. kCancelled when `stop` was set.
  Result<Answer> Ask(enum Ask ask, size_t packed, const std::atomic<bool>* stop,
                     Deadline deadline = std::nullopt, const std::string& too_late = "");
  // Asks to save or restore a state. For each of its pieces: `given` is what the process gives of
  // it, the result how many bytes of it were put into questions(). An error of it ends the process.
  using Piece = std::function<Result<size_t>(std::string_view given)>;
  Result<Answer> AskState(enum Ask ask, const Piece& piece, const std::atomic<bool>* stop);

  // What a large question or answer took goes back to the system; not before the answer was used.
  void Forget() {
    questions_.Forget();
    answers_.Forget();
  }

  // Whether it is still there; not to be asked while it works.
  bool Alive();
  // Lets it end by itself, for a while.
  void Close();

 private:
  ChildProcess() = default;
  Status Make(ChildEnds* theirs);
  Status Greet(const std::string& what);
  Result<Packet> Receive(const std::atomic<bool>* stop, Deadline deadline,
                         const std::string& too_late);
  Result<Answer> Read(const Packet& packet, enum Ask ask);
  Error Ended(const std::string& instead = "");
  Error Stopped();
  // Waits until it has ended by itself; false when it has not.
  bool WaitFor(int milliseconds);
  void Kill();

  pid_t pid_ = -1;  // -1: it is gone
  int socket_ = -1;
  SharedMemory questions_, answers_;
};

}  // namespace textmill::core

#endif  // CORE_ISOLATE_CHILD_PROCESS_H_
