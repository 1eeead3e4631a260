// The part of the index that is in memory: for each band a flat table from a key to the documents
// that have it, which are linked in a ring: the slot holds the last one, and the last one links to
// the first. For each band a document takes 4.5 bytes at most in the ring and 12 in the table.
//
// Keys are hashes, so each has its home where it belongs among all numbers of 32 bits, and slots
// are in the order of their keys, with gaps. So a search ends at the first greater key, which is
// near even when the table is nearly full and the key is not there, as mostly.
// Documents are numbered from `first` in the order in which they are added. One thread at a time.
#ifndef TEXTMILL_PLUGINS_DEDUP_BAND_TABLES_H_
#define TEXTMILL_PLUGINS_DEDUP_BAND_TABLES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "plugins/lib/memory/pages.h"

namespace textmill::dedup {

// That a document has a key in some band.
struct KeyEntry {
  uint32_t key, document;
  bool operator<(const KeyEntry& other) const {
    return key != other.key ? key < other.key : document < other.document;
  }
};

class BandTables {
 public:
  BandTables(uint32_t bands, uint32_t first);

  // Begins to load what Collect and Add of this key will need.
  void Prefetch(uint32_t band, uint32_t key) const {
    const Table& table = tables_[band];
    __builtin_prefetch(&table.slots[table.Home(key)]);
  }
  // Appends the documents with this key, ascending, as long as `*left` is not 0; their number is
  // subtracted from it.
  void Collect(uint32_t band, uint32_t key, size_t* left, std::vector<uint32_t>* found) const;
  // Adds the next document, with a key for each band.
  void Add(const uint32_t* keys);
  // Everything in one band, ascending.
  void List(uint32_t band, std::vector<KeyEntry>* entries) const;

  uint32_t first() const { return first_; }
  uint32_t size() const { return size_; }
  size_t bytes() const;
  // What it takes, for a moment, when a table grows.
  size_t bytes_to_grow() const;

 private:
  struct Slot {
    uint32_t key;
    uint32_t last;  // counted from 1 after `first_`; 0: free
  };
  struct Table {
    memory::Pages<Slot>
        slots;  // some more than there are homes, so that none must begin again at 0
    size_t homes = 0, used = 0;

    size_t Home(uint32_t key) const { return (uint64_t{key} * homes) >> 32; }
    // The first slot from its home on that is free, or has this key or a greater one.
    size_t Locate(uint32_t key) const {
      size_t at = Home(key);
      while (slots[at].last != 0 && slots[at].key < key) ++at;
      return at;
    }
    void Insert(size_t at, Slot slot);
    void KeepFree(size_t at);
    void Grow();
  };
  uint32_t& Next(uint32_t local, size_t band) { return next_[local * tables_.size() + band]; }

  std::vector<Table> tables_;
  memory::Pages<uint32_t> next_;  // for each document one a band, counted from 0
  uint32_t first_, size_ = 0;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_BAND_TABLES_H_
