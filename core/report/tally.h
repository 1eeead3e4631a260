// How often each value was met, in bounded memory: beyond a number of values, those that are new
// are counted together.
//
// One thread at a time.
#ifndef CORE_REPORT_TALLY_H_
#define CORE_REPORT_TALLY_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/seeded_hash.h"

namespace textmill::core {

class Tally {
 public:
  explicit Tally(size_t most = 100'000) : most_(most) {}

  void Add(std::string_view value, int64_t n = 1) {
    const auto found = counts_.find(value);
    if (found != counts_.end())
      found->second += n;
    else if (counts_.size() < most_)
      counts_.emplace(value, n);
    else
      other_ += n;
  }
  // The most frequent values, equal ones by their bytes.
  std::vector<std::pair<std::string, int64_t>> Top(size_t most) const {
    std::vector<std::pair<std::string, int64_t>> all(counts_.begin(), counts_.end());
    const auto before = [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    };
    const size_t n = std::min(most, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n), all.end(), before);
    all.resize(n);
    return all;
  }
  size_t size() const { return counts_.size(); }
  // What was counted together.
  int64_t other() const { return other_; }

 private:
  std::unordered_map<std::string, int64_t, SeededHash, std::equal_to<>> counts_;
  const size_t most_;
  int64_t other_ = 0;
};

}  // namespace textmill::core

#endif  // CORE_REPORT_TALLY_H_
