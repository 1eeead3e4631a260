#include "plugins/exec/conversation.h"

#include <algorithm>

#include "plugins/exec/answer.h"
#include "plugins/lib/hash/hash.h"

namespace textmill::exec {
namespace {

using process::Beginning;

constexpr int kTickMs = 50;      // how often it is asked whether the run is to end
constexpr int kMostDeaths = 20;  // of processes without an answer
// How long a program may take to end once it has no more input.
constexpr int kEndMs = 2000;

// The `_row` of the line `n`: not the next number, so that a program that counts lines for itself,
// and then loses one, does not answer for others.
constexpr int64_t kApart = 1000;
int64_t NumberOf(int64_t n) {
  const uint64_t spread = hash::Spread(static_cast<uint64_t>(n + 1));
  return n * kApart + static_cast<int64_t>((spread >> 32) % kApart);
}
// The line of a `_row` that there may be.
std::optional<int64_t> LineOf(int64_t number) {
  const int64_t n = number / kApart;
  return number >= 0 && NumberOf(n) == number ? std::optional(n) : std::nullopt;
}

}  // namespace

struct Conversation::Round {
  std::vector<Outcome>& outcomes;
  std::vector<size_t> documents;  // that are asked about, in order
  std::string lines;              // to be sent
  int64_t first_line = 0;         // how many were sent before
  size_t next = 0;                // which of `documents` the next answer is for
  bool alone = false;             // the program is to answer this one and end or go on
  Clock::time_point deadline;
  bool gave_up = false;  // the process is of no use any more

