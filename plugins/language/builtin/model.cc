#include "plugins/language/builtin/model.h"

#include <algorithm>
#include <bit>
#include <future>
#include <utility>

#include "plugins/language/builtin/ngram_scores.h"

namespace textmill::language {
namespace {

constexpr size_t kTail = 64;  // places behind a table, so that a search never wraps
constexpr uint8_t kDense = 255;
constexpr size_t kMostSparse = 40;

}  // namespace

// Sums of scores by slot, of which most are 0.
class ScoreRow {
 public:
  explicit ScoreRow(size_t slots) : scores_(slots), touched_(slots / 64 + 1) {}
  void Add(size_t slot, int score) {
    scores_[slot] += score;
    touched_[slot / 64] |= uint64_t{1} << slot % 64;
  }
  template <class To>
  void ForEach(To to) const {
    for (size_t w = 0; w < touched_.size(); ++w) {
      for (uint64_t bits = touched_[w]; bits != 0; bits &= bits - 1) {
        const size_t slot = w * 64 + static_cast<size_t>(std::countr_zero(bits));
        to(slot, scores_[slot]);
      }
    }
  }
  size_t touched() const {
    size_t n = 0;
    for (const uint64_t word : touched_) n += static_cast<size_t>(std::popcount(word));
    return n;
  }
  // All languages may be moved alike: to around 0.
  void Center() {
    sorted_ = scores_;
    const auto middle = sorted_.begin() + static_cast<long>(sorted_.size() / 2);
    std::nth_element(sorted_.begin(), middle, sorted_.end());
    for (size_t s = 0; s < scores_.size(); ++s) Add(s, -*middle);
  }
  void Clear() {
    ForEach([&](size_t slot, int) { scores_[slot] = 0; });
    std::fill(touched_.begin(), touched_.end(), 0);
  }

