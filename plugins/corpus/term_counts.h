// Counts the terms of a corpus, or their n-grams of several sizes, by group.
//
//     counts.Add(stream);                        // of a batch, in the corpus' numbers
//     for (size_t k : counts.Sorted(0, ...)) Use(counts.table(0), k);
//
// Owned by a stage and used by one thread at a time.
#ifndef TEXTMILL_PLUGINS_CORPUS_TERM_COUNTS_H_
#define TEXTMILL_PLUGINS_CORPUS_TERM_COUNTS_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "plugins/corpus/entry_order.h"
#include "plugins/corpus/ngram_table.h"
#include "plugins/corpus/term_stream.h"
#include "textmill/builder.hpp"
#include "textmill/state.hpp"

namespace textmill::corpus {

// The n-grams of a document, one after the other as they begin. With `skip`, up to so many terms in
// all may be left out between those of an n-gram (k-skip-n-grams, Guthrie and others 2006).
class Ngrams {
 public:
  Ngrams(size_t n, size_t skip) : n_(n), skip_(skip) {}
  // Calls `use` with those of a document, given as its terms and marks: some at once, since with
  // gaps there may be ten thousands for each term. They are valid during the call alone.
  using Use = std::function<void(const std::vector<const uint32_t*>&)>;
  void Each(std::span<const uint32_t> document, const Use& use);

 private:
  void Skip(std::span<const uint32_t> run, size_t first, const Use& use);
  void GiveMade(const Use& use);

  size_t n_, skip_;
  std::vector<const uint32_t*> found_;
  std::vector<uint32_t> made_, picked_;  // n-grams with gaps; the one being made
};

// Calls `use(group, document)` for each document of a stream.
template <class Use>
void EachDocument(std::span<const uint32_t> stream, Use use) {
  for (size_t at = 0; at + 1 < stream.size();) {
    const uint32_t group = stream[at + 1];
    size_t end = at + 2;
    while (end < stream.size() && stream[end] != kDocument) ++end;
    use(group, stream.subspan(at + 2, end - at - 2));
    at = end;
  }
}

class TermCounts {
 public:
  // Sizes of n-grams; 1 counts single terms.
  void Start(const std::vector<int64_t>& sizes, size_t skip);
  void Add(std::span<const uint32_t> stream);

  size_t sizes() const { return tables_.size(); }
  const NgramTable& table(size_t k) const { return tables_[k]; }
  Ngrams& ngrams(size_t k) { return ngrams_[k]; }
  // Of a size and a group, the number of n-grams.
  uint64_t total(size_t k, uint32_t group) const {
    return group < totals_[k].size() ? totals_[k][group] : 0;
  }
  // Documents of a group.
  uint64_t documents(uint32_t group) const {
    return group < in_group_.size() ? in_group_[group] : 0;
  }
  int64_t memory() const;

  // Entries of a table that are frequent enough, by group (as `group_rank` says), the most frequent
  // first, equally frequent ones in the order of their terms (as `ranks` says).
  std::vector<uint32_t> Sorted(size_t k, const std::vector<uint32_t>& ranks,
                               const std::vector<uint32_t>& group_rank, uint64_t min_count,
                               uint64_t min_documents, SortScratch* scratch) const;

  void Save(StateWriter& to) const;
  // Adds what another one counted of later documents, with the numbers that its terms and groups
  // have here.
  void Merge(StateReader& later, const Renumbering& of);

 private:
  std::deque<NgramTable> tables_;
  std::deque<Ngrams> ngrams_;
  std::vector<std::vector<uint64_t>> totals_;
  std::vector<uint64_t> in_group_;
  uint32_t document_ = 0;
};

// The n-gram in words.
std::string NgramText(const Interner& terms, const uint32_t* ngram, size_t n);
void AppendNgram(const Interner& terms, const uint32_t* ngram, size_t n, BytesBuilder& to);
// The place of each string in the order of their bytes.
std::vector<uint32_t> Ranks(const Interner& strings);

void SaveTerms(const CorpusTerms& corpus, StateWriter& to);
// Takes in the terms and groups of later documents, as CorpusTerms::Take does those of a batch;
// into none, it is what was saved.
Renumbering MergeTerms(StateReader& later, CorpusTerms* corpus);

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_TERM_COUNTS_H_
