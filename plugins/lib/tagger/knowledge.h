// What a model knows of words and names besides the weights: classes of words that occur in like
// contexts, and lists of names. Constant once made; any thread may read.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_KNOWLEDGE_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_KNOWLEDGE_H_

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/memory/items.h"
#include "plugins/lib/tagger/hash_table.h"

namespace textmill::entities {

// Classes of words, three levels of them: the higher bits of a class are the coarser class.
class WordClasses {
 public:
  static constexpr uint16_t kUnknown = 0xFFFF;
  static constexpr int kLevels = 3;
  static constexpr int kShifts[kLevels] = {6, 3, 0};

  // A word is known as it is written and, for texts in capitals, by its lower case.
  static uint32_t FormKey(std::string_view word);
  static uint32_t LowerKey(std::string_view lower);

  // False when a key comes twice.
  bool Make(std::vector<uint32_t> keys, std::vector<uint16_t> classes);
  void Use(HashTable table, memory::Items<uint16_t> classes) {
    table_ = std::move(table);
    classes_ = std::move(classes);
  }
  uint16_t Find(std::string_view word, std::string_view lower) const;
  // Brings near what Find() will look at, for a word in lower case; `hash` is HashOf() it.
  void Prefetch(uint64_t hash) const {
    table_.Prefetch(HashTable::Key(hash));
    table_.Prefetch(HashTable::Key(hash ^ kLower));
  }
  bool empty() const { return classes_.empty(); }
  size_t bytes() const { return table_.bytes() + classes_.bytes(); }
  const HashTable& table() const { return table_; }
  const memory::Items<uint16_t>& classes() const { return classes_; }

 private:
  static constexpr uint64_t kLower = hash::kSalt;

  HashTable table_;
  memory::Items<uint16_t> classes_;
};

// Names of several lists. A name is known by its words in lower case, one after the other.
class NameLists {
 public:
  static constexpr size_t kLists = 12;
  static constexpr size_t kLongest = 8;  // words

  // The key of the first word, and of the words up to one, given the key up to the one before.
  static uint64_t First(uint64_t lower) { return lower; }
  static uint64_t Next(uint64_t before, uint64_t lower) {
    return (before ^ (lower >> 7)) * hash::kStir + lower;
  }

  struct Found {
    uint16_t lists;  // a bit for each list in which a name ends here
    bool goes_on;    // longer names begin like this
  };
  // `flags`: the lists, and kGoesOn.
  static constexpr uint16_t kGoesOn = 0x8000;
  bool Make(std::vector<uint32_t> keys, std::vector<uint16_t> flags);
  void Use(HashTable table, memory::Items<uint16_t> flags) {
    table_ = std::move(table);
    flags_ = std::move(flags);
  }
  Found Find(uint64_t key) const {
    const uint32_t at = table_.Find(HashTable::Key(key));
    if (at == HashTable::kNone) return {0, false};
    return {static_cast<uint16_t>(flags_[at] & ~kGoesOn), (flags_[at] & kGoesOn) != 0};
  }
  void Prefetch(uint64_t key) const { table_.Prefetch(HashTable::Key(key)); }
  bool empty() const { return flags_.empty(); }
  size_t bytes() const { return table_.bytes() + flags_.bytes(); }
  const HashTable& table() const { return table_; }
  const memory::Items<uint16_t>& flags() const { return flags_; }

 private:
  HashTable table_;
  memory::Items<uint16_t> flags_;
};

struct Knowledge {
  WordClasses classes;
  NameLists lists;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_KNOWLEDGE_H_
