// A program that a stage starts and talks to over pipes.
//
//     Process program(command);
//     std::string_view to_send = lines;
//     std::string received;
//     while (program.Talk(&to_send, &received, 100) != Process::Step::kClosed) ...
//
// The program is started without a shell, in a process group of its own, so that Ctrl-C reaches the
// host alone and all that the program started ends with it. It dies with the host, even if that is
// killed. Nothing here waits longer than it is told.
//
// A process belongs to one thread at a time; any thread may start one.
#ifndef PLUGINS_LIB_PROCESS_PROCESS_H_
#define PLUGINS_LIB_PROCESS_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::process {

struct Command {
  std::string program;                   // its file, as FindProgram gives it
  std::vector<std::string> arguments;    // the first is what it is called
  std::vector<std::string> environment;  // "NAME=value", beside what the host has
  int shared_file = -1;                  // a file that it gets as descriptor 3
};

// The file of a program: itself when there is a `/` in it, else where PATH has it. Throws Error
// when it is not there or cannot be executed.
std::string FindProgram(const std::string& name);

// A time as messages have it: "0.3 s".
std::string Seconds(std::chrono::nanoseconds time);

class Process {
 public:
  // Throws Error when it cannot be started.
  explicit Process(const Command& command);
  // Kills what still runs.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  enum class Step {
    kMoved,    // something was sent or received
    kNothing,  // nothing happened in that time
    kClosed    // it has ended or closed its output, and all that it wrote is received
  };
  // Sends of `to_send`, whose front moves on, and adds what the program wrote to `received`, for
  // `wait_ms` at most.
  Step Talk(std::string_view* to_send, std::string* received, int wait_ms);
  // No more is sent.
  void CloseInput();
  // False once the program has closed its input, too.
  bool takes_input() const { return input_ >= 0; }

  // The whole lines that it wrote on standard error since the last call; of much, the end. Once it
  // has ended, all that is left.
  std::string TakeErrors();
  // Gives it time to end by itself, then ends it, with its whole group. How it ended: "ended with
  // exit status 3", "was killed by signal 11 (Segmentation fault)".
  std::string End(int wait_ms);
  // After End: whether it ended by itself, and well.
  bool ended_well() const { return ended_well_; }

 private:
  bool Reap();  // whether it has ended
  void ReadErrors();
  void CloseAll();

  pid_t id_ = -1;
  int input_ = -1, output_ = -1, errors_ = -1;
  bool reaped_ = false, ended_well_ = false;
  int status_ = 0;
  std::string error_text_;
};

}  // namespace textmill::process

#endif  // PLUGINS_LIB_PROCESS_PROCESS_H_
