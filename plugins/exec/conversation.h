// Puts the documents of a batch to a program, one line each, and gets a line back for each.
//
// Each line that is sent has a number, `_row`, which must come back: so an answer that is missing,
// there twice or out of order is noticed. What goes wrong costs the documents concerned:
//
//   an answer comes for a later document    those before it failed
//   two answers come for one                it failed
//   the program dies                        those without an answer are tried alone in a new one,
//                                           and fail where that dies, too
//   no answer comes for `timeout`           the document that is waited for fails, the program is
//                                           started anew for the others
//
// A conversation belongs to one thread at a time; it keeps its program from batch to batch.
#ifndef PLUGINS_EXEC_CONVERSATION_H_
#define PLUGINS_EXEC_CONVERSATION_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/process/error_lines.h"
#include "plugins/lib/process/patience.h"
#include "plugins/lib/process/process.h"
#include "textmill/error.hpp"

namespace textmill::exec {

// What all conversations of a stage share; it outlives them.
struct Terms {
  process::Command command;
  std::string name;  // of the program, for messages
  std::chrono::nanoseconds timeout{};
  size_t max_line_bytes = 0;
  std::function<bool()> cancelled;
  std::function<void(const std::string&)> warn;
  mutable process::ErrorLines errors;
  // The program answers when its input ends and not before: it is started for each batch. Given, or
  // found out.
  mutable std::atomic<bool> holds_back{false};
  mutable std::atomic<int64_t> repeated{0};  // answers
  // Whether any process has answered; and how many have died of a document before.
  mutable std::atomic<bool> answered{false};
  mutable std::atomic<int> died{0};
  mutable process::Patience patience;
};

class Conversation {
 public:
  explicit Conversation(const Terms& terms) : terms_(terms) {}
  ~Conversation();
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  struct Outcome {
    std::string answer;   // the line, or
    std::string failure;  // why there is none
    bool settled() const { return !answer.empty() || !failure.empty(); }
  };
  // `documents` are objects without their first brace: `"id":"a"}`. Throws Error only when the run
  // is cancelled, no program can be started, or it never answers: see `died`, and patience.h.
  std::vector<Outcome> Ask(const std::vector<std::string_view>& documents);

 private:
  using Clock = std::chrono::steady_clock;
  struct Round;  // some documents that are put to one process
  enum class End { kAnswered, kDied, kGaveUp };

  End Run(Round& round);
  void TakeLines(Round& round);
  void TakeLine(Round& round, std::string_view line);
  void TakeTimeout(Round& round);
  std::string TooLong(std::string_view line) const;
  std::string Stop(int wait_ms);
  void Start();
  Error NeverAnswers(const std::string& how) const;

  const Terms& terms_;
  std::unique_ptr<process::Process> program_;
  int64_t next_line_ = 0;  // how many were sent, to all its processes
  std::string received_;
  size_t searched_ = 0;     // of received_, without a line's end
  std::string last_words_;  // of standard error
};

}  // namespace textmill::exec

#endif  // PLUGINS_EXEC_CONVERSATION_H_
