// How the built-in model sees a text: as words of lower-case letters, each of one script.
//
// The trainer and the detector share this, so that both see the same. A Letters is constant once
// made; a Words belongs to one thread at a time.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_WORDS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_WORDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "plugins/lib/hash/hash.h"

namespace textmill::language {

// Groups are scripts, told apart before anything is scored: languages compete within a group only.
// Those that have letters are numbered from 1.
using Group = uint8_t;
inline constexpr Group kNoLetter = 0;
inline constexpr Group kHan = 1;  // with Kana: no spaces, and a single character tells much
inline constexpr Group kLatin = 2;
inline constexpr size_t kGroups = 64;  // more than there are
// What is no letter by itself.
inline constexpr Group kMark = 64;        // continues a word of any script
inline constexpr Group kApostrophe = 65;  // the same, but not at the end of a word
inline constexpr Group kIgnored = 66;     // as if it were not there: soft hyphens, vowel points

// What each character is to the model: a part of the model file, which must outlive it.
struct Letters {
  struct Pair {  // two characters that are canonically one
    char32_t first, second, whole;
  };
  static constexpr size_t kSize = 0x10000;
  static constexpr uint32_t Make(Group group, char32_t lower) {
    return (uint32_t{group} << 24) | lower;
  }

  const uint32_t* table = nullptr;  // by code point: group << 24 | lower-case form
  std::span<const Pair> pairs;      // sorted

  uint32_t Of(char32_t c) const {
    if (c < kSize) return table[c];
    return c >= 0x20000 && c < 0x40000 ? Make(kHan, c) : 0;
  }
  // The one character that the two make together, or 0.
  char32_t Compose(char32_t first, char32_t second) const;
};

inline uint64_t MixHash(uint64_t hash, uint64_t characters) {
  return hash::Step<29>(hash, characters);
}

// The words of one text.
class Words {
 public:
  static constexpr size_t kLongest = 40;  // characters; the rest is a word of its own

  struct Word {
    uint64_t hash;
    uint32_t begin;
    uint8_t size;
    Group group;
    bool capital;       // written with one, and not the text's first word: a name in most languages
    bool small;         // written without any
    bool abbreviation;  // of Latin letters without a vowel: much the same in all languages
  };

  // Addresses, code and numbers are left out. Forgets the text before.
  void Read(std::string_view utf8, const Letters& letters);

  std::span<const Word> words() const { return words_; }
  std::span<const char32_t> characters(const Word& word) const {
    return {&characters_[word.begin], word.size};
  }
  size_t capitals() const { return capitals_; }  // how many of the words have one
  size_t figures() const { return figures_; }    // numbers, which are no words
  // A text of names or titles alone: each word has a capital, and they go on in small letters.
  bool AllNames() const { return small_words_ == 0 && small_after_; }
  // Letters of the words of a group.
  uint32_t letters(Group group) const { return letters_[group]; }
  // The group with most letters, kNoLetter when there are none. `possible` is asked for each.
  // Beside words of another script, Latin ones with a capital are names, and say nothing.
  template <class Possible>
  Group MainGroup(Possible possible) const {
    Group best = kNoLetter;
    uint32_t most = 0;
    for (Group g = 1; g < kGroups; ++g) {
      const uint32_t weight = letters_[g] * (g == kHan ? 3 : 1);  // a character of Han says more
      if (g != kLatin && weight > most && possible(g)) best = g, most = weight;
    }
    const uint32_t latin = best == kNoLetter || most * kFewLetters < letters_[kLatin]
                               ? letters_[kLatin]
                               : small_letters_;
    return latin > most && possible(kLatin) ? kLatin : best;
  }
  Group MainGroup() const {
    return MainGroup([](Group) { return true; });
  }
  // True for a text with so many signs between its letters as only program code has.
  bool LooksLikeCode() const;

 private:
  // Of the letters in another script there are few when Latin ones are so many times as many.
  static constexpr uint32_t kFewLetters = 12;
  class Reader;
  void Put(char32_t c, uint32_t letter, const Letters& letters);
  void Join(Group group, char32_t mark, const Letters& letters);
  void EndWord();
  void TakeBack();  // the last word

  std::vector<char32_t> characters_;
  std::vector<Word> words_;
  std::array<uint32_t, kGroups> letters_{};
  uint32_t signs_ = 0, all_letters_ = 0, capitals_ = 0, figures_ = 0;
  uint32_t small_words_ = 0, small_letters_ = 0;  // the latter of Latin words alone
  bool small_after_ = false;  // some word goes on in small letters after its first
  // Of the word that is being read:
  uint32_t begin_ = 0, end_ = 0;
  Group group_ = kNoLetter;
  bool capital_ = false;  // its first letter is one
  uint32_t humps_before_ = 0;
  // Of the chunk: capitals after small letters.
  uint32_t humps_ = 0;
  bool quoted_ = false;  // an apostrophe comes before it
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_WORDS_H_
