#include "plugins/lib/language-model/score_table.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <utility>

#include "plugins/lib/language-model/rows.h"

namespace textmill::language {
namespace {

constexpr size_t kMostSparse = 40;  // scores of a row that is not dense
constexpr size_t kLine = 64, kAlignment = 2 * kLine;

}  // namespace

// Sums of scores by slot, of which most are 0.
class ScoreTable::Sums {
 public:
  explicit Sums(size_t slots) : slots_(slots) {}
  void Add(size_t slot, int score) {
    sums_[slot] += score;
    touched_[slot / 64] |= uint64_t{1} << slot % 64;
  }
  template <class To>
  void ForEach(To to) const {
    for (size_t w = 0; w < touched_.size(); ++w) {
      for (uint64_t bits = touched_[w]; bits != 0; bits &= bits - 1) {
        const size_t slot = w * 64 + static_cast<size_t>(std::countr_zero(bits));
        to(slot, sums_[slot]);
      }
    }
  }
  // All languages may be moved alike: to around 0.
  void Center() {
    auto sorted = sums_;
    const auto middle = sorted.begin() + static_cast<long>(slots_ / 2);
    std::nth_element(sorted.begin(), middle, sorted.begin() + static_cast<long>(slots_));
    for (size_t s = 0; s < slots_; ++s) Add(s, -*middle);
  }
  void Clear() {
    ForEach([&](size_t slot, int) { sums_[slot] = 0; });
    touched_.fill(0);
  }
  size_t touched() const {
    size_t n = 0;
    for (const uint64_t word : touched_) n += static_cast<size_t>(std::popcount(word));
    return n;
  }

