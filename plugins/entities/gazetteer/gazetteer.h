// Finds names of a list in text: whole words, from left to right, the longest at each place.
//
// The list is a hash table of the beginnings of names: "Collective", "Collective Security", ... by
// the hash of their tokens. A text's words are cut out 64 bytes at a time; a bit filter over the
// first words of all names turns nearly all of them away, and only the others are looked up. What
// is found is compared byte by byte, so that a hash never decides.
//
// Build with GazetteerBuilder. A Gazetteer is constant; any number of threads may search it.
#ifndef TEXTMILL_PLUGINS_ENTITIES_GAZETTEER_H_
#define TEXTMILL_PLUGINS_ENTITIES_GAZETTEER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "plugins/entities/gazetteer/tokens.h"

namespace textmill::entities {

enum class CaseRule : uint8_t { kExact, kAny };

class Gazetteer {
 public:
  struct Hit {
    uint32_t begin, end;  // bytes of the text
    uint32_t payload;     // as it was added
    bool operator==(const Hit&) const = default;
  };

  // Appends the names in `text` (less than 4 GiB), ascending, none overlapping another.
  void Find(std::string_view text, std::vector<Hit>* hits) const;

  size_t names() const { return names_.size(); }
  size_t bytes() const;  // of memory

 private:
  friend class GazetteerBuilder;
  class Search;

  // A name is cut in three: marks before its first token, the key, marks after its last token. The
  // bytes of all three are in `text_` from `begin`.
  struct Name {
    uint32_t begin;
    uint16_t key_size;
    uint8_t lead_size, trail_size;
    uint32_t next;  // another name at the same place of the table, plus one
    uint32_t payload;
  };
  // The beginning of a name.
  struct Slot {
    uint32_t check = 0;      // half of the hash
    uint32_t name : 30 = 0;  // that ends here, plus one
    uint32_t more : 1 = 0;   // names go on from here
    uint32_t used : 1 = 0;
  };
  struct Table {
    bool empty() const { return slots.empty(); }
    bool MayBegin(uint64_t hash) const {
      const uint64_t bit = hash >> filter_shift;
      return (filter[bit >> 6] >> (bit & 63)) & 1;
    }
    const Slot* Find(uint64_t hash) const;
    Slot& FindOrAdd(uint64_t hash);

    std::vector<Slot> slots;       // a power of two
    std::vector<uint64_t> filter;  // a power of two
    int slot_shift = 0, filter_shift = 0;
  };

  std::string text_;
  std::vector<Name> names_;
  Table exact_, any_;
};

class GazetteerBuilder {
 public:
  enum class Result { kAdded, kRepeated, kEmpty, kOneCharacter, kNoWord, kTooLong };
  struct Added {
    Result result;
    uint32_t payload;  // of the name as it was added first
  };

  // `name` is UTF-8; it is brought to NFC, and blanks around it are cut off.
  Added Add(std::string_view name, CaseRule rule, uint32_t payload);

  // Leaves the builder empty.
  Gazetteer Build();

 private:
  void Fill(Gazetteer::Table* table, CaseRule rule);

  Gazetteer made_;
  std::vector<CaseRule> rules_;                      // by name
  absl::flat_hash_map<uint64_t, uint32_t> by_hash_;  // of the whole name
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_GAZETTEER_H_