 private:
  std::vector<int> scores_, sorted_;
  std::vector<uint64_t> touched_;
};

Model::Table::Table(size_t keys, size_t slots, size_t bytes)
    : places_(static_cast<uint32_t>(keys * 5 / 3 + 1)),
      slots_(slots),
      entries_(places_ + kTail),
      rows_(bytes + 1) {}

void Model::Table::Put(uint32_t key, const ScoreRow& row) {
  size_t place = Place(key);
  while (entries_[place].row != 0) {
    if (entries_[place].key == key || ++place + 1 == entries_.size()) return;
  }
  entries_[place] = {key, static_cast<uint32_t>(end_)};
  const auto byte = [](int score) { return static_cast<uint8_t>(std::clamp(score, -127, 127)); };
  uint8_t* const head = &rows_[end_];
  uint8_t* to = head + 1;
  if (row.touched() > kMostSparse) {
    *head = kDense;
    to += Stride(slots_);
    row.ForEach([&](size_t slot, int score) { head[1 + slot] = byte(score); });
  } else {
    constexpr int kLeast = 3;  // smaller scores cost time and tell nothing
    row.ForEach([&](size_t slot, int score) {
      if (score > -kLeast && score < kLeast) return;
      *to++ = static_cast<uint8_t>(slot);
      *to++ = byte(score);
    });
    *head = static_cast<uint8_t>((to - head) / 2);
  }
  end_ = static_cast<size_t>(to - &rows_[0]);
}

inline const uint8_t* Model::Table::Find(uint32_t key) const {
  const Entry* entry = &entries_[Place(key)];
  while (entry->key != key) {
    if (entry->row == 0) return nullptr;
    ++entry;
  }
  return &rows_[entry->row];
}

inline void Model::Table::Add(const uint8_t* row, int16_t* scores) const {
  if (*row == kDense) {
    const auto* const from = reinterpret_cast<const int8_t*>(row + 1);
    const size_t stride = Stride(slots_);
    for (size_t s = 0; s < stride; s += 16) {
      for (size_t i = s; i < s + 16; ++i) scores[i] = static_cast<int16_t>(scores[i] + from[i]);
    }
    return;
  }
  const uint8_t* const end = row + 1 + 2 * size_t{*row};
  for (++row; row < end; row += 2) {
    scores[row[0]] = static_cast<int16_t>(scores[row[0]] + static_cast<int8_t>(row[1]));
  }
}

Model::Model(ModelData data) : data_(std::move(data)) {
  for (size_t g = 0; g < kGroups; ++g) {
    if (data_.scripts[g].languages.size() > 1) Expand(static_cast<Group>(g));
  }
}

void Model::Expand(Group group) {
  Script& script = data_.scripts[group];
  const Ngrams& ngrams = script.ngrams;
  const size_t slots = ngrams.slots;
  const size_t shortest = ShortestLevel(group);
  const float interpolation = static_cast<float>(script.interpolation) / 256;
  // Most of the time goes here: so two threads.
  auto other = std::async(std::launch::async, [&] {
    return NgramScores(ngrams, shortest, interpolation, NgramScores::kBackward);
  });
  const NgramScores forward(ngrams, shortest, interpolation, NgramScores::kForward);
  const NgramScores backward = other.get();
  const float scale = static_cast<float>(script.scale) / 256 * kScoreUnit;
  Table& table = tables_[group];
  size_t keys = script.words.keys.size();
  for (size_t k = shortest; k < ngrams.levels.size(); ++k) keys += ngrams.levels[k].size();
  table = Table(keys, slots, keys * (1 + std::max(2 * kMostSparse + 2, Stride(slots))));
  longest_[group] = static_cast<uint8_t>(ngrams.levels.size());

  ScoreRow row(slots);
  size_t number = 0, correction = 0, at = 0;
  std::vector<uint64_t> hashes, before;
  for (size_t k = 0; k < ngrams.levels.size(); ++k) {
    const Ngrams::Level& level = ngrams.levels[k];
    hashes.clear();
    for (size_t i = 0; i < level.size(); ++i, ++number) {
      hashes.push_back(MixHash(k == 0 ? NgramSeed(group) : before[level.prefix[i]],
                               ngrams.characters[level.last[i]]));
      if (k < shortest) continue;
      for (const NgramScores* scores : {&forward, &backward}) {
        scores->ForEach(k, i, [&](size_t slot, float score) {
          const float n = score * (scale / 2);
          row.Add(slot, static_cast<int>(n < 0 ? n - 0.5F : n + 0.5F));
        });
      }
      if (correction < script.corrections.keys.size() &&
          script.corrections.keys[correction] == number) {
        for (size_t n = script.corrections.sizes[correction]; n > 0; --n, ++at) {
          row.Add(script.corrections.slots[at], script.corrections.scores[at]);
        }
        ++correction;
      }
      if (k == shortest || slots == 2) row.Center();
      table.Put(KeyOf(hashes.back()), row);
      row.Clear();
    }
    before.swap(hashes);
  }
  at = 0;
  for (size_t i = 0; i < script.words.keys.size(); ++i) {
    for (size_t n = script.words.sizes[i]; n > 0; --n, ++at) {
      row.Add(script.words.slots[at], script.words.scores[at]);
    }
    table.Put(script.words.keys[i], row);
    row.Clear();
  }
  script.ngrams = {};
  script.corrections = {};
  script.words = {};
}

void Model::Add(std::span<const char32_t> characters, Group group, int16_t* scores) const {
  const Table& table = tables_[group];
  if (table.empty()) return;
  char32_t text[Words::kLongest + 2];
  size_t size = 0;
  uint64_t whole = WordSeed(group);
  if (HasBorders(group)) text[size++] = kBorder;
  for (const char32_t c : characters) {
    text[size++] = c;
    whole = MixHash(whole, c);
  }
  if (HasBorders(group)) text[size++] = kBorder;
  const size_t shortest = ShortestLevel(group) + 1, longest = longest_[group];
  // The table is far away: ask for all places first, then for all rows, then add them up.
  uint32_t keys[(Words::kLongest + 2) * kMostLevels];
  size_t asked = 0;
  for (size_t i = 0; i + shortest <= size; ++i) {
    uint64_t hash = NgramSeed(group);
    const size_t end = std::min(i + longest, size);
    size_t j = i;
    for (; j + 1 < i + shortest; ++j) hash = MixHash(hash, text[j]);
    for (; j < end; ++j) {
      hash = MixHash(hash, text[j]);
      keys[asked] = KeyOf(hash);
      __builtin_prefetch(table.PlaceOf(keys[asked++]));
    }
  }
  __builtin_prefetch(table.PlaceOf(KeyOf(whole)));
  const uint8_t* rows[(Words::kLongest + 2) * kMostLevels + 1];
  size_t found = 0;
  const auto find = [&](uint32_t key) {
    const uint8_t* const row = table.Find(key);
    if (row == nullptr) return false;
    __builtin_prefetch(row);
    __builtin_prefetch(row + 64);
    rows[found++] = row;
    return true;
  };
  for (size_t i = 0, next = 0; i + shortest <= size; ++i) {
    const size_t end = next + std::min(i + longest, size) - (i + shortest - 1);
    // Where an n-gram is not, what is longer is not either.
    while (next < end && find(keys[next])) ++next;
    next = end;
  }
  find(KeyOf(whole));
  for (size_t i = 0; i < found; ++i) table.Add(rows[i], scores);
}

}  // namespace textmill::language
