#include "core/run/progress.h"

#include <unistd.h>

#include <cstdio>

#include "core/run/numbers.h"

namespace textmill::core {
namespace {

constexpr auto kOnTerminal = std::chrono::milliseconds(200);
constexpr auto kInLog = std::chrono::seconds(10);

std::string Clock(double seconds) {
  const auto s = static_cast<int64_t>(seconds + 0.5);
  char text[32];
  if (s >= 3600) {
    std::snprintf(text, sizeof text, "%d:%02d:%02d", static_cast<int>(s / 3600),
                  static_cast<int>(s / 60 % 60), static_cast<int>(s % 60));
  } else {
    std::snprintf(text, sizeof text, "%d:%02d", static_cast<int>(s / 60), static_cast<int>(s % 60));
  }
  return text;
}

}  // namespace

Progress::Progress(ProgressMode mode, int64_t total_bytes)
    : total_bytes_(total_bytes), start_(std::chrono::steady_clock::now()) {
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

void Progress::Restart(const std::string& label, int64_t total_documents) {
  std::lock_guard lock(mutex_);
  label_ = label;
  total_documents_ = total_documents;
  documents_ = 0;
  start_ = std::chrono::steady_clock::now();
}

std::string Progress::Line(int64_t documents, int64_t bytes, int64_t total_bytes, double seconds) {
  std::string line = WithCommas(documents) + " documents, " + ByteText(bytes);
  if (total_bytes > 0) {
    line +=
        " of " + ByteText(total_bytes) + " (" + std::to_string(bytes * 100 / total_bytes) + " %)";
  }
  if (seconds > 0.2 && bytes > 0) {
    const double rate = static_cast<double>(bytes) / seconds;
    line += ", " + ByteText(static_cast<int64_t>(rate)) + "/s";
    if (total_bytes > bytes)
      line += ", " + Clock(static_cast<double>(total_bytes - bytes) / rate) + " left";
  }
  return line;
}

void Progress::Show() {
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  std::string line;
  if (total_documents_ >= 0) {
    line = label_ + ": " + WithCommas(documents_) + " of " + WithCommas(total_documents_) +
           " documents";
  } else {
    line = Line(documents_, bytes_, total_bytes_, seconds);
  }
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
