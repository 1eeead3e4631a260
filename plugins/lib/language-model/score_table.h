// The scores of one script's pieces.
//
// Those of an n-gram are computed when it is first met, and kept; so a run pays for the n-grams of
// its texts only. What they are does not depend on when that was. Any thread may call.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_SCORE_TABLE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_SCORE_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "plugins/lib/language-model/large_pages.h"
#include "plugins/lib/language-model/model_data.h"
#include "plugins/lib/language-model/ngram_scores.h"

namespace textmill::language {

class ScoreTable {
 public:
  // `script` has several languages.
  ScoreTable(Group group, Script script);

  // A word whose pieces are being looked up. They are far away; so each step asks for what the next
  // one needs, and several words can wait together: Ask all, Find all, Add all.
  class Search {
   private:
    friend class ScoreTable;
    static constexpr size_t kMostSize = Words::kLongest + 2,
                            kMostRows = kMostSize * kMostLevels + 1;
    uint32_t keys[kMostRows];  // of n-grams, by where they begin, the shortest first
    uint32_t rows[kMostRows];
    uint32_t whole;  // the key of the whole word
    size_t size, found;
  };
  void Ask(std::span<const char32_t> characters, Search& search) const;
  void Find(Search& search) const;
  // Adds the scores of the word to `scores`, a row.
  void Add(const Search& search, int16_t* scores) const;

 private:
  class Sums;
  // A hash table. A piece stands for a row, or for an n-gram whose row is not there yet; n-grams
  // are counted through all levels.
  struct Entry {
    uint32_t key;
    uint32_t row;  // kNgram | n-gram, else where the row begins, perhaps | kDense; 0: it is free
  };
  static constexpr uint32_t kNgram = uint32_t{1} << 31, kDense = uint32_t{1} << 30;
  // So many places behind the table that a search never wraps.
  static constexpr size_t kTail = 64;

  size_t PlaceOf(uint32_t key) const { return key * uint64_t{places_} >> 32; }
  Entry* FreePlaceFor(uint32_t key) const;  // null when the key is there
  void PlaceNgrams();
  void PlaceWords();
  uint32_t FindRow(uint32_t key) const;  // 0 when there is none
  uint32_t RowOf(Entry& entry, uint32_t ngram) const;
  uint32_t Append(const Sums& sums) const;
  void SumUp(uint32_t ngram, Sums& sums) const;
  void Correct(uint32_t ngram, Sums& sums) const;
  const uint8_t* At(uint32_t row) const { return &rows_[row & ~kDense]; }

  const Group group_;
  const Script script_;
  const size_t slots_, shortest_;
  const NgramScores forward_, backward_;
  std::vector<uint32_t> firsts_;             // by level: the number of its first n-gram
  std::vector<uint32_t> first_corrections_;  // beside the keys of corrections
  uint32_t places_ = 0;
  // Entries are atomic where they may change.
  mutable LargePages<Entry> entries_;
  // A row is its size and then slots and scores by turns. A dense one is the scores of all slots,
  // padded, and begins where a pair of lines of the processor's cache does: they come together.
  mutable std::mutex grows_;
  mutable LargePages<uint8_t> rows_;
  mutable size_t end_ = 1;  // of the rows
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_SCORE_TABLE_H_
