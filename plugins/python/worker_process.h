// A process that runs a function of a Python module (worker/textmill_worker.py), and is asked by
// messages. One thread at a time.
#ifndef PLUGINS_PYTHON_WORKER_PROCESS_H_
#define PLUGINS_PYTHON_WORKER_PROCESS_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/process/error_lines.h"
#include "plugins/lib/process/patience.h"
#include "plugins/lib/process/process.h"
#include "plugins/python/message.h"

namespace textmill::python {

// What all workers of a stage are told; it outlives them.
struct WorkerTerms {
  std::string python;                // the interpreter's file
  std::vector<std::string> request;  // the strings of the bind message
  std::chrono::nanoseconds timeout{};
  std::function<bool()> cancelled;
  mutable process::ErrorLines errors;
  mutable process::Patience patience;
};

// What the function takes and makes.
struct Signature {
  std::vector<std::string> uses;
  std::vector<Field> makes;
};

// A type as strings of a message: name, format, how many children, and these.
void AddField(const Field& field, std::vector<std::string>* strings);

class WorkerProcess {
 public:
  // Starts it and has it import the module. Throws Error, with the module's traceback where it
  // cannot be imported.
  explicit WorkerProcess(const WorkerTerms& terms);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  const Signature& signature() const { return signature_; }

  // The answer to a message, valid until the next. None when the worker has died, or was ended
  // because it worked at one row for longer than the timeout: then `why` says so, the worker is of
  // no use any more, and `row_at_work` is where it was. Throws Error for what the worker says
  // cannot be done, and when the run is cancelled.
  std::optional<MessageReader> Ask(std::string_view message);
  const std::string& why() const { return why_; }
  bool timed_out() const { return timed_out_; }
  // -1: it had not begun.
  int64_t row_at_work() const;

 private:
  // A page that it shares with the worker.
  class Progress {
   public:
    Progress();
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    int file() const { return file_; }
    volatile int64_t* row() const { return row_; }

   private:
    int file_ = -1;
    volatile int64_t* row_ = nullptr;
  };

  static process::Command CommandOf(const WorkerTerms& terms, int progress);
  std::optional<MessageReader> Exchange(std::string_view message, std::chrono::nanoseconds timeout);
  void Bind();
  [[noreturn]] void ThrowError(MessageReader& reader) const;

  const WorkerTerms& terms_;
  Progress progress_;
  process::Process process_;
  Signature signature_;
  std::string received_, last_words_, why_;
  bool timed_out_ = false;
};

}  // namespace textmill::python

#endif  // PLUGINS_PYTHON_WORKER_PROCESS_H_
