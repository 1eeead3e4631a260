// In how many documents each passage is found, by a 64-bit hash of the passage; where some of them
// are copies of one another, what they share is counted once. A flat table of 16 bytes a slot. Add
// from one thread at a time; Of from any number once nobody adds any more.
#ifndef TEXTMILL_PLUGINS_DEDUP_PASSAGE_COUNTS_H_
#define TEXTMILL_PLUGINS_DEDUP_PASSAGE_COUNTS_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "textmill/state.hpp"

namespace textmill::dedup {

// A passage as Process hands it to Commit, without padding.
struct PassageKey {
  uint32_t high, low;  // halves of the hash
  uint32_t length;     // letters and digits
};

class PassageCounts {
 public:
  PassageCounts();

  // 0 for a passage that was never added.
  uint32_t Of(uint64_t hash) const {
    return Locate(static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(hash))->count;
  }
  void Prefetch(const PassageKey& key) const { __builtin_prefetch(&slots_[key.low & mask_]); }

  // Counts a document, given each of its passages once. If more than the share `shared` of it (by
  // length) comes from one earlier document it is a copy of that one: what comes from there is not
  // counted again, and what is new in it is taken to come from there too. Returns whether it is.
  bool AddDocument(const PassageKey* passages, size_t n, double shared);

  void Save(StateWriter& to) const;
  void Restore(StateReader& from);
  // Adds what another one saved that counted later documents: exact where no document was a copy.
  void Merge(StateReader& later);

  size_t bytes() const { return slots_.capacity() * sizeof(Slot); }

 private:
  struct Slot {
    uint32_t high, low;
    uint32_t count;   // 0: free
    uint32_t origin;  // the first document that had it, or what that one is a copy of
  };
  const Slot* Locate(uint32_t high, uint32_t low) const {
    for (size_t at = low & mask_;; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.count == 0 || (slot.low == low && slot.high == high)) return &slot;
    }
  }
  // Of the documents that passages come from the one with the greatest share, if it is that large.
  static constexpr uint32_t kNone = ~uint32_t{0};
  uint32_t CopyOf(const PassageKey* passages, size_t n, double shared);
  void Grow();

  std::vector<Slot> slots_;
  size_t mask_;
  size_t used_ = 0;
  uint32_t documents_ = 0;
  std::vector<std::pair<uint32_t, uint32_t>> from_;  // scratch: origins, lengths
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_PASSAGE_COUNTS_H_
