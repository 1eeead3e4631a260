#include "core/run/accounts.h"

#include <algorithm>
#include <utility>

namespace textmill::core {
namespace {

const Instance::Number* Find(const AccountNumbers& numbers, const Instance::Number& like) {
  const auto it = std::find_if(numbers.begin(), numbers.end(), [&](const auto& number) {
    return number.group == like.group && number.name == like.name;
  });
  return it == numbers.end() ? nullptr : &*it;
}

int64_t CountIn(const AccountNumbers& numbers, const Instance::Number& like) {
  const Instance::Number* const found = Find(numbers, like);
  return found == nullptr ? 0 : found->n;
}

}  // namespace

AccountNumbers AddUp(const AccountNumbers& before, const AccountNumbers& begin,
                     const AccountNumbers& now) {
  AccountNumbers sum;
  const auto add = [&](Instance::Number number) {
    const int64_t had = CountIn(before, number), began = CountIn(begin, number);
    const int64_t has = CountIn(now, number);
    if (has < began && had != began) return;
    number.n = had == began ? has : had + has - began;
    // Numbers of a group follow each other.
    const auto last = std::find_if(sum.rbegin(), sum.rend(),
                                   [&](const auto& other) { return other.group == number.group; });
    sum.insert(last == sum.rend() ? sum.end() : last.base(), std::move(number));
  };
  for (const Instance::Number& number : now) add(number);
  for (const Instance::Number& number : before) {
    if (Find(now, number) == nullptr) add(number);
  }
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
