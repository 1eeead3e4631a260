// The index of kept documents by the keys of their bands. Documents are numbered from 0 in the
// order in which they are added.
//
// It keeps to a budget: when that is used up, what is in memory is sorted and moved to the work
// folder as a run, and of eight runs of about one size one is made, so that their number grows with
// the logarithm of the corpus. What is found depends on the keys alone, never on where they are.
// One thread at a time.
#ifndef TEXTMILL_PLUGINS_DEDUP_LSH_INDEX_H_
#define TEXTMILL_PLUGINS_DEDUP_LSH_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "plugins/dedup/keys/key_run.h"
#include "plugins/dedup/store/band_tables.h"

namespace textmill::dedup {

class LshIndex {
 public:
  // Takes about `memory` bytes of memory, and makes files in `folder` beyond that.
  LshIndex(uint32_t bands, std::string folder, size_t memory);

  // Begins to load what Find and Add of these keys will need.
  void Prefetch(const uint32_t* keys) const;

  // The documents that share one of the bands from `first` to before `end`, ascending. At most
  // `most`: those that share the most bands, where a band counts the more the fewer documents share
  // it, as a name tells more than a form's printed text; of equals the earlier. Of one band's
  // documents only the first `most` + 1 are looked at, which bounds the work. Returns false when
  // others were left out. `found` is replaced.
  bool Find(const uint32_t* keys, uint32_t first, uint32_t end, size_t most,
            std::vector<uint32_t>* found);

  // Adds the next document.
  void Add(const uint32_t* keys);

  uint32_t size() const { return tables_.first() + tables_.size(); }
  size_t runs() const { return runs_.size(); }
  size_t bytes() const;  // of memory
  uint64_t bytes_in_files() const;

 private:
  struct Run {
    int level;
    KeyRun keys;
  };
  void Spill();
  void MergeLast(size_t n);
  size_t FilterBudget() const;
  bool KeepLikeliest(size_t most, std::vector<uint32_t>* found);

  uint32_t bands_;
  std::string folder_;
  size_t memory_;
  BandTables tables_;
  std::vector<Run> runs_;  // the earliest documents first
  // Scratch: where each band's documents end, and what the bands of each weigh.
  std::vector<size_t> ends_;
  struct Ranked {
    uint32_t weight, document;
  };
  std::vector<Ranked> ranked_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_LSH_INDEX_H_
