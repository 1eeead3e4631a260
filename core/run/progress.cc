#include "core/run/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/run/numbers.h"

namespace textmill::core {
namespace {

constexpr auto kOnTerminal = std::chrono::milliseconds(200);
constexpr auto kInLog = std::chrono::seconds(10);

std::string Clock(double seconds) {
  const auto s = static_cast<int64_t>(std::llround(seconds));
  char text[40];
  if (s >= 3600) {
    std::snprintf(text, sizeof text, "%lld:%02d:%02d", static_cast<long long>(s / 3600),
                  static_cast<int>(s / 60 % 60), static_cast<int>(s % 60));
  } else {
    std::snprintf(text, sizeof text, "%d:%02d", static_cast<int>(s / 60), static_cast<int>(s % 60));
  }
  return text;
}

double Share(int64_t part, int64_t whole) {
  return whole > 0 ? std::clamp(static_cast<double>(part) / static_cast<double>(whole), 0.0, 1.0)
                   : 0;
}

// Of this pass, from 0 to 1; -1 where it is not known.
double ShareOfPass(const ProgressState& state) {
  if (state.pass > 0)
    return state.pass_documents > 0 ? Share(state.documents, state.pass_documents) : 1;
  if (state.limit < 0 && state.total_bytes <= 0) return -1;
  // Whatever comes first ends the reading.
  const double of_limit = state.limit >= 0 ? Share(state.documents, state.limit) : 0;
  return std::max(of_limit, Share(state.bytes, state.total_bytes));
}

// Each pass that is to come is taken to last as long as this one.
std::string TimeLeft(const ProgressState& state, double share) {
  if (share <= 0 || state.seconds < 0.2) return "";
  if (share <= state.share_before) return "";
  const double pass = state.seconds / (share - state.share_before);
  const double left =
      pass * (state.passes - state.pass - state.share_before) - state.seconds - state.since;
  return Clock(std::max(left, 0.0)) + " left";
}

size_t TerminalWidth() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

std::string ProgressLine(const ProgressState& state, size_t width) {
  const double share = ShareOfPass(state);
  const std::string percent =
      share < 0
          ? ""
          : std::to_string(static_cast<int>((state.pass + share) * 100 / state.passes)) + " %";
  const std::string left = TimeLeft(state, share);
  const std::string time_left = left.empty() ? "" : ", " + left;
  std::string rate;
  const int64_t bytes_now = state.bytes - state.bytes_before;
  if (state.pass == 0 && state.seconds > 0.2 && bytes_now > 0)
    rate = ", " + ByteText(static_cast<int64_t>(static_cast<double>(bytes_now) / state.seconds)) +
           "/s";
  const int64_t of = state.pass > 0 ? state.pass_documents : state.limit;
  std::string documents = WithCommas(state.documents);
  if (of >= 0) documents += " of " + WithCommas(of);
  documents += " documents";
  std::string bytes;
  if (state.pass == 0) bytes = ", " + ByteText(state.bytes);
  if (state.pass == 0 && state.limit < 0 && state.total_bytes > 0)
    bytes += " of " + ByteText(state.total_bytes);
  std::string passes;
  if (state.passes > 1)
    passes = ", pass " + std::to_string(state.pass + 1) + " of " + std::to_string(state.passes);
  const std::string in_brackets = percent.empty() ? "" : " (" + percent + ")";

  std::string line;
  for (const std::string& shorter :
       {documents + bytes + passes + in_brackets + rate + time_left,
        documents + passes + in_brackets + time_left, documents + in_brackets + time_left,
        percent + time_left, percent}) {
    if (shorter.empty()) break;
    line = shorter;
    if (line.size() <= width) return line;
  }
  return line.substr(0, width);
}

Progress::Progress(ProgressMode mode, int64_t total_bytes, int64_t limit, int passes,
                   std::function<void(const ProgressState&)> listener)
    : listener_(std::move(listener)), start_(Clock::now()), advanced_(start_) {
  state_.total_bytes = total_bytes;
  state_.limit = limit;
  state_.passes = passes;
  terminal_ = isatty(STDERR_FILENO) == 1;
  shows_ = mode == ProgressMode::kAlways || (mode == ProgressMode::kAuto && terminal_);
  on_ = shows_ || listener_;
  if (on_) thread_ = std::thread([this] { Loop(); });
}

Progress::~Progress() {
  if (!on_) return;
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
  if (shows_ && terminal_) std::fputs("\r\x1b[K", stderr);
  if (!listener_) return;
  Measure();
  listener_(state_);
}

void Progress::Advance(int64_t documents, int64_t bytes_in_all) {
  if (!on_) return;
  std::lock_guard lock(mutex_);
  state_.documents += documents;
  state_.bytes = bytes_in_all;
  advanced_ = Clock::now();
}

void Progress::StartFrom(int pass, int64_t pass_documents, int64_t documents, int64_t bytes) {
  std::lock_guard lock(mutex_);
  state_.pass = pass;
  state_.pass_documents = pass_documents;
  state_.documents = documents;
  state_.bytes = state_.bytes_before = bytes;
  state_.share_before = std::max(ShareOfPass(state_), 0.0);
  start_ = advanced_ = Clock::now();
}

void Progress::NextPass(int64_t documents) {
  std::lock_guard lock(mutex_);
  ++state_.pass;
  state_.share_before = 0;
  state_.documents = 0;
  state_.pass_documents = documents;
  start_ = advanced_ = Clock::now();
}

void Progress::Measure() {
  state_.seconds = std::chrono::duration<double>(advanced_ - start_).count();
  state_.since = std::chrono::duration<double>(Clock::now() - advanced_).count();
}

// The terminal is measured each time: its window may have changed.
void Progress::Show() {
  const std::string line = ProgressLine(state_, terminal_ ? TerminalWidth() - 1 : 1000);
  std::fprintf(stderr, terminal_ ? "\r\x1b[K%s" : "%s\n", line.c_str());
  std::fflush(stderr);
}

void Progress::Loop() {
  std::unique_lock lock(mutex_);
  const bool often = terminal_ || listener_;
  auto next_in_log = Clock::now() + kInLog;
  while (!wake_.wait_for(lock, often ? kOnTerminal : std::chrono::milliseconds(kInLog),
                         [this] { return stop_; })) {
    Measure();
    if (listener_) {
      const ProgressState state = state_;
      lock.unlock();
      listener_(state);
      lock.lock();
    }
    if (!shows_ || (!terminal_ && Clock::now() < next_in_log)) continue;
    next_in_log = Clock::now() + kInLog;
    Show();
  }
}

}  // namespace textmill::core
