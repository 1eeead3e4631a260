#include "plugins/entities/overlap.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace textmill::entities {
namespace {

// Settles mentions that overlap, from `begin` on; writes the winners to `to`.
std::vector<Mention>::iterator SettleCluster(std::vector<Mention>::iterator begin,
                                             std::vector<Mention>::iterator end,
                                             std::vector<Mention>::iterator to) {
  std::vector<Mention> by_rank(begin, end);
  std::sort(by_rank.begin(), by_rank.end(), [](const Mention& a, const Mention& b) {
    return std::make_tuple(b.end - b.begin, a.source, a.begin, a.what) <
           std::make_tuple(a.end - a.begin, b.source, b.begin, b.what);
  });
  const auto before = [](const Mention& a, const Mention& b) { return a.begin < b.begin; };
  std::set<Mention, decltype(before)> winners(before);
  for (const Mention& m : by_rank) {
    const auto next = winners.lower_bound(m);
    if (next != winners.end() && next->begin < m.end) continue;
    if (next != winners.begin() && std::prev(next)->end > m.begin) continue;
    winners.insert(next, m);
  }
  return std::copy(winners.begin(), winners.end(), to);
}

}  // namespace

void SettleOverlaps(std::vector<Mention>* mentions) {
  std::sort(mentions->begin(), mentions->end(), [](const Mention& a, const Mention& b) {
    return std::tie(a.begin, a.end, a.source, a.what) < std::tie(b.begin, b.end, b.source, b.what);
  });
  auto to = mentions->begin();
  for (auto from = mentions->begin(); from != mentions->end();) {
    auto next = from + 1;
    uint32_t end = from->end;
    for (; next != mentions->end() && next->begin < end; ++next) end = std::max(end, next->end);
    if (next - from == 1) {
      *to++ = *from;
    } else {
      to = SettleCluster(from, next, to);
    }
    from = next;
  }
  mentions->erase(to, mentions->end());
}

}  // namespace textmill::entities
