// Shingles: the set of runs of n consecutive words (or characters) of a text, as 64-bit hashes.
//
// Words are those of plugins/unicode/words.h. A text with fewer than n of them is one shingle; one
// with none has no shingles. Characters are the code points of the words, with nothing between
// them, so that line breaks within Chinese or Japanese text make no difference.
//
// A Shingler keeps its memory from text to text: one for each thread.
#ifndef TEXTMILL_PLUGINS_DEDUP_SHINGLES_H_
#define TEXTMILL_PLUGINS_DEDUP_SHINGLES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "plugins/lib/unicode/words.h"

namespace textmill::dedup {

enum class Unit {
  kWord,
  kChar,
  kAuto  // characters when most letters are of scripts without spaces between words, else words
};

class Shingler {
 public:
  Shingler(Unit unit, uint32_t ngram);

  // The text's shingles, ascending, each once. Valid until the next call.
  const std::vector<uint64_t>& Of(std::string_view text);

 private:
  bool ByChar(std::string_view text) const;
  void TakeWords();
  void TakeChars();
  void Roll(uint64_t salt);

  Unit unit_;
  uint32_t ngram_;
  uint64_t leaving_;  // what the word that leaves a run has been multiplied by
  unicode::Words words_;
  std::vector<uint64_t> units_;  // a hash for each word or character
  std::vector<uint64_t> shingles_, scratch_;
};

// Sorts numbers and keeps each once; made for such as are spread over all 64 bits, as hashes are.
// `scratch` is overwritten.
void SortUnique(std::vector<uint64_t>* values, std::vector<uint64_t>* scratch);

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_SHINGLES_H_
