// The stage `corpus.collocations`: which words are together more often than chance has it.
//
// Process numbers the words of a batch (term_stream.h), on any thread; Commit puts them into a log
// (term_log.h). At the end the log is read once for each range of nodes whose windows fit into
// memory (pair_counter.h), while the table is given. The table does not depend on how the documents
// were cut into batches, or on how much memory there was.
#ifndef TEXTMILL_PLUGINS_CORPUS_COLLOCATIONS_H_
#define TEXTMILL_PLUGINS_CORPUS_COLLOCATIONS_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "plugins/corpus/association.h"
#include "plugins/corpus/pair_counter.h"
#include "plugins/corpus/term_choice.h"
#include "plugins/corpus/term_log.h"
#include "plugins/lib/memory/reported.h"
#include "textmill/textmill.hpp"

namespace textmill::corpus {

class Collocations final : public Transform {
 public:
  Collocations();
  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  bool NextTable(uint32_t table, StructBuilder& rows) override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override { MergeState(from); }
  void MergeState(StateReader& later) override;
  std::vector<AccountNumber> Account() const override;

 private:
  struct Scratch;
  // Puts rows of the table into order: those of the next node, or all. False when there are none.
  bool NextRows();
  void TakeNode();
  void SortRows();
  PairCounts CountsOf(const PairCounter::Pair& pair) const;
  void PutRow(const PairCounter::Pair& pair, StructBuilder& rows) const;
  int64_t Memory() const;

  TermChoice choice_;
  Param<std::vector<std::string>> node_{
      this, "node", kOptional,
      "The word whose collocates are looked for, or several; unless given, all words that are "
      "frequent enough."};
  Param<Choice> pairs_{this,
                       "pairs",
                       {"window", "neighbours"},
                       "`window`: a word and those near it; `neighbours`: a word and the one after "
                       "it, in that order."};
  Param<int64_t> left_{this, "left", 5, "How many words to the left of the node count as near.",
                       Range{0, 1000}};
  Param<int64_t> right_{this, "right", 5, "How many to the right.", Range{0, 1000}};
  Param<Choice> within_{
      this, "within", {"document", "line", "sentence"}, "What windows and pairs do not go beyond."};
  Param<int64_t> min_count_{this, "min_count", kOptional,
                            "How often two words must be together; unless given 5, and 1 with "
                            "`node`.",
                            Range{1, 4e9}};
  Param<int64_t> min_node_count_{this, "min_node_count", 1,
                                 "How often a word must occur to be a node.", Range{1, 9e15}};
  Param<double> max_p_{this, "max_p", 1.0,
                       "Leave out what is less significant: whose `p_g2` is greater.", Range{0, 1}};
  Param<Choice> sort_{this,
                      "sort",
                      {"log_dice", "g2", "mi", "mi2", "mi3", "local_mi", "npmi", "t", "z", "chi2",
                       "dice", "delta_p_collocate", "delta_p_node", "log_ratio", "count"},
                      "What the collocates of a node are sorted by, the greatest first."};
  Param<Choice> order_{
      this,
      "order",
      {"node", "overall"},
      "`node`: node by node; `overall`: all pairs by `sort`, whatever their node. "
      "Then the rows are kept in memory beside what `memory` says, 24 bytes each."};
  Param<int64_t> top_{this, "top", 0,
                      "How many collocates of each node to give, or with `order: overall` how many "
                      "pairs; 0 gives all.",
                      Range{0, 9e15}};
  Param<Size> memory_{this, "memory", Size{int64_t{1} << 30},
                      "About how much memory counting may take. With less the corpus is read more "
                      "often; the table is the same."};
  Carry<Binary> terms_{this, "terms", "the words of the batch"};
  Counter too_long_{this, "too_long"};

  CorpusTerms corpus_;
  TermLog log_;
  std::vector<uint64_t> frequency_;  // of each term
  uint64_t places_ = 0;              // of all words, those that are left out, too
  uint64_t neighbours_ = 0;          // pairs of neighbours
  std::vector<uint64_t> second_;     // of each term, how often it is the second of such a pair
  std::vector<uint32_t> stream_;
  memory::Reported reported_memory_;

  std::vector<uint32_t> nodes_;
  std::vector<uint32_t> ranks_;  // of the terms by their bytes
  std::unique_ptr<PairCounter> counter_;
  std::vector<std::pair<double, PairCounter::Pair>> rows_;  // what is sorted by, and the pair
  size_t given_ = 0;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_COLLOCATIONS_H_
