#include "plugins/language/mix.h"

#include <algorithm>
#include <utility>

namespace textmill::language {

LanguageMix::Sum& LanguageMix::Of(std::vector<Sum>& sums, int language) {
  for (Sum& sum : sums) {
    if (sum.language == language) return sum;
  }
  return sums.emplace_back(Sum{language, 0, 0});
}

void LanguageMix::CountDoubtsFor(int language) {
  Sum& counted = Of(sums_, language);
  for (const Sum& doubt : doubts_) {
    counted.characters += doubt.characters;
    if (doubt.language == language) counted.agreeing += doubt.agreeing;
  }
  doubts_.clear();
}

void LanguageMix::Add(Guess guess, size_t characters) {
  const auto size = static_cast<double>(characters);
  if (guess.language < 0) {
    undetermined_ += size;
    return;
  }
  if (guess.confidence >= (characters < kShort ? kSureOfShort : kSure)) {
    if (last_sure_ < 0) CountDoubtsFor(guess.language);
    last_sure_ = guess.language;
  }
  const bool waits = last_sure_ < 0;
  Sum& sum = waits ? Of(doubts_, guess.language) : Of(sums_, last_sure_);
  sum.characters += size;
  if (sum.language == guess.language) sum.agreeing += size * static_cast<double>(guess.confidence);
}

std::vector<LanguageMix::Part> LanguageMix::Take(Guess whole) {
  if (!doubts_.empty() && whole.language >= 0) {
    CountDoubtsFor(whole.language);
    sums_.back().agreeing = sums_.back().characters * static_cast<double>(whole.confidence);
  } else if (!doubts_.empty()) {
    CountDoubtsFor(std::max_element(doubts_.begin(), doubts_.end(), [](const Sum& a, const Sum& b) {
                     return std::pair(a.agreeing, -a.language) < std::pair(b.agreeing, -b.language);
                   })->language);
  }
  std::sort(sums_.begin(), sums_.end(), [](const Sum& a, const Sum& b) {
    return std::pair(-a.characters, a.language) < std::pair(-b.characters, b.language);
  });
  if (undetermined_ > 0) sums_.push_back({-1, undetermined_, 0});
  double all = 0;
  for (const Sum& sum : sums_) all += sum.characters;
  std::vector<Part> parts;
  for (const Sum& sum : sums_) {
    parts.push_back({sum.language, static_cast<float>(sum.characters / all),
                     static_cast<float>(sum.agreeing / sum.characters)});
  }
  *this = {};
  return parts;
}

Guess LanguageMix::Main(const std::vector<Part>& parts) {
  if (parts.empty() || parts.front().language < 0) return {};
  const float undetermined = parts.back().language < 0 ? parts.back().share : 0;
  const float share = std::min(1.0F, parts.front().share / (1 - undetermined));
  return {parts.front().language, parts.front().confidence * share};
}

}  // namespace textmill::language
