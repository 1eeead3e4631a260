// How often each value was met, in bounded memory: beyond a number of values, those that are new
// are counted together.
//
// One thread at a time.
#ifndef CORE_REPORT_TALLY_H_
#define CORE_REPORT_TALLY_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
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

  // The value's number, in the order in which they were first met; nothing beyond the most.
  std::optional<size_t> Add(std::string_view value) {
    if (last_ == nullptr || last_->first != value) {
      auto found = counts_.find(value);
      if (found == counts_.end()) {
        if (counts_.size() >= most_) {
          ++other_;
          return std::nullopt;
        }
        found = counts_.emplace(value, Count{0, counts_.size()}).first;
      }
      last_ = &*found;
    }
    ++last_->second.n;
    return last_->second.number;
  }
  // The most frequent values, equal ones by their bytes.
  std::vector<std::pair<std::string, int64_t>> Top(size_t most) const {
    std::vector<std::pair<std::string, int64_t>> all;
    all.reserve(counts_.size());
    for (const auto& [value, count] : counts_) all.emplace_back(value, count.n);
    const auto before = [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    };
    const size_t n = std::min(most, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n), all.end(), before);
    all.resize(n);
    return all;
  }
  // Of one that has been added.
  size_t Number(std::string_view value) const { return counts_.find(value)->second.number; }
  size_t size() const { return counts_.size(); }
  // What was counted together.
  int64_t other() const { return other_; }

 private:
  struct Count {
    int64_t n;
    size_t number;
  };
  std::unordered_map<std::string, Count, SeededHash, std::equal_to<>> counts_;
  std::pair<const std::string, Count>* last_ = nullptr;  // documents of one value often follow
  const size_t most_;
  int64_t other_ = 0;
};

}  // namespace textmill::core

#endif  // CORE_REPORT_TALLY_H_
