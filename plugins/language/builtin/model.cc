#include "plugins/language/builtin/model.h"

#include <algorithm>
#include <utility>

#include "plugins/language/builtin/ngram_scores.h"

namespace textmill::language {
namespace {

constexpr size_t kTail = 64;  // places behind a table, so that a search never wraps

}  // namespace

void Model::Table::Make(size_t keys) {
  entries_.resize(keys * 5 / 3 + kTail);
  rows_.push_back(0);
}

void Model::Table::Put(uint32_t key, const std::vector<int16_t>& scores) {
  const uint64_t places = entries_.size() - kTail;
  size_t place = key * places >> 32;
  while (entries_[place].row != 0 && entries_[place].key != key) {
    if (++place == entries_.size() - 1) return;  // the last stays free
  }
  if (entries_[place].row != 0) return;  // two pieces with one key: the first has it
  entries_[place] = {key, static_cast<uint32_t>(rows_.size())};
  const size_t head = rows_.size();
  rows_.push_back(0);
  for (size_t slot = 0; slot < scores.size(); ++slot) {
    if (scores[slot] == 0) continue;
    rows_.push_back(static_cast<uint8_t>(slot));
    rows_.push_back(static_cast<uint8_t>(std::clamp<int>(scores[slot], -127, 127)));
  }
  rows_[head] = static_cast<uint8_t>((rows_.size() - head) / 2);
}

inline bool Model::Table::Add(uint32_t key, int16_t* scores) const {
  const uint64_t places = entries_.size() - kTail;
  const Entry* entry = &entries_[key * places >> 32];
  while (entry->key != key) {
    if (entry->row == 0) return false;
    ++entry;
  }
  const uint8_t* row = &rows_[entry->row];
  const uint8_t* const end = row + 1 + 2 * size_t{*row};
  for (++row; row < end; row += 2) {
    scores[row[0]] = static_cast<int16_t>(scores[row[0]] + static_cast<int8_t>(row[1]));
  }
  return true;
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
  const NgramScores ngram_scores(ngrams, shortest, static_cast<float>(script.interpolation) / 256);
  const float scale = static_cast<float>(script.scale) / 256 * kScoreUnit;
  Table& table = tables_[group];
  size_t keys = script.words.keys.size();
  for (size_t k = shortest; k < ngrams.levels.size(); ++k) keys += ngrams.levels[k].size();
  table.Make(keys);
  longest_[group] = static_cast<uint8_t>(ngrams.levels.size());

  std::vector<int16_t> row(slots), sorted;
  size_t number = 0, correction = 0, at = 0;
  std::vector<uint64_t> hashes, before;
  for (size_t k = 0; k < ngrams.levels.size(); ++k) {
    const Ngrams::Level& level = ngrams.levels[k];
    hashes.clear();
    for (size_t i = 0; i < level.size(); ++i, ++number) {
      hashes.push_back(MixHash(k == 0 ? NgramSeed(group) : before[level.prefix[i]],
                               ngrams.characters[level.last[i]]));
      if (k < shortest) continue;
      std::fill(row.begin(), row.end(), int16_t{0});
      size_t filled = 0;
      ngram_scores.ForEach(k, i, [&](size_t slot, float score) {
        const float n = score * scale;
        row[slot] = static_cast<int16_t>(n < 0 ? n - 0.5F : n + 0.5F);
        ++filled;
      });
      if (correction < script.corrections.keys.size() &&
          script.corrections.keys[correction] == number) {
        for (size_t n = script.corrections.sizes[correction]; n > 0; --n, ++at) {
          const uint8_t slot = script.corrections.slots[at];
          row[slot] = static_cast<int16_t>(row[slot] + script.corrections.scores[at]);
        }
        ++correction;
      }
      // All languages may be moved alike: so that most are at 0.
      if (slots == 2 || filled * 2 > slots) {
        sorted = row;
        std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(slots / 2),
                         sorted.end());
        const int16_t middle = sorted[slots / 2];
        for (int16_t& score : row) score = static_cast<int16_t>(score - middle);
      }
      constexpr int kLeast = 3;  // smaller scores cost time and tell nothing
      for (int16_t& score : row) {
        if (score > -kLeast && score < kLeast) score = 0;
      }
      table.Put(KeyOf(hashes.back()), row);
    }
    before.swap(hashes);
  }
  at = 0;
  for (size_t i = 0; i < script.words.keys.size(); ++i) {
    std::fill(row.begin(), row.end(), int16_t{0});
    for (size_t n = script.words.sizes[i]; n > 0; --n, ++at) {
      row[script.words.slots[at]] = script.words.scores[at];
    }
    table.Put(script.words.keys[i], row);
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
  for (size_t i = 0; i + shortest <= size; ++i) {
    uint64_t hash = NgramSeed(group);
    const size_t end = std::min(i + longest, size);
    size_t j = i;
    for (; j + 1 < i + shortest; ++j) hash = MixHash(hash, text[j]);
    for (; j < end; ++j) {
      hash = MixHash(hash, text[j]);
      if (!table.Add(KeyOf(hash), scores)) break;  // what is longer is not there either
    }
  }
  table.Add(KeyOf(whole), scores);
}

}  // namespace textmill::language
