// A part of the index that has been moved to the work folder: for each band the keys of a range of
// documents, ascending, and never changed. In memory stay the first key of each block of 4 KiB, and
// a Bloom filter over all keys, which spares most reads for keys that are not there.
// One thread at a time.
#ifndef TEXTMILL_PLUGINS_DEDUP_KEY_RUN_H_
#define TEXTMILL_PLUGINS_DEDUP_KEY_RUN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "plugins/dedup/store/band_tables.h"
#include "plugins/dedup/store/spill_file.h"
#include "plugins/lib/memory/pages.h"

namespace textmill::dedup {

class KeyRun {
 public:
  static constexpr size_t kBitsAKey = 12;  // of the filter: one in 200 wrong keys passes

  // For `documents` documents, with a filter of at most `filter_bytes`.
  KeyRun(const std::string& folder, uint32_t bands, uint32_t documents, size_t filter_bytes);

  // To be filled before all else: each band's entries, ascending, one band after the other.
  void Append(const KeyEntry* entries, size_t n);

  void Prefetch(uint32_t band, uint32_t key) const {
    if (filter_.size() > 0) __builtin_prefetch(&filter_[BlockOf(HashOf(band, key))]);
  }
  // As BandTables::Collect.
  void Collect(uint32_t band, uint32_t key, size_t* left, std::vector<uint32_t>* found) const;
  // Some entries of a band, which are there. Valid until the next call.
  const KeyEntry* Read(uint32_t band, uint32_t at, size_t n) const;

  uint32_t documents() const { return documents_; }
  size_t filter_bytes() const { return filter_.bytes(); }
  void DropFilter() { filter_.Resize(0); }
  size_t bytes() const {  // of memory
    return filter_.bytes() + fences_.capacity() * sizeof(uint32_t) + file_.bytes();
  }
  uint64_t bytes_in_files() const { return file_.bytes_in_file(); }

 private:
  struct Block {  // a cache line of the filter
    uint64_t words[8];
  };
  static uint64_t HashOf(uint32_t band, uint32_t key);
  size_t BlockOf(uint64_t hash) const {
    return static_cast<size_t>(((hash >> 32) * filter_.size()) >> 32);
  }
  bool MayHave(uint32_t band, uint32_t key) const;

  uint32_t bands_, documents_;
  size_t blocks_;  // of entries, a band
  uint64_t appended_ = 0;
  SpillFile file_;
  std::vector<uint32_t> fences_;
  memory::Pages<Block> filter_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_KEY_RUN_H_
