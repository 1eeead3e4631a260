// The words of a script that a thread met last, each with a row: how far each language lags.
//
// It begins small, for one text or a script that comes up now and then, and is made anew in full
// size, empty, after so many words as that holds: the memory of the large one, in huge pages, takes
// longer to come than a text to be looked at.
//
// One thread at a time.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_WORD_CACHE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_WORD_CACHE_H_

#include <cstddef>
#include <cstdint>

#include "plugins/lib/memory/pages.h"

namespace textmill::language {

class WordCache {
 public:
  WordCache() = default;  // which holds nothing, and must not be asked
  explicit WordCache(size_t row_size) : row_size_(row_size) { Make(kFirstSets); }

  bool made() const { return row_size_ > 0; }

  // A word will be looked for soon.
  void Ask(uint64_t word) const { __builtin_prefetch(&sets_[SetOf(word)]); }
  // The row of a word, or null.
  const uint8_t* Find(uint64_t word) const {
    const size_t set = SetOf(word);
    size_t way = kWays;
    for (size_t w = 0; w < kWays; ++w) way = sets_[set].words[w] == word ? w : way;
    return way == kWays ? nullptr : &rows_[(set * kWays + way) * row_size_];
  }
  // Room for the row of a word that is not there, in the place of the oldest. Rows that were found
  // before may be gone.
  uint8_t* Add(uint64_t word) {
    if (++added_ == kFirstSets * kWays) Make(kSets);
    const size_t index = SetOf(word);
    Set& set = sets_[index];
    const size_t way = set.oldest;
    set.oldest = way + 1 == kWays ? 0 : way + 1;
    set.words[way] = word;
    return &rows_[(index * kWays + way) * row_size_];
  }

 private:
  // A word is at one of the places of its set, which is a line of the processor's cache.
  static constexpr size_t kFirstSets = 256, kSets = 8192, kWays = 7;
  struct Set {
    uint64_t words[kWays];  // hashes
    uint64_t oldest;
  };

  void Make(size_t sets) {
    last_set_ = sets - 1;
    sets_ = memory::Pages<Set>(sets);
    rows_ = memory::Pages<uint8_t>(sets * kWays * row_size_);
  }
  size_t SetOf(uint64_t word) const { return word >> 32 & last_set_; }

  size_t row_size_ = 0, last_set_ = 0;
  uint64_t added_ = 0;
  memory::Pages<Set> sets_;
  memory::Pages<uint8_t> rows_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_WORD_CACHE_H_
