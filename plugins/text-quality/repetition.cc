#include "plugins/text-quality/repetition.h"

#include <algorithm>
#include <bit>

namespace textmill::quality {
namespace {
constexpr uint64_t kFree = UINT64_MAX;
}

// Only of words that may be there twice: no run is there twice that has another.
void Repetition::NumberWords(std::string_view text, const std::vector<Token>& words) {
  const size_t n = words.size();
  words_.Clear(0, text.data() + text.size());
  twice_.Clear(n);
  keys_.resize(n);
  for (size_t i = 0; i < n; ++i) {
    keys_[i] = words_.Key(words[i].of(text));
    twice_.Add(keys_[i]);
  }
  numbers_.assign(n, kOnce);
  places_.resize(n);
  size_t left = 0;
  for (size_t i = 0; i < n; ++i) {
    places_[left] = static_cast<uint32_t>(i);
    left += twice_.MayBe(keys_[i]) ? 1 : 0;
  }
  places_.resize(left);
  words_.Clear(left, text.data() + text.size());
  word_counts_.assign(left, 0);
  for (const uint32_t place : places_) {
    numbers_[place] = words_.Number(words[place].of(text), keys_[place]);
    ++word_counts_[numbers_[place]];
  }
}

void Repetition::Look(std::string_view text, const std::vector<Token>& words) {
  const size_t n = words.size();
  NumberWords(text, words);
  sum_.resize(n + 1);
  sum_[0] = 0;
  for (size_t i = 0; i < n; ++i) sum_[i + 1] = sum_[i] + words[i].characters;
  // The words themselves are the runs of length 1.
  length_.assign(n + 1, 0);
  runs_.resize(places_.size());
  size_t left = 0;
  for (const uint32_t place : places_) {
    const uint32_t number = numbers_[place];
    const bool repeated = word_counts_[number] > 1;
    places_[left] = place;
    runs_[left] = number;
    length_[place] = repeated ? 1 : 0;
    left += repeated ? 1 : 0;
  }
  places_.resize(left);
  runs_.resize(left);
  for (int length = 2; length <= kLongest; ++length) {
    top_[length] = {};
    repeated_[length] = of_repeated_[length] = covered_[length] = 0;
    if (n < static_cast<size_t>(length)) continue;
    top_[length] = {1, Characters(0, length)};  // unless one is there more often
    if (!places_.empty()) Count(length);
  }
}

// From the places and runs of length n-1 to those of length n that may be there twice: `left` of
// them, and their keys.
size_t Repetition::Lengthen(int n) {
  twice_.Clear(places_.size());
  keys_.resize(places_.size());
  const size_t further = static_cast<size_t>(n) - 1;
  size_t left = 0;
  for (size_t i = 0; i < places_.size(); ++i) {
    const uint32_t place = places_[i];
    // Where a run ends with the text, none of n-1 words begins after it: 0.
    const bool goes_on = length_[place + 1] >= n - 1;
    const uint64_t key = uint64_t{runs_[i]} << 32 | numbers_[place + (goes_on ? further : 0)];
    places_[left] = place;
    keys_[left] = key;
    left += goes_on ? 1 : 0;
  }
  for (size_t i = 0; i < left; ++i) twice_.Add(keys_[i]);
  size_t twice = 0;
  for (size_t i = 0; i < left; ++i) {
    const uint64_t key = keys_[i];
    places_[twice] = places_[i];
    keys_[twice] = key;
    twice += twice_.MayBe(key) ? 1 : 0;
  }
  return twice;
}

// From the places and runs of length n-1 to those of length n that are there at least twice.
void Repetition::Count(int n) {
  const size_t places = Lengthen(n);
  places_.resize(places);
  runs_.resize(places);
  const size_t slots = std::bit_ceil(places * 2 + 2);
  if (cells_.size() < slots) cells_.resize(slots);
  std::fill_n(cells_.begin(), slots, Cell{kFree, 0});
  counts_.clear();
  for (size_t i = 0; i < places; ++i) {
    const uint64_t key = keys_[i];
    size_t at = (hash::Spread(key) >> 20) & (slots - 1);
    while (cells_[at].key != kFree && cells_[at].key != key) at = (at + 1) & (slots - 1);
    if (cells_[at].key == kFree) {
      cells_[at] = {key, static_cast<uint32_t>(counts_.size())};
      counts_.push_back(0);
    }
    ++counts_[cells_[at].run];
    runs_[i] = cells_[at].run;
  }
  // Those that are there once go; the others are weighed.
  size_t left = 0, free_from = 0, covered_to = 0;
  seen_.assign(counts_.size(), 0);
  for (size_t i = 0; i < places; ++i) {
    const uint32_t place = places_[i], run = runs_[i];
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
    places_[left] = place;
    runs_[left++] = run;
  }
  places_.resize(left);
  runs_.resize(left);
}

uint64_t Repetition::CharactersOfAll(int n) const {
  uint64_t all = 0;
  for (size_t i = 0; i + static_cast<size_t>(n) < sum_.size(); ++i) all += Characters(i, n);
  return all;
}

}  // namespace textmill::quality
