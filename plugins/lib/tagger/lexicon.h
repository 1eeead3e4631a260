// The words met so far, and what the tagger's features ask of each: its shape, its ends, the case
// of its letters. A word is looked at once, however often it comes.
//
// One for each thread. Words are known by a number; Clear() makes all numbers void.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_LEXICON_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_LEXICON_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/memory/pages.h"
#include "plugins/lib/tagger/knowledge.h"

namespace textmill::entities {

enum class Case : uint8_t {
  kNoLetter,
  kLower,
  kCapital,  // a capital, then lower case
  kUpper,    // capitals, two or more
  kInitial,  // one capital, perhaps with a full stop
  kMixed,
};

inline bool IsCased(Case c) { return c >= Case::kCapital; }

// Numbers in place of strings are hashes; 0: there is no string.
struct Word {
  uint64_t form, lower, shape;
  uint64_t prefix[4], suffix[4];  // of one to four characters, in lower case
  uint32_t lower_word;            // the number of the word in lower case
  uint16_t word_class;            // WordClasses::kUnknown where there is none
  Case letters;
  bool digits;     // has a digit
  bool connector;  // joins the parts of names: of, the, de, van, al, &
  bool known;      // false while it is nothing but the lower case of others: the rest is void then
};

class Lexicon {
 public:
  // `knowledge` outlives it.
  explicit Lexicon(const Knowledge* knowledge);

  // The number of a word, valid until Clear().
  uint32_t Find(std::string_view word) { return Find(word, Hash(word)); }
  // The same for one whose hash is known. Who has many can have their memory brought near in two
  // steps before: what the hash leads to, then what is found there.
  uint32_t Find(std::string_view word, uint64_t hash);
  static uint64_t Hash(std::string_view word);
  void Prefetch(uint64_t hash) const { __builtin_prefetch(&slots_[Home(hash)]); }
  void PrefetchWord(uint64_t hash) const {
    const uint32_t number = slots_[Home(hash)].number;
    if (number == 0) {
      knowledge_->classes.Prefetch(hash);
      return;
    }
    __builtin_prefetch(&spellings_[number - 1]);
    __builtin_prefetch(&words_[number - 1]);
  }
  const Word& operator[](uint32_t i) const { return words_[i]; }
  size_t size() const { return words_.size(); }
  std::string_view spelling(uint32_t i) const { return spellings_[i]; }
  void Clear();

 private:
  Word Look(std::string_view word);
  uint32_t Number(std::string_view word, uint64_t hash);
  void Learn(uint32_t i, std::string_view word);
  void Grow();
  size_t Home(uint64_t hash) const { return hash >> 32 & (slots_.size() - 1); }

  const Knowledge* knowledge_;
  memory::PageVector<Word> words_;
  std::vector<std::string> spellings_;
  std::vector<uint64_t> hashes_;  // by number
  struct Slot {
    uint32_t hash = 0;    // its lower half
    uint32_t number = 0;  // + 1; 0: free
  };
  std::vector<Slot> slots_;
  std::string lower_;
};

// The hash of a string, as features and lists know it. Never 0.
uint64_t HashOf(std::string_view string);

inline uint64_t Lexicon::Hash(std::string_view word) { return HashOf(word); }

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_LEXICON_H_
