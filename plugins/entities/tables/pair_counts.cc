#include "plugins/entities/tables/pair_counts.h"

#include <algorithm>
#include <map>
#include <vector>

#include "plugins/lib/values/saved_count.h"
#include "textmill/error.hpp"

namespace textmill::entities {

void PairCounts::Forget() {
  std::map<uint32_t, size_t> by_count;
  for (const auto& [key, count] : pairs_) ++by_count[count.documents];
  uint32_t limit = 0;
  size_t gone = 0;
  for (const auto& [documents, pairs] : by_count) {
    limit = documents;
    gone += pairs;
    if (gone * 2 >= pairs_.size()) break;
  }
  absl::erase_if(pairs_, [limit](const auto& entry) { return entry.second.documents <= limit; });
  forgotten_ += static_cast<int64_t>(gone);
}

void PairCounts::Save(StateWriter& to) const {
  // In the order of their keys: that of the hash table is another one in each process.
  std::vector<uint64_t> keys;
  keys.reserve(pairs_.size());
  for (const auto& entry : pairs_) keys.push_back(entry.first);
  std::sort(keys.begin(), keys.end());
  to.Put(static_cast<uint64_t>(keys.size()));
  for (const uint64_t key : keys) {
    to.Put(key);
    to.Put(pairs_.at(key));
  }
  to.Put(forgotten_);
}

void PairCounts::Merge(StateReader& later, const std::vector<uint32_t>& numbers) {
  for (auto n = later.Take<uint64_t>(); n > 0; --n) {
    const auto key = later.Take<uint64_t>();
    const uint64_t a = key >> 32, b = key & UINT32_MAX;
    if (a >= numbers.size() || b >= numbers.size())
      throw Error("the saved state has a pair of unknown names: it is damaged");
    Add(numbers[a], numbers[b], later.Take<PairCount>());
  }
  forgotten_ = values::TakeCount(later, forgotten_);
}

}  // namespace textmill::entities
