// Counts which terms are near which: node by node, for ranges of nodes as wide as a fixed amount of
// memory allows.
//
// The corpus is read once for each range (term_log.h), and what is near each node is put into a
// place of its own; how large it has to be is known from how often the node occurs. Then the terms
// of one node after the other are counted, by their numbers, in an array that mostly stays in the
// processor's cache. A node with more places near it than there are terms is counted at once. So
// there is no hash table, nothing is written to a disk but the corpus itself, and what is counted
// does not depend on how much memory there is.
//
// A place near two occurrences of a node counts once, and a place that the node itself takes never
// (Evert 2008); pairs of neighbours, by contrast, are all counted. One thread.
#ifndef TEXTMILL_PLUGINS_CORPUS_PAIR_COUNTER_H_
#define TEXTMILL_PLUGINS_CORPUS_PAIR_COUNTER_H_

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "plugins/corpus/term_log.h"
#include "plugins/lib/memory/pages.h"

namespace textmill::corpus {

struct PairSettings {
  size_t left = 5, right = 5;
  bool neighbours = false;  // pairs of a term and the one after it
  uint64_t min_count = 1;
  size_t memory = size_t{1} << 30;  // beside what each term takes, kPairBytesOfTerm
};

// Bytes that each term of the corpus takes, whatever is counted.
inline constexpr size_t kPairBytesOfTerm = 60;

class PairCounter {
 public:
  struct Pair {
    uint32_t node, collocate, count;
  };
  // `order`: the nodes, one after the other; `counts`: how often each term occurs. All must outlive
  // the counter.
  PairCounter(const TermLog& log, const std::vector<uint32_t>& order,
              const std::vector<uint64_t>& counts, const PairSettings& settings);

  // Counts the next node that has pairs; false when there is none left. `stop` is asked now and
  // then, and ends it, too.
  bool Next(const std::function<bool()>& stop);
  // Its pairs, frequent enough alone.
  std::span<const Pair> pairs() const { return pairs_; }
  // Places in the windows of a node that Next has given.
  uint64_t places(uint32_t node) const { return places_[node]; }
  size_t passes() const { return passes_; }

 private:
  // Of a term, in a pass: where in near_ the next of what is near it goes, and where its place
  // ends.
  struct Place {
    uint64_t covered = 0;      // up to where its windows went, and 1
    uint64_t at = 0, end = 0;  // both 0: it is no node of this range
    bool counted() const { return end == kCounted; }
  };
  static constexpr uint64_t kCounted = UINT64_MAX;  // at once: its place has a count for each term

  uint64_t RoomOf(uint32_t node) const;
  void Read(const std::function<bool()>& stop);
  void ReadUnit(std::span<const uint32_t> unit);
  void Put(uint32_t node, Place& place, std::span<const uint32_t> near);
  void Gather(size_t which);

  const TermLog& log_;
  const std::vector<uint32_t>& order_;
  const std::vector<uint64_t>& counts_;
  PairSettings settings_;
  size_t terms_;
  std::vector<Place> in_near_;   // by term
  std::vector<uint64_t> begin_;  // of the range's nodes, in near_
  memory::Pages<uint32_t> near_;
  std::vector<uint64_t> places_;  // by term
  uint64_t place_ = 0;            // of all that was read in this pass
  size_t from_ = 0, to_ = 0;      // the range, in order_
  size_t next_ = 0;               // the node to be given next
  size_t passes_ = 0;
  // By term, and in the end for places that are left out; zeros between two nodes.
  std::vector<uint32_t> count_;
  std::vector<uint32_t> seen_;  // terms with a count
  std::vector<Pair> pairs_;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_PAIR_COUNTER_H_
