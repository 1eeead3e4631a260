// Finds words in a row that a query spells out in ASCII (the old bridge, "of"%c), without cutting
// the text into words: which bytes belong to words is worked out for 64 of them at once, and a word
// is looked at only where one of the right length begins with the right letter.
//
// Most texts are such that each character is in a word or not by itself. Where one is not (a mark
// that joins its letter, a character that is left out, or becomes what the query spells, a word of
// a script without spaces), Find gives up, and the text has to be cut. What it finds is what
// cutting it finds.
//
// PlainWords does not change once it is made, and any thread may use it; a PlainFinder belongs to
// one (a stage's lane).
#ifndef TEXTMILL_PLUGINS_CONCORDANCE_PLAIN_WORDS_H_
#define TEXTMILL_PLUGINS_CONCORDANCE_PLAIN_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/concordance/context.h"
#include "plugins/lib/query/query.h"

namespace textmill::concordance {

struct PlainWords {
  struct Word {
    std::string text;  // in lower case, where any case will do
    bool any_case;
    bool IsAt(const char* p) const;
  };
  std::vector<Word> words;
  bool by_dictionary;  // words of scripts without spaces are cut

  // Nothing where a query asks for more than such words.
  static std::optional<PlainWords> Of(const query::Query& query, bool by_dictionary);
};

class PlainFinder {
 public:
  explicit PlainFinder(const PlainWords* wanted) : wanted_(*wanted) {}

  // Where the hits are, each with so many words on both sides, in their order; false where the text
  // has to be cut.
  bool Find(std::string_view text, size_t context, std::vector<Place>* places);

 private:
  bool MarkWords(std::string_view text);
  std::optional<bool> IsOfWord(std::string_view character, uint32_t code_point) const;
  std::optional<Place> HitAt(std::string_view text, size_t begin) const;
  // Where words begin, and where they have ended, of 64 bytes.
  uint64_t Begins(size_t block) const { return bits_[block] & ~Before(block); }
  uint64_t Ends(size_t block) const { return ~bits_[block] & Before(block); }
  uint64_t Before(size_t block) const {
    return bits_[block] << 1 | (block > 0 ? bits_[block - 1] >> 63 : 0);
  }
  bool EndsAt(size_t at) const { return (Ends(at / 64) >> at % 64 & 1) != 0; }
  size_t WordsBefore(size_t at, size_t n) const;
  size_t WordsAfter(size_t at, size_t n) const;

  const PlainWords& wanted_;
  std::vector<uint64_t> bits_;  // a bit a byte, and a block more: what belongs to words
};

}  // namespace textmill::concordance

#endif  // TEXTMILL_PLUGINS_CONCORDANCE_PLAIN_WORDS_H_
