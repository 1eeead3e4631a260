// Tells people how far a run is: one line that is written over on a terminal, else a plain line now
// and then. It has a thread of its own; Advance may be called on any thread.
#ifndef CORE_RUN_PROGRESS_H_
#define CORE_RUN_PROGRESS_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace textmill::core {

enum class ProgressMode { kAuto, kAlways, kNever };

// How far a run is.
struct ProgressState {
  int64_t documents = 0, bytes = 0;  // through in this pass; bytes of input, in the first pass
  int64_t total_bytes = -1;          // of all inputs as stored; -1: unknown
  int64_t limit = -1;                // documents to read; -1: all
  int pass = 0, passes = 1;          // over the documents
  int64_t pass_documents = -1;       // of this pass, from the second on
  int64_t bytes_before = 0;          // of `bytes`, those of before the run was resumed
  double share_before = 0;           // and the same of the pass, from 0 to 1
  // Since the pass began until the last documents came through, and since then: between them, only
  // the clock goes on.
  double seconds = 0, since = 0;
};

// "12,000 documents, 35 MB of 120 MB (29 %), 310 MB/s, 0:02 left", or as much of it as fits into
// `width` columns. Percents and time are those of all passes together.
std::string ProgressLine(const ProgressState& state, size_t width);

class Progress {
 public:
  // kAuto: only if stderr is a terminal. -1: not known, or no limit.
  // `listener`, where there is one, is told some times a second, whatever the mode, and in the end.
  Progress(ProgressMode mode, int64_t total_bytes, int64_t limit, int passes,
           std::function<void(const ProgressState&)> listener = nullptr);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Documents and bytes of input that are through.
  void Advance(int64_t documents, int64_t bytes_in_all);
  // A run that goes on begins after so much.
  void StartFrom(int pass, int64_t pass_documents, int64_t documents, int64_t bytes);
  // The next pass over the documents begins; there are so many.
  void NextPass(int64_t documents);

 private:
  using Clock = std::chrono::steady_clock;
  void Loop();
  void Measure();
  void Show();

  const std::function<void(const ProgressState&)> listener_;
  bool shows_ = false, on_ = false, terminal_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  ProgressState state_;
  Clock::time_point start_, advanced_;
  std::thread thread_;
};

}  // namespace textmill::core

#endif  // CORE_RUN_PROGRESS_H_
