// Tells people how far a run is: one line that is written over on a terminal, else a plain line now
// and then. It has a thread of its own; Advance may be called on any thread.
#ifndef CORE_RUN_PROGRESS_H_
#define CORE_RUN_PROGRESS_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace textmill::core {

enum class ProgressMode { kAuto, kAlways, kNever };

class Progress {
 public:
  // `total_bytes` of all inputs as stored; -1: unknown. kAuto: only if stderr is a terminal.
  Progress(ProgressMode mode, int64_t total_bytes);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Documents and bytes of input that are through.
  void Advance(int64_t documents, int64_t bytes_in_all) {
    documents_.fetch_add(documents, std::memory_order_relaxed);
    bytes_.store(bytes_in_all, std::memory_order_relaxed);
  }
  // A new pass over the documents begins: what counts from now on.
  void Restart(const std::string& label, int64_t total_documents);

  // "12,000 documents, 35 MB of 120 MB (29 %), 310 MB/s, 0:02 left"
  static std::string Line(int64_t documents, int64_t bytes, int64_t total_bytes, double seconds);

 private:
  void Loop();
  void Show();

  bool on_ = false, terminal_ = false;
  std::atomic<int64_t> documents_{0}, bytes_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::string label_;
  int64_t total_bytes_;
  int64_t total_documents_ = -1;
  std::chrono::steady_clock::time_point start_;
  std::thread thread_;
};

}  // namespace textmill::core

#endif  // CORE_RUN_PROGRESS_H_
