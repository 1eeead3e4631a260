#include "plugins/entities/pair_counts.h"

#include <map>

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

}  // namespace textmill::entities
