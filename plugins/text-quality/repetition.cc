#include "plugins/text-quality/repetition.h"

#include <algorithm>
#include <bit>

namespace textmill::quality {
namespace {
constexpr uint64_t kFree = UINT64_MAX;
}

void Repetition::Look(std::string_view text, const std::vector<Token>& words) {
  const size_t n = words.size();
  words_.Clear(n, text.data() + text.size());
  numbers_.resize(n);
  sum_.resize(n + 1);
  sum_[0] = 0;
  word_counts_.clear();
  for (size_t i = 0; i < n; ++i) {
    numbers_[i] = words_.Number(words[i].of(text));
    if (numbers_[i] == word_counts_.size()) word_counts_.push_back(0);
    ++word_counts_[numbers_[i]];
    sum_[i + 1] = sum_[i] + words[i].characters;
  }
  // The words themselves are the runs of length 1.
  places_.clear();
  runs_.clear();
  length_.assign(n + 1, 0);
  for (size_t i = 0; i < n; ++i) {
    if (word_counts_[numbers_[i]] < 2) continue;
    places_.push_back(static_cast<uint32_t>(i));
    runs_.push_back(numbers_[i]);
    length_[i] = 1;
  }
  for (int length = 2; length <= kLongest; ++length) {
    top_[length] = {};
    repeated_[length] = of_repeated_[length] = covered_[length] = 0;
    if (n < static_cast<size_t>(length)) continue;
    top_[length] = {1, Characters(0, length)};  // unless one is there more often
    if (!places_.empty()) Count(length);
  }
}

// From the places and runs of length n-1 to those of length n that are there at least twice.
void Repetition::Count(int n) {
  const size_t slots = std::bit_ceil(places_.size() * 2 + 2);
  if (cells_.size() < slots) cells_.resize(slots);
  std::fill_n(cells_.begin(), slots, Cell{kFree, 0});
  counts_.clear();
  next_places_.clear();
  next_runs_.clear();
  for (size_t i = 0; i < places_.size(); ++i) {
    const uint32_t place = places_[i];
    const size_t last = static_cast<size_t>(place) + static_cast<size_t>(n) - 1;
    if (last >= numbers_.size() || length_[place + 1] < n - 1) continue;
    const uint64_t key = uint64_t{runs_[i]} << 32 | numbers_[last];
    size_t at = (hash::Spread(key) >> 20) & (slots - 1);
    while (cells_[at].key != kFree && cells_[at].key != key) at = (at + 1) & (slots - 1);
    if (cells_[at].key == kFree) {
      cells_[at] = {key, static_cast<uint32_t>(counts_.size())};
      counts_.push_back(0);
    }
    ++counts_[cells_[at].run];
    next_places_.push_back(place);
    next_runs_.push_back(cells_[at].run);
  }
  // Those that are there once go; the others are weighed.
  size_t left = 0, free_from = 0, covered_to = 0;
  seen_.assign(counts_.size(), 0);
  for (size_t i = 0; i < next_places_.size(); ++i) {
    const uint32_t place = next_places_[i], run = next_runs_[i];
    if (counts_[run] < 2) continue;
    const uint64_t characters = Characters(place, n);
    if (counts_[run] > top_[n].count) top_[n] = {counts_[run], characters};
    of_repeated_[n] += characters;
    const size_t end = place + static_cast<size_t>(n);
    covered_[n] += sum_[end] - sum_[std::max<size_t>(place, covered_to)];
    covered_to = end;
    if (place >= free_from) {
      if (seen_[run] != 0) {
        repeated_[n] += characters;
        free_from = end;
      } else {
        seen_[run] = 1;
      }
    }
    length_[place] = static_cast<uint8_t>(n);
    next_places_[left] = place;
    next_runs_[left++] = run;
  }
  next_places_.resize(left);
  next_runs_.resize(left);
  places_.swap(next_places_);
  runs_.swap(next_runs_);
}

uint64_t Repetition::CharactersOfAll(int n) const {
  uint64_t all = 0;
  for (size_t i = 0; i + static_cast<size_t>(n) < sum_.size(); ++i) all += Characters(i, n);
  return all;
}

}  // namespace textmill::quality
