#include "core/isolate/isolated_account.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace textmill::core {
namespace {

using Key = std::pair<std::string, std::string>;
using Counts = std::map<Key, int64_t>;

Counts CountsOf(const IsolatedAccount::Numbers& numbers) {
  Counts counts;
  for (const Instance::Number& number : numbers) counts[{number.group, number.name}] = number.n;
  return counts;
}

int64_t CountIn(const Counts& counts, const Key& key) {
  const auto it = counts.find(key);
  return it == counts.end() ? 0 : it->second;
}

}  // namespace

void IsolatedAccount::Begin(Numbers sum, Numbers begin) {
  sum_ = std::move(sum);
  begin_ = std::move(begin);
}

IsolatedAccount::Numbers IsolatedAccount::Sum(const std::vector<Numbers>& processes) const {
  const Counts before = CountsOf(sum_), begin = CountsOf(begin_);
  std::vector<Counts> all;
  all.reserve(processes.size());
  for (const Numbers& numbers : processes) all.push_back(CountsOf(numbers));
  Numbers sum;
  Counts seen;
  const auto add = [&](const Numbers& numbers) {
    for (const Instance::Number& number : numbers) {
      const Key key(number.group, number.name);
      if (!seen.emplace(key, 0).second) continue;
      const int64_t from = CountIn(begin, key);
      int64_t n = CountIn(before, key);
      int changed = n != from ? 1 : 0;  // by processes that are gone
      bool fell = n < from;
      for (const Counts& counts : all) {
        const int64_t more = CountIn(counts, key) - from;
        n += more;
        changed += more != 0 ? 1 : 0;
        fell = fell || more < 0;
      }
      if (!fell || changed < 2) sum.push_back({number.group, number.name, n});
    }
  };
  add(sum_);
  add(begin_);
  for (const Numbers& numbers : processes) add(numbers);
  return sum;
}

}  // namespace textmill::core
