// The stage `corpus.keywords`: terms that are more frequent in one part of a corpus than elsewhere.
//
// Process numbers the terms of a batch (term_stream.h), on any thread; Commit counts them, by part.
// The table does not depend on how the documents were cut into batches.
#ifndef TEXTMILL_PLUGINS_CORPUS_KEYWORDS_H_
#define TEXTMILL_PLUGINS_CORPUS_KEYWORDS_H_

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "plugins/corpus/keyness.h"
#include "plugins/corpus/reference_list.h"
#include "plugins/corpus/term_choice.h"
#include "plugins/corpus/term_counts.h"
#include "plugins/lib/memory/reported.h"
#include "textmill/textmill.hpp"

namespace textmill::corpus {

class Keywords final : public Transform {
 public:
  Keywords();
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

 private:
  struct Scratch;
  // A part of the corpus: the documents with one of these values in a column.
  struct Part {
    ValueColumn column;
    std::string name;
    std::vector<std::string> values;
    bool Has(const Batch& batch, int64_t row, std::string& digits) const;
  };
  // A term in the table to come.
  struct Row {
    double key;
    int64_t target, reference;  // its entries, or -1
  };
  void ReportMemory();
  void BindPart(Binder& binder, const Value& value, const char* parameter, Part* part);
  void PutReference();
  KeynessCounts CountsOf(const Row& row) const;
  const Keyness& Compared(const KeynessCounts& counts);
  const uint32_t* TermsOf(const Row& row) const;
  double KeyOf(const Keyness& keyness, const KeynessCounts& counts) const;

  TermChoice choice_;
  Param<int64_t> n_{this, "n", kOptional,
                    "How many words an n-gram has, 2 unless given; with `of: ngrams` only.",
                    Range{1, 10}};
  Param<Value> target_;
  Param<Value> reference_;
  Param<int64_t> min_count_{this, "min_count", 1,
                            "Leave out what occurs less often in both parts together.",
                            Range{1, 9e15}};
  Param<int64_t> min_documents_{this, "min_documents", 1,
                                "Leave out what occurs in fewer documents of both parts together.",
                                Range{1, 9e15}};
  Param<double> max_p_{this, "max_p", 1.0,
                       "Leave out what is less significant: whose `p_g2_four` is greater.",
                       Range{0, 1}};
  Param<Choice> direction_{this,
                           "direction",
                           {"both", "target", "reference"},
                           "Which terms to give: those that are more frequent in the `target`, in "
                           "the `reference`, or `both`."};
  Param<Choice> sort_{
      this,
      "sort",
      {"g2_four", "g2_two", "chi2", "log_ratio", "log_ratio_walter", "lrc", "lrc_unadjusted",
       "diff_percent", "simple_maths", "bic", "ell", "target_count", "reference_count"},
      "What the rows are sorted by, the greatest first."};
  Param<int64_t> top_{this, "top", 0, "How many rows to give; 0 gives all.", Range{0, 9e15}};
  Param<double> simple_maths_{this, "simple_maths", 1.0,
                              "What `simple_maths` adds to both frequencies a million: with more, "
                              "more frequent words come to the front.",
                              Range{1e-9, 1e9}};
  Param<double> confidence_{this, "confidence", 0.95, "The confidence of `lrc` and its kin.",
                            Range{0.5, 0.999999}};
  Carry<Binary> terms_{this, "terms", "the terms of the batch"};
  Counter too_long_{this, "too_long"};
  Counter in_target_{this, "target_documents"};
  Counter in_reference_{this, "reference_documents"};

  size_t size_ = 1;
  Part target_part_, reference_part_;
  bool rest_ = true;  // the reference is what is not the target
  std::string reference_path_;
  uint64_t reference_size_ = 0;  // of the list, as the user gives it
  ReferenceList listed_;

  CorpusTerms corpus_;
  TermCounts counts_;
  std::unique_ptr<NgramTable> list_;  // of the reference list
  std::vector<uint32_t> stream_;
  memory::Reported reported_memory_;
  int64_t target_group_ = -1, reference_group_ = -1;
  KeynessSettings settings_;
  std::unordered_map<uint64_t, Keyness> compared_;  // by both counts: most rows share theirs
  Keyness last_compared_;
  double target_size_ = 0, other_size_ = 0;
  std::vector<Row> sorted_;
  size_t given_ = 0;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_KEYWORDS_H_
