#include "core/run/accounts.h"

#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace textmill::core {
namespace {

// By group and name. There may be very many: one for each ending of a file, say.
using Counts = std::map<std::pair<std::string, std::string>, int64_t>;

Counts CountsOf(const AccountNumbers& numbers) {
  Counts counts;
  for (const Instance::Number& number : numbers) counts[{number.group, number.name}] = number.n;
  return counts;
}

int64_t CountIn(const Counts& counts, const Instance::Number& like) {
  const auto it = counts.find({like.group, like.name});
  return it == counts.end() ? 0 : it->second;
}

}  // namespace

AccountNumbers AddUp(const AccountNumbers& before, const AccountNumbers& begin,
                     const AccountNumbers& now) {
  const Counts had = CountsOf(before), began = CountsOf(begin), has = CountsOf(now);
  // Numbers of a group follow each other; groups are in the order in which they come up.
  std::vector<AccountNumbers> groups;
  std::map<std::string, size_t> places;
  const auto add = [&](const Instance::Number& like) {
    const int64_t first = CountIn(had, like), from = CountIn(began, like), to = CountIn(has, like);
    if (to < from && first != from) return;
    const auto [place, is_new] = places.emplace(like.group, groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(
        {like.group, like.name, first == from ? to : first + to - from});
  };
  for (const Instance::Number& number : now) add(number);
  for (const Instance::Number& number : before) {
    if (has.count({number.group, number.name}) == 0) add(number);
  }
  AccountNumbers sum;
  for (AccountNumbers& group : groups)
    sum.insert(sum.end(), std::make_move_iterator(group.begin()),
               std::make_move_iterator(group.end()));
  return sum;
}

Result<std::vector<AccountNumbers>> Accounts::Ask() const {
  std::vector<AccountNumbers> all(plan_.steps.size());
  for (size_t i = 0; i < all.size(); ++i) {
    if (plan_.steps[i].instance == nullptr) continue;
    auto account = plan_.steps[i].instance->Account();
    if (!account) return account.error();
    all[i] = std::move(*account);
  }
  return all;
}

Status Accounts::GoOn(std::vector<AccountNumbers> before) {
  auto begin = Ask();
  if (!begin) return begin.error();
  begin_ = std::move(*begin);
  before_ = std::move(before);
  before_.resize(begin_.size());
  return {};
}

Result<std::vector<AccountNumbers>> Accounts::Now() const {
  auto now = Ask();
  if (!now || begin_.empty()) return now;
  for (size_t i = 0; i < now->size(); ++i) (*now)[i] = AddUp(before_[i], begin_[i], (*now)[i]);
  return now;
}

}  // namespace textmill::core