  bool done() const { return next == documents.size(); }
  Outcome& waited_for() { return outcomes[documents[next]]; }
  // Of the document that is waited for.
  void Fail(std::string why) { outcomes[documents[next++]].failure = std::move(why); }
};

Conversation::~Conversation() {
  if (program_ == nullptr) return;
  program_->CloseInput();
  const std::string how = program_->End(kEndMs);
  terms_.errors.Take(program_->TakeErrors());
  if (!program_->ended_well())
    terms_.warn("`" + terms_.name + "` " + how + " when the run was over");
}

void Conversation::Start() {
  received_.clear();
  searched_ = 0;
  program_ = std::make_unique<process::Process>(terms_.command);
}

// Ends the program; how it ended, with its last words.
std::string Conversation::Stop(int wait_ms) {
  std::string how = program_->End(wait_ms);
  const std::string errors = program_->TakeErrors();
  terms_.errors.Take(errors);
  process::AddLastWords(errors, &last_words_);
  program_.reset();
  const std::string last = process::LastLine(last_words_);
  last_words_.clear();
  if (!last.empty()) how += "; the last line on its standard error: " + Beginning(last);
  return how;
}

// A name that is mistyped in the program's arguments is not found out document by document.
Error Conversation::NeverAnswers(const std::string& how) const {
  return Error("`" + terms_.name + "` was started " + std::to_string(kMostDeaths) +
               " times and has answered no document; it " + how)
      .Hint("Try the command by hand: `echo '{\"_row\": 0, \"text\": \"a\"}' | COMMAND`");
}

std::vector<Conversation::Outcome> Conversation::Ask(
    const std::vector<std::string_view>& documents) {
  std::vector<Outcome> outcomes(documents.size());
  bool alone = false;
  while (true) {
    Round round{outcomes, {}, {}, 0, 0, alone, {}};
    for (size_t i = 0; i < documents.size(); ++i) {
      if (outcomes[i].settled()) continue;
      round.documents.push_back(i);
      if (alone) break;
    }
    if (round.documents.empty()) return outcomes;
    round.first_line = next_line_;
    for (const size_t i : round.documents) {
      round.lines += "{\"_row\":" + std::to_string(NumberOf(next_line_++));
      if (documents[i] != "}") round.lines += ",";
      round.lines += documents[i];
      round.lines += "\n";
    }
    const bool fresh = program_ == nullptr;
    if (fresh) Start();
    const End end = Run(round);
    for (const size_t i : round.documents)
      if (!outcomes[i].answer.empty()) terms_.answered = true;
    if (end == End::kDied) {
      const std::string how = Stop(kEndMs);
      // One that has answered others before may have ended for their sake.
      if (alone && fresh && !round.done()) {
        if (!terms_.answered && ++terms_.died >= kMostDeaths) throw NeverAnswers(how);
        round.Fail("`" + terms_.name + "` " + how);
      }
      alone = true;
    } else if (end == End::kGaveUp) {
      Stop(0);
    }
  }
}

Conversation::End Conversation::Run(Round& round) {
  std::string_view to_send = round.lines;
  last_words_.clear();
  round.deadline = Clock::now() + terms_.timeout;
  const bool ends = terms_.holds_back;
  bool refused = false;
  while (!round.done() && !round.gave_up) {
    if (terms_.cancelled()) {
      Stop(0);
      throw Error("the run was cancelled", TEXTMILL_CANCELLED);
    }
    if (ends && to_send.empty()) program_->CloseInput();
    const auto step = program_->Talk(&to_send, &received_, kTickMs);
    if (const std::string errors = program_->TakeErrors(); !errors.empty()) {
      terms_.errors.Take(errors);
      process::AddLastWords(errors, &last_words_);
    }
    const size_t before = round.next;
    TakeLines(round);
    if (round.next > before) round.deadline = Clock::now() + terms_.timeout;
    if (round.done() || round.gave_up) break;
    if (step == process::Process::Step::kClosed) return End::kDied;
    if (!program_->takes_input() && !to_send.empty() && !refused) {
      // It wants no more lines. What it still answers counts.
      refused = true;
      round.deadline = std::min(round.deadline, Clock::now() + std::chrono::milliseconds(kEndMs));
    }
    if (Clock::now() < round.deadline) continue;
    if (refused) return End::kDied;
    TakeTimeout(round);
  }
  if (round.gave_up) return End::kGaveUp;
  if (ends || refused) Stop(kEndMs);
  return End::kAnswered;
}

void Conversation::TakeLines(Round& round) {
  size_t begin = 0;
  while (!round.gave_up) {
    const size_t end = received_.find('\n', std::max(begin, searched_));
    if (end == received_.npos) break;
    TakeLine(round, std::string_view(received_).substr(begin, end - begin));
    begin = end + 1;
  }
  received_.erase(0, begin);
  searched_ = received_.size();
  if (received_.size() <= terms_.max_line_bytes || round.done() || round.gave_up) return;
  round.Fail(TooLong(received_));
  round.gave_up = true;
}

std::string Conversation::TooLong(std::string_view line) const {
  return "the program's answer is longer than max_line_bytes, " +
         std::to_string(terms_.max_line_bytes) + " bytes: " + Beginning(line);
}

void Conversation::TakeLine(Round& round, std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  const std::optional<int64_t> number = RowOf(line);
  const std::optional<int64_t> given = number ? LineOf(*number) : std::nullopt;
  if (!given || *given >= next_line_) {
    if (round.done()) return;
    const bool object = !line.empty() && line.front() == '{';
    return round.Fail(!object ? "the program's answer is not a JSON object: " + Beginning(line)
                      : !number
                          ? "the program's answer does not give back `_row`: " + Beginning(line)
                          : "the program answered for `_row` " + std::to_string(*number) +
                                ", which it was not given: " + Beginning(line));
  }
  const int64_t at = *given - round.first_line;
  if (at < 0) {  // of an earlier batch
    ++terms_.repeated;
    return;
  }
  const auto place = static_cast<size_t>(at);
  if (place < round.next) {
    Outcome& earlier = round.outcomes[round.documents[place]];
    ++terms_.repeated;
    if (earlier.answer.empty()) return;  // it has failed: the answer comes too late
    earlier.failure =
        "the program answered twice: " + Beginning(earlier.answer) + " and " + Beginning(line);
    earlier.answer.clear();
    return;
  }
  while (round.next < place)
    round.Fail("the program gave no answer: the next one was for a later document");
  // It came so fast that its end was there before it was found too long.
  if (line.size() > terms_.max_line_bytes) return round.Fail(TooLong(line));
  terms_.patience.Answered();
  round.waited_for().answer = line;
  ++round.next;
}

// Nothing came for too long. Perhaps the program waits for the end of its input.
void Conversation::TakeTimeout(Round& round) {
  const size_t before = round.next;
  program_->CloseInput();
  const auto until = Clock::now() + std::chrono::milliseconds(kEndMs);
  std::string_view nothing;
  while (!round.done() && Clock::now() < until) {
    const auto step = program_->Talk(&nothing, &received_, kTickMs);
    TakeLines(round);
    if (step == process::Process::Step::kClosed) break;
  }
  if (round.done() && before == 0 && !round.alone && !terms_.holds_back.exchange(true)) {
    terms_.warn("`" + terms_.name +
                "` answers when its input ends and not before: it is started anew for each batch. "
                "Let it write out each line at once, or say `lifetime: batch`");
  }
  if (!round.done()) {
    const std::string why =
        "`" + terms_.name + "` gave no answer for " + process::Seconds(terms_.timeout);
    terms_.patience.GaveNone(why);
    round.Fail(why);
  }
  round.gave_up = true;
}

}  // namespace textmill::exec
