// How much of a text is runs of n words that it holds more than once.
//
// A run of n words can be there twice only if the two runs of n-1 words that it is made of are:
// each length looks at the places that the one before has left, which soon are few. Runs are
// compared by their numbers, never by hashes alone: counts are exact.
//
// One object a thread.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_REPETITION_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_REPETITION_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "plugins/text-quality/interner.h"
#include "plugins/text-quality/tokens.h"
#include "plugins/text-quality/twice.h"

namespace textmill::quality {

class Repetition {
 public:
  static constexpr int kLongest = 10;

  // Looks at the words of a text, for runs of up to kLongest of them.
  void Look(std::string_view text, const std::vector<Token>& words);

  // The most frequent run of n words, the earliest of several; n from 2 on. No run: count 0.
  struct Top {
    uint64_t count = 0;
    uint64_t characters = 0;  // of its words, without what is between them
  };
  Top MostFrequent(int n) const { return top_[n]; }
  // Characters in runs of n words that were there before, going from left to right and past each
  // run that is found.
  uint64_t RepeatedCharacters(int n) const { return repeated_[n]; }
  // Characters in all runs of n words that are there more than once, each time that they are, and
  // in all runs.
  uint64_t CharactersOfRepeated(int n) const { return of_repeated_[n]; }
  uint64_t CharactersOfAll(int n) const;
  // Characters of the words that are in one of these, each once.
  uint64_t CoveredCharacters(int n) const { return covered_[n]; }
  // Calls `use(how often)` for each different word, in the order in which they first appear.
  template <class Use>
  void ForEachWord(Use use) const {
    uint32_t next = 0;
    for (const uint32_t number : numbers_) {
      if (number == kOnce) {
        use(uint32_t{1});
      } else if (number == next) {
        use(word_counts_[next++]);
      }
    }
  }

 private:
  struct Cell {
    uint64_t key;
    uint32_t run;
  };
  size_t Lengthen(int n);
  void Count(int n);
  uint64_t Characters(size_t first, int n) const { return sum_[first + n] - sum_[first]; }

  void NumberWords(std::string_view text, const std::vector<Token>& words);

  static constexpr uint32_t kOnce = UINT32_MAX;
  Interner words_;
  Twice twice_;
  std::vector<uint64_t> keys_;           // of words, then of runs
  std::vector<uint32_t> numbers_;        // of each word; kOnce for those that are there once
  std::vector<uint32_t> word_counts_;    // by number
  std::vector<uint64_t> sum_;            // characters before each word
  std::vector<uint32_t> places_, runs_;  // that are left, and what is there
  std::vector<uint32_t> counts_;         // by run
  std::vector<uint8_t> length_;          // of the longest run at a place that is repeated, so far
  std::vector<uint8_t> seen_;
  std::vector<Cell> cells_;
  Top top_[kLongest + 1];
  uint64_t repeated_[kLongest + 1], of_repeated_[kLongest + 1], covered_[kLongest + 1];
};

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_REPETITION_H_
