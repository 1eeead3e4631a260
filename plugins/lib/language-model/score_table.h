// The scores of one script's pieces, read from the model file as it is.
//
// Of each place in a word three buckets are read: that of the shortest n-gram, that of the one
// longer by a character, and one that all the longer ones share; and one of the whole word. Any
// thread may call.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_SCORE_TABLE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_SCORE_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "plugins/lib/language-model/model_data.h"
#include "plugins/lib/language-model/row_table.h"

namespace textmill::language {

class ScoreTable {
 public:
  // N-grams of the shortest length, of one more, of more than that; words.
  static constexpr size_t kTables = 4;
  // Where a piece is: which table, and the hashes of its bucket and of itself.
  struct Place {
    size_t table;
    uint64_t bucket, hash;
  };
  static Place PlaceOf(Group group, std::span<const char32_t> characters, bool whole);

  ScoreTable() = default;
  ScoreTable(Group group, size_t slots, const std::array<RowTable, kTables>& tables)
      : group_(group), slots_(slots), tables_(tables) {}

  // A word whose pieces are being looked up. They are far away; so each step asks for what the next
  // one needs, and several words can wait together: Ask all, Find all, Add all.
  class Search {
   private:
    friend class ScoreTable;
    static constexpr size_t kMostSize = Words::kLongest + 2, kTags = kLongestLength - 2,
                            kMost = kMostSize * (kTables - 1) + 1;
    struct Look {
      uint32_t bucket;
      uint8_t table;
      uint16_t tags[kTags];  // 0 where there is none
      std::string_view rows;
    };
    Look looks[kMost];
    size_t size;
  };
  // At most Words::kLongest characters are looked at.
  void Ask(std::span<const char32_t> characters, Search& search) const;
  void Find(Search& search) const;
  // Adds the scores of the word to `scores`, a row.
  void Add(const Search& search, int16_t* scores) const;

 private:
  Group group_ = kNoLetter;
  size_t slots_ = 0;
  std::array<RowTable, kTables> tables_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_SCORE_TABLE_H_
