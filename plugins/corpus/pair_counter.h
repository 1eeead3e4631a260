// Counts which terms are near which: for nodes one range after the other, as many at once as a
// fixed amount of memory holds.
//
// The corpus is read again for each range (term_log.h). A range begins as wide as may be, and is
// cut when the table is full: what belongs to later nodes is forgotten, and counted by a later
// pass. So nothing is ever written to a disk but the corpus itself, and what is counted does not
// depend on how much memory there is.
//
// A place near two occurrences of a node counts once, and a place that the node itself takes never
// (Evert 2008); pairs of neighbours, by contrast, are all counted. One thread.
#ifndef TEXTMILL_PLUGINS_CORPUS_PAIR_COUNTER_H_
#define TEXTMILL_PLUGINS_CORPUS_PAIR_COUNTER_H_

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "plugins/corpus/process_seed.h"
#include "plugins/corpus/term_log.h"
#include "plugins/lib/memory/pages.h"

namespace textmill::corpus {

struct PairSettings {
  size_t left = 5, right = 5;
  bool neighbours = false;  // pairs of a term and the one after it
  uint64_t min_count = 1;
  size_t memory = size_t{1} << 30;
};

class PairCounter {
 public:
  struct Pair {
    uint32_t node, collocate, count;
  };
  // `order`: the nodes, one after the other; `counts`: how often each term occurs. All must outlive
  // the counter.
  PairCounter(const TermLog& log, const std::vector<uint32_t>& order,
              const std::vector<uint64_t>& counts, const PairSettings& settings);

  // Counts the next nodes; false when there are none left. `stop` is asked now and then.
  bool Next(const std::function<bool()>& stop);
  // What was counted, in the order of the nodes, frequent enough alone.
  std::span<const Pair> pairs() const { return {table_.data(), pairs_}; }
  // Places in the windows of a node that was counted by the last Next.
  uint64_t places(uint32_t node) const { return places_[node]; }
  size_t passes() const { return passes_; }

 private:
  static constexpr size_t kPending = 64;
  void CountUnit(std::span<const uint32_t> unit);
  void Add(uint32_t node, uint32_t collocate);
  void AddPending();
  void Insert(const Pair& pair, size_t slot);
  size_t SlotOf(uint32_t node, uint32_t collocate) const;
  void Shrink();
  void Gather();

  const TermLog& log_;
  const std::vector<uint32_t>& order_;
  const std::vector<uint64_t>& counts_;
  PairSettings settings_;
  uint64_t seed_ = ProcessSeed();
  std::vector<uint32_t> rank_;     // of a term as a node; UINT32_MAX: it is not one
  std::vector<uint64_t> covered_;  // up to where the windows of a node went, and 1
  std::vector<uint64_t> places_;
  uint64_t place_ = 0;          // of all that was read, in all passes
  size_t begin_ = 0, end_ = 0;  // the range of ranks
  memory::Pages<Pair> table_;   // a slot is free when its count is 0
  size_t used_ = 0, pairs_ = 0, passes_ = 0;
  size_t wide_ = SIZE_MAX;  // occurrences of nodes that a pass may well hold
  Pair pending_[kPending];
  size_t n_pending_ = 0;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_PAIR_COUNTER_H_
