// How many documents each month has. One thread at a time.
//
// A report looks one up for each document: months are side by side in memory, so that this is one
// access, unless they are centuries apart.
#ifndef CORE_REPORT_MONTH_COUNTS_H_
#define CORE_REPORT_MONTH_COUNTS_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

namespace textmill::core {

class MonthCounts {
 public:
  void Add(int month) {
    const auto at = static_cast<size_t>(static_cast<int64_t>(month) - first_);
    if (at >= near_.size() && !Reach(month)) {
      ++far_[month];
      return;
    }
    uint32_t& count = near_[static_cast<size_t>(month - first_)];
    if (++count == 0) far_[month] += int64_t{1} << 32;
  }
  // Those that have any.
  std::map<int, int64_t> All() const {
    std::map<int, int64_t> all = far_;
    for (size_t i = 0; i < near_.size(); ++i)
      if (near_[i] > 0) all[first_ + static_cast<int>(i)] += near_[i];
    return all;
  }

 private:
  // Makes room for a month, and for as many again beyond it; false when it is too far away.
  bool Reach(int month) {
    constexpr int kMost = 2400;
    if (near_.empty()) first_ = month;
    int first = first_, end = first_ + static_cast<int>(near_.size());
    if (month < first) first = month - (end - month) / 2;
    if (month >= end) end = month + 1 + (month - first) / 2;
    if (end - first > kMost) return false;
    near_.insert(near_.begin(), static_cast<size_t>(first_ - first), 0);
    near_.resize(static_cast<size_t>(end - first));
    first_ = first;
    return true;
  }

  int first_ = 0;  // that of near_
  std::vector<uint32_t> near_;
  std::map<int, int64_t> far_;
};

}  // namespace textmill::core

#endif  // CORE_REPORT_MONTH_COUNTS_H_
