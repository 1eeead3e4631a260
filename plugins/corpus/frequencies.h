// The stage `corpus.frequencies`: a table of how often words, n-grams or a column's values occur,
// and how they are spread.
//
// Process numbers the terms of a batch (term_stream.h), on any thread; Commit counts them. The
// table does not depend on how the documents were cut into batches.
#ifndef TEXTMILL_PLUGINS_CORPUS_FREQUENCIES_H_
#define TEXTMILL_PLUGINS_CORPUS_FREQUENCIES_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugins/corpus/dispersion.h"
#include "plugins/corpus/term_choice.h"
#include "plugins/corpus/term_counts.h"
#include "plugins/corpus/term_log.h"
#include "plugins/lib/memory/reported.h"
#include "textmill/textmill.hpp"

namespace textmill::corpus {

class Frequencies final : public Transform {
 public:
  Frequencies();
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
  uint32_t StateVersion() const override { return 2; }

 private:
  struct Scratch;
  // Rows of the table to come: these of the sorted entries of n-grams of a size.
  struct Run {
    uint32_t size;
    size_t begin, end;
  };
  void GiveRow(uint32_t size, size_t place, StructBuilder& rows);
  void ReportMemory();
  void BindGroups(Binder& binder, std::vector<Field>* fields);
  void PutGroup(const Batch& batch, int64_t row, Scratch& scratch, Reply& reply) const;
  std::vector<uint32_t> RankGroups() const;
  void TellWithoutDates();
  void Disperse();

  TermChoice choice_;
  Param<std::vector<int64_t>> n_{
      this, "n", kOptional,
      "How many words an n-gram has, 2 unless given, or several as in `[1, 2, 3]`; with `of: "
      "ngrams` only. From 1 to 10."};
  Param<int64_t> skip_{this, "skip", 0,
                       "Skip-grams: how many words may be left out in all between those of an "
                       "n-gram; with `of: ngrams` only. With long n-grams fewer: a word may begin "
                       "1,000 of them at most.",
                       Range{0, 10}};
  Param<std::vector<ColumnName>> by_{
      this, "by", kOptional,
      "Count apart for each value of this column, such as `lang`, or of several."};
  Param<Choice> per_{this,
                     "per",
                     {"all", "day", "week", "month", "quarter", "year"},
                     "Count apart for each period of the documents' date."};
  Param<ColumnName> date_{
      this, "date", ColumnName{"date"},
      "The column with the date that `per` goes by: a timestamp, or text as in 2024-05-31."};
  Param<bool> dispersion_{this, "dispersion", false,
                          "Add columns that tell how evenly a word is spread over the documents "
                          "(of its group)."};
  Param<int64_t> parts_{this, "parts", 0,
                        "Measure dispersion over so many parts of equal size instead of over "
                        "documents; 0: over documents.",
                        Range{0, 1e6}};
  Param<int64_t> min_count_{this, "min_count", 1, "Leave out of the table what occurs less often.",
                            Range{1, 9e15}};
  Param<int64_t> min_documents_{this, "min_documents", 1,
                                "Leave out of the table what occurs in fewer documents.",
                                Range{1, 9e15}};
  Param<int64_t> top_{this, "top", 0,
                      "How many rows to give, of each group (and size of n-grams) the most "
                      "frequent; 0 gives all.",
                      Range{0, 9e15}};
  Carry<Binary> terms_{this, "terms", "the terms of the batch"};
  Counter too_long_{this, "too_long"};
  Counter without_date_{this, "without_date"};

  std::vector<int64_t> sizes_;
  std::vector<ValueColumn> groups_by_;
  bool date_is_text_ = false;
  int date_slot_ = -1;

  CorpusTerms corpus_;
  TermCounts counts_;
  TermLog log_;  // with `dispersion` only
  std::vector<uint32_t> stream_;
  memory::Reported reported_memory_;
  std::vector<std::vector<uint32_t>> sorted_;  // entries, for each size
  std::vector<Run> runs_;                      // of them: the table's rows
  std::vector<Dispersion> dispersions_;        // of the rows
  size_t run_ = 0, given_ = 0;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_FREQUENCIES_H_
