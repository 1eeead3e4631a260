// Counts pairs of names, in bounded memory.
//
// When there are more different pairs than allowed, those seen in the fewest documents so far are
// forgotten, at least half of all; they start anew when they come again. What is forgotten depends
// on the order of the documents alone. Not thread-safe.
#ifndef TEXTMILL_PLUGINS_ENTITIES_PAIR_COUNTS_H_
#define TEXTMILL_PLUGINS_ENTITIES_PAIR_COUNTS_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "textmill/state.hpp"

namespace textmill::entities {

struct PairCount {
  uint32_t documents = 0;
  uint32_t sentences = 0;
};

class PairCounts {
 public:
  explicit PairCounts(size_t most = SIZE_MAX) : most_(most) {}

  // One document in which both numbers occur, and in how many of its sentences they do.
  void Count(uint32_t a, uint32_t b, uint32_t sentences) { Add(a, b, {1, sentences}); }
  // To be called after each document.
  void EndDocument() {
    if (pairs_.size() > most_) Forget();
  }

  // The smaller number in the upper half of the key.
  const absl::flat_hash_map<uint64_t, PairCount>& pairs() const { return pairs_; }
  int64_t forgotten() const { return forgotten_; }
  // Whether there were never more different pairs than allowed, so that all counts are exact.
  bool exact() const { return forgotten_ == 0 && pairs_.size() <= most_; }
  int64_t bytes() const {
    return static_cast<int64_t>(pairs_.capacity() * (sizeof(uint64_t) + sizeof(PairCount) + 1));
  }

  void Save(StateWriter& to) const;
  // Adds what was counted of later documents, whose numbers are those `numbers` here; into none, it
  // is what was saved.
  void Merge(StateReader& later, const std::vector<uint32_t>& numbers);

 private:
  void Add(uint32_t a, uint32_t b, PairCount more) {
    PairCount& count = pairs_[uint64_t{a < b ? a : b} << 32 | (a < b ? b : a)];
    count.documents += more.documents;
    count.sentences += more.sentences;
  }
  void Forget();

  size_t most_;
  absl::flat_hash_map<uint64_t, PairCount> pairs_;
  int64_t forgotten_ = 0;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_PAIR_COUNTS_H_
