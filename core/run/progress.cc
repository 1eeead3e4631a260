#include "core/run/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "core/run/numbers.h"

namespace textmill::core {
namespace {

constexpr auto kOnTerminal = std::chrono::milliseconds(200);
constexpr auto kInLog = std::chrono::seconds(10);

std::string Clock(double seconds) {
  const auto s = static_cast<int64_t>(seconds + 0.5);
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
double ShareOfPass(const Stand& stand) {
  if (stand.pass > 0)
    return stand.pass_documents > 0 ? Share(stand.documents, stand.pass_documents) : 1;
  if (stand.limit < 0 && stand.total_bytes <= 0) return -1;
  // Whatever comes first ends the reading.
  const double of_limit = stand.limit >= 0 ? Share(stand.documents, stand.limit) : 0;
  return std::max(of_limit, Share(stand.bytes, stand.total_bytes));
}

// Each pass that is to come is taken to last as long as this one.
std::string TimeLeft(const Stand& stand, double share) {
  if (share <= 0 || stand.seconds < 0.2) return "";
  const double pass = stand.seconds / share;
  const double left = pass * (stand.passes - stand.pass) - stand.seconds - stand.since;
  return Clock(std::max(left, 0.0)) + " left";
}

size_t TerminalWidth() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

std::string ProgressLine(const Stand& stand, size_t width) {
  const double share = ShareOfPass(stand);
  const std::string percent =
      share < 0
          ? ""
          : std::to_string(static_cast<int>((stand.pass + share) * 100 / stand.passes)) + " %";
  const std::string left = TimeLeft(stand, share);
  const std::string behind = left.empty() ? "" : ", " + left;
  std::string rate;
  if (stand.pass == 0 && stand.seconds > 0.2 && stand.bytes > 0)
    rate = ", " + ByteText(static_cast<int64_t>(static_cast<double>(stand.bytes) / stand.seconds)) +
           "/s";
  const int64_t of = stand.pass > 0 ? stand.pass_documents : stand.limit;
  std::string documents = WithCommas(stand.documents);
  if (of >= 0) documents += " of " + WithCommas(of);
  documents += " documents";
  std::string bytes;
  if (stand.pass == 0) bytes = ", " + ByteText(stand.bytes);
  if (stand.pass == 0 && stand.limit < 0 && stand.total_bytes > 0)
    bytes += " of " + ByteText(stand.total_bytes);
  std::string passes;
  if (stand.passes > 1)
    passes = ", pass " + std::to_string(stand.pass + 1) + " of " + std::to_string(stand.passes);
  const std::string in_brackets = percent.empty() ? "" : " (" + percent + ")";

  std::string line;
  for (const std::string& shorter : {documents + bytes + passes + in_brackets + rate + behind,
                                     documents + passes + in_brackets + behind,
                                     documents + in_brackets + behind, percent + behind, percent}) {
    if (shorter.empty()) break;
    line = shorter;
    if (line.size() <= width) return line;
  }
  return line.substr(0, width);
}

Progress::Progress(ProgressMode mode, int64_t total_bytes, int64_t limit, int passes)
    : start_(Clock::now()), advanced_(start_) {
  stand_.total_bytes = total_bytes;
  stand_.limit = limit;
  stand_.passes = passes;
  terminal_ = isatty(STDERR_FILENO) == 1;
  on_ = mode == ProgressMode::kAlways || (mode == ProgressMode::kAuto && terminal_);
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
  if (terminal_) std::fputs("\r\x1b[K", stderr);
}

void Progress::Advance(int64_t documents, int64_t bytes_in_all) {
  if (!on_) return;
  std::lock_guard lock(mutex_);
  stand_.documents += documents;
  stand_.bytes = bytes_in_all;
  advanced_ = Clock::now();
}

void Progress::NextPass(int64_t documents) {
  std::lock_guard lock(mutex_);
  ++stand_.pass;
  stand_.documents = 0;
  stand_.pass_documents = documents;
  start_ = advanced_ = Clock::now();
}

// The terminal is measured each time: its window may have changed.
void Progress::Show() {
  stand_.seconds = std::chrono::duration<double>(advanced_ - start_).count();
  stand_.since = std::chrono::duration<double>(Clock::now() - advanced_).count();
  const std::string line = ProgressLine(stand_, terminal_ ? TerminalWidth() - 1 : 1000);
  std::fprintf(stderr, terminal_ ? "\r\x1b[K%s" : "%s\n", line.c_str());
  std::fflush(stderr);
}

void Progress::Loop() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(
      lock, terminal_ ? std::chrono::milliseconds(kOnTerminal) : std::chrono::milliseconds(kInLog),
      [this] { return stop_; })) {
    Show();
  }
}

}  // namespace textmill::core
