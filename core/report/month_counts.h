// How many documents each month has. One thread at a time.
//
// A report looks one up for each document: those within decades of the first one are side by side
// in memory, so that this is one access.
#ifndef CORE_REPORT_MONTH_COUNTS_H_
#define CORE_REPORT_MONTH_COUNTS_H_

#include <cstdint>
#include <map>
#include <vector>

namespace textmill::core {

class MonthCounts {
 public:
  void Add(int month) {
    if (near_.empty()) {
      first_ = month - kNear / 2;
      near_.resize(kNear);
    }
    const int at = month - first_;
    if (at >= 0 && at < kNear)
      ++near_[static_cast<size_t>(at)];
    else
      ++far_[month];
  }
  // Those that have any.
  std::map<int, int64_t> All() const {
    std::map<int, int64_t> all = far_;
    for (size_t i = 0; i < near_.size(); ++i) {
      if (near_[i] > 0) all.emplace(first_ + static_cast<int>(i), near_[i]);
    }
    return all;
  }

 private:
  static constexpr int kNear = 720;
  int first_ = 0;
  std::vector<int64_t> near_;
  std::map<int, int64_t> far_;
};

}  // namespace textmill::core

#endif  // CORE_REPORT_MONTH_COUNTS_H_
