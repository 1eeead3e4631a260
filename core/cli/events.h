// What a command says to programs: `--events FILE` gets a line of JSON for each mistake, for the
// plan, for how far the run is, and for its summary. docs/pipelines.md says what is in them.
//
// Any thread may tell of something; a line is written at once. A file that cannot be written any
// more is given up, and error() says why: the run goes on.
#ifndef CORE_CLI_EVENTS_H_
#define CORE_CLI_EVENTS_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/cli/command.h"
#include "core/pipeline/plan.h"
#include "core/run/progress.h"

namespace textmill::core {

class Events {
 public:
  static void AddOption(CommandLine* line);
  // Nobody listens where the option was not given; nothing when the file cannot be opened, or holds
  // anything but older events, which is said.
  static std::unique_ptr<Events> Open(const CommandLine& line);
  ~Events();
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  bool on() const { return file_ >= 0; }
  // `event`: "mistake" or "warning".
  void Tell(const char* event, const Problem& problem);
  void Tell(const Plan& plan);
  void Tell(const ProgressState& state);
  void TellSummary(const std::string& json);
  void TellError(const std::string& message);
  // Why not all was written; "" when it was.
  std::string error();

 private:
  explicit Events(int file) : file_(file) {}
  void Write(const std::string& line);

  std::mutex mutex_;
  int errno_ = 0;
  std::atomic<int> file_;  // is asked for without the lock
};

}  // namespace textmill::core

#endif  // CORE_CLI_EVENTS_H_
