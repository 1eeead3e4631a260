// The index of kept documents by the keys of their bands. Documents are numbered from 0 in the
// order in which they are added.
//
// For each band there is a flat table from a key to the documents that have it, which are linked
// in a ring: the slot holds the last one, and the last one links to the first. A document takes 4
// bytes in the ring and 11 to 21 in the table for each band. What is found depends on the keys
// alone, never on the layout. One thread at a time.
#ifndef TEXTMILL_PLUGINS_DEDUP_LSH_INDEX_H_
#define TEXTMILL_PLUGINS_DEDUP_LSH_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace textmill::dedup {

class LshIndex {
 public:
  explicit LshIndex(uint32_t bands);

  // Begins to load what Find and Add of these keys will need.
  void Prefetch(const uint32_t* keys) const;

  // The documents that share a band, ascending. At most `most`: those that share the most bands, of
  // equals the earlier; and of one band's documents only the first `most` count. Returns false when
  // others were left out. `found` is replaced.
  bool Find(const uint32_t* keys, size_t most, std::vector<uint32_t>* found);

  // Adds the next document.
  void Add(const uint32_t* keys);

  size_t size() const { return hits_.size(); }
  size_t bytes() const;

 private:
  struct Slot {
    uint32_t key;
    uint32_t last;
  };
  struct Band {
    std::vector<Slot> slots;
    std::vector<uint32_t> next;
    size_t used = 0;
    int shift = 0;
  };
  static Slot& Locate(Band& band, uint32_t key);
  static void Grow(Band& band);

  std::vector<Band> bands_;
  std::vector<uint8_t> hits_;  // zeros but within Find
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_LSH_INDEX_H_
