#include "plugins/lib/language-model/score_table.h"

#include <algorithm>

#include "plugins/lib/language-model/rows.h"

namespace textmill::language {
namespace {

constexpr uint64_t NgramSeed(Group group) { return 0x51ED27F5U + group; }
constexpr uint64_t WordSeed(Group group) { return 0xC2B2AE3DU + group; }
constexpr size_t kWords = ScoreTable::kTables - 1;  // their table
constexpr size_t kLine = 64;

}  // namespace

ScoreTable::Place ScoreTable::PlaceOf(Group group, std::span<const char32_t> characters,
                                      bool whole) {
  const size_t shared = ShortestLength(group) + kWords - 1;
  uint64_t hash = whole ? WordSeed(group) : NgramSeed(group), bucket = 0;
  for (size_t i = 0; i < characters.size(); ++i) {
    hash = MixHash(hash, characters[i]);
    if (!whole && i + 1 == shared) bucket = hash;
  }
  if (whole) return {kWords, hash, hash};
  if (characters.size() < shared) {
    return {characters.size() - ShortestLength(group), hash, hash};
  }
  return {kWords - 1, bucket, hash};
}

void ScoreTable::Ask(std::span<const char32_t> characters, Search& search) const {
  characters = characters.first(std::min(characters.size(), Words::kLongest));
  char32_t text[Search::kMostSize];
  size_t size = 0;
  uint64_t whole = WordSeed(group_);
  if (HasBorders(group_)) text[size++] = kBorder;
  for (const char32_t c : characters) {
    text[size++] = c;
    whole = MixHash(whole, c);
  }
  if (HasBorders(group_)) text[size++] = kBorder;

  Search::Look* look = search.looks;
  const auto add = [&](size_t table, uint64_t hash) -> Search::Look& {
    const size_t bucket = tables_[table].BucketOf(hash);
    tables_[table].Ask(bucket);
    *look = {
        static_cast<uint32_t>(bucket), static_cast<uint8_t>(table), {RowTable::TagOf(hash)}, {}};
    return *look++;
  };
  const size_t shortest = ShortestLength(group_);
  for (size_t i = 0; i + shortest <= size; ++i) {
    uint64_t hash = NgramSeed(group_);
    size_t j = i;
    for (; j + 1 < i + shortest; ++j) hash = MixHash(hash, text[j]);
    for (size_t table = 0; table + 1 < kWords && j < size; ++table) {
      add(table, hash = MixHash(hash, text[j++]));
    }
    if (j == size) continue;
    Search::Look& longer = add(kWords - 1, hash = MixHash(hash, text[j++]));
    const size_t end = std::min(size, i + kLongestLength);
    for (size_t t = 1; j < end; ++t) {
      longer.tags[t] = RowTable::TagOf(hash = MixHash(hash, text[j++]));
    }
  }
  add(kWords, whole);
  search.size = static_cast<size_t>(look - search.looks);
}

void ScoreTable::Find(Search& search) const {
  for (Search::Look& look : std::span(search.looks, search.size)) {
    look.rows = tables_[look.table].At(look.bucket);
    const size_t lines = std::min<size_t>(look.rows.size(), 4 * kLine);
    for (size_t i = 0; i < lines; i += kLine) __builtin_prefetch(look.rows.data() + i);
  }
}

void ScoreTable::Add(const Search& search, int16_t* scores) const {
  const int8_t* dense[Search::kMost];
  size_t n = 0;
  for (const Search::Look& look : std::span(search.looks, search.size)) {
    RowTable::ForEach(
        look.rows, RowSize(slots_),
        [&](uint16_t tag) {
          return tag == look.tags[0] || tag == look.tags[1] || tag == look.tags[2];
        },
        [&](const uint8_t* row, size_t size) {
          for (const uint8_t* const end = row + 2 * size; row < end; row += 2) {
            scores[row[0]] = static_cast<int16_t>(scores[row[0]] + static_cast<int8_t>(row[1]));
          }
        },
        [&](const int8_t* row) {
          if (n < Search::kMost) dense[n++] = row;
        });
  }
  Rows().add(dense, n, RowSize(slots_), scores);
}

}  // namespace textmill::language