 private:
  size_t slots_;
  std::array<int, NgramScores::kMostScores> sums_{};
  std::array<uint64_t, NgramScores::kMostScores / 64> touched_{};
};

ScoreTable::ScoreTable(Group group, Script script)
    : group_(group),
      script_(std::move(script)),
      slots_(script_.ngrams.slots),
      shortest_(ShortestLevel(group)),
      forward_(script_.ngrams, shortest_, static_cast<float>(script_.interpolation) / 256,
               NgramScores::kForward),
      backward_(script_.ngrams, shortest_, static_cast<float>(script_.interpolation) / 256,
                NgramScores::kBackward) {
  size_t keys = script_.words.keys.size();
  for (const Ngrams::Level& level : script_.ngrams.levels) keys += level.size();
  places_ = static_cast<uint32_t>(keys * 5 / 3 + 1);
  entries_ = LargePages<Entry>(places_ + kTail);
  rows_ =
      LargePages<uint8_t>(keys * std::max(2 * kMostSparse + 1, RowSize(slots_) + kAlignment) + 1);
  PlaceNgrams();
  PlaceWords();
  uint32_t at = 0;
  for (const uint8_t size : script_.corrections.sizes) {
    first_corrections_.push_back(at);
    at += size;
  }
}

ScoreTable::Entry* ScoreTable::FreePlaceFor(uint32_t key) const {
  size_t place = PlaceOf(key);
  while (entries_[place].row != 0) {
    if (entries_[place].key == key || ++place + 1 == entries_.size()) return nullptr;
  }
  return &entries_[place];
}

void ScoreTable::PlaceNgrams() {
  const Ngrams& ngrams = script_.ngrams;
  std::vector<uint64_t> hashes, before;
  uint32_t number = 0;
  for (size_t k = 0; k < ngrams.levels.size(); ++k) {
    const Ngrams::Level& level = ngrams.levels[k];
    firsts_.push_back(number);
    hashes.resize(level.size());
    for (size_t i = 0; i < level.size(); ++i) {
      hashes[i] = MixHash(k == 0 ? NgramSeed(group_) : before[level.prefix[i]],
                          ngrams.characters[level.last[i]]);
    }
    constexpr size_t kAhead = 8;
    for (size_t i = 0; i < level.size(); ++i, ++number) {
      if (i + kAhead < level.size())
        __builtin_prefetch(&entries_[PlaceOf(KeyOf(hashes[i + kAhead]))]);
      if (k < shortest_) continue;
      const uint32_t key = KeyOf(hashes[i]);
      if (Entry* const entry = FreePlaceFor(key)) *entry = {key, kNgram | number};
    }
    before.swap(hashes);
  }
}

void ScoreTable::PlaceWords() {
  const SparseScores& words = script_.words;
  Sums sums(slots_);
  size_t at = 0;
  for (size_t i = 0; i < words.keys.size(); ++i) {
    const size_t begin = at;
    at += words.sizes[i];
    Entry* const entry = FreePlaceFor(words.keys[i]);
    if (entry == nullptr) continue;
    sums.Clear();
    for (size_t n = begin; n < at; ++n) sums.Add(words.slots[n], words.scores[n]);
    *entry = {words.keys[i], Append(sums)};
  }
}

// What the counts and the corrections say of an n-gram.
void ScoreTable::SumUp(uint32_t ngram, Sums& sums) const {
  const size_t level = static_cast<size_t>(std::upper_bound(firsts_.begin(), firsts_.end(), ngram) -
                                           firsts_.begin() - 1);
  const float scale = static_cast<float>(script_.scale) / 256 * kScoreUnit;
  std::array<NgramScores::Score, NgramScores::kMostScores> scores;
  for (const NgramScores* of : {&forward_, &backward_}) {
    for (const auto& [slot, added] : of->ScoresOf(level, ngram - firsts_[level], scores.data())) {
      const float n = added * (scale / 2);
      sums.Add(slot, static_cast<int>(n < 0 ? n - 0.5F : n + 0.5F));
    }
  }
  const SparseScores& corrections = script_.corrections;
  const auto key = std::lower_bound(corrections.keys.begin(), corrections.keys.end(), ngram);
  if (key != corrections.keys.end() && *key == ngram) {
    const auto which = static_cast<size_t>(key - corrections.keys.begin());
    size_t at = first_corrections_[which];
    for (size_t n = corrections.sizes[which]; n > 0; --n, ++at) {
      sums.Add(corrections.slots[at], corrections.scores[at]);
    }
  }
  if (level == shortest_ || slots_ == 2) sums.Center();
}

// The row of an n-gram whose row was not there yet.
uint32_t ScoreTable::RowOf(Entry& entry, uint32_t ngram) const {
  Sums sums(slots_);
  SumUp(ngram, sums);
  const std::lock_guard lock(grows_);
  const std::atomic_ref<uint32_t> shared(entry.row);
  uint32_t row = shared.load(std::memory_order_relaxed);
  if ((row & kNgram) == 0) return row;  // another thread was quicker
  row = Append(sums);
  shared.store(row, std::memory_order_release);
  return row;
}

uint32_t ScoreTable::Append(const Sums& sums) const {
  const auto byte = [](int score) { return static_cast<uint8_t>(std::clamp(score, -127, 127)); };
  if (sums.touched() > kMostSparse) {
    const size_t row = (end_ + kAlignment - 1) / kAlignment * kAlignment;
    end_ = row + RowSize(slots_);
    sums.ForEach([&](size_t slot, int score) { rows_[row + slot] = byte(score); });
    return static_cast<uint32_t>(row) | kDense;
  }
  constexpr int kLeast = 3;  // smaller scores cost time and tell nothing
  const size_t row = end_++;
  sums.ForEach([&](size_t slot, int score) {
    if (score > -kLeast && score < kLeast) return;
    rows_[end_++] = static_cast<uint8_t>(slot);
    rows_[end_++] = byte(score);
  });
  rows_[row] = static_cast<uint8_t>((end_ - row) / 2);
  return static_cast<uint32_t>(row);
}

inline uint32_t ScoreTable::FindRow(uint32_t key) const {
  Entry* entry = &entries_[PlaceOf(key)];
  for (;; ++entry) {
    const uint32_t row = std::atomic_ref(entry->row).load(std::memory_order_acquire);
    if (row == 0) return 0;
    if (entry->key != key) continue;
    return (row & kNgram) == 0 ? row : RowOf(*entry, row & ~kNgram);
  }
}

void ScoreTable::Ask(std::span<const char32_t> characters, Search& search) const {
  char32_t text[Search::kMostSize];
  size_t size = 0;
  uint64_t whole = WordSeed(group_);
  if (HasBorders(group_)) text[size++] = kBorder;
  for (const char32_t c : characters) {
    text[size++] = c;
    whole = MixHash(whole, c);
  }
  if (HasBorders(group_)) text[size++] = kBorder;
  search.size = size;
  search.whole = KeyOf(whole);
  const size_t shortest = shortest_ + 1, longest = script_.ngrams.levels.size();
  uint32_t* key = search.keys;
  for (size_t i = 0; i + shortest <= size; ++i) {
    uint64_t hash = NgramSeed(group_);
    const size_t end = std::min(i + longest, size);
    size_t j = i;
    for (; j + 1 < i + shortest; ++j) hash = MixHash(hash, text[j]);
    for (; j < end; ++j) {
      hash = MixHash(hash, text[j]);
      *key = KeyOf(hash);
      __builtin_prefetch(&entries_[PlaceOf(*key++)]);
    }
  }
  __builtin_prefetch(&entries_[PlaceOf(search.whole)]);
}

void ScoreTable::Find(Search& search) const {
  search.found = 0;
  const auto find = [&](uint32_t key) {
    const uint32_t row = FindRow(key);
    if (row == 0) return false;
    __builtin_prefetch(At(row));
    __builtin_prefetch(At(row) + kLine);
    search.rows[search.found++] = row;
    return true;
  };
  const size_t shortest = shortest_ + 1, longest = script_.ngrams.levels.size();
  for (size_t i = 0, next = 0; i + shortest <= search.size; ++i) {
    const size_t end = next + std::min(i + longest, search.size) - (i + shortest - 1);
    // Where an n-gram is not, what is longer is not either.
    while (next < end && find(search.keys[next])) ++next;
    next = end;
  }
  find(search.whole);
}

void ScoreTable::Add(const Search& search, int16_t* scores) const {
  const int8_t* dense[Search::kMostRows];
  size_t n = 0;
  for (size_t i = 0; i < search.found; ++i) {
    const uint8_t* at = At(search.rows[i]);
    if ((search.rows[i] & kDense) != 0) {
      dense[n++] = reinterpret_cast<const int8_t*>(at);
      continue;
    }
    const uint8_t* const end = at + 1 + 2 * size_t{*at};
    for (++at; at < end; at += 2) {
      scores[at[0]] = static_cast<int16_t>(scores[at[0]] + static_cast<int8_t>(at[1]));
    }
  }
  Rows().add(dense, n, RowSize(slots_), scores);
}

}  // namespace textmill::language
