// The stage `corpus.matrix`: documents by terms, as a file of Matrix Market with its vocabulary.
//
// Process numbers the terms of a batch (term_stream.h), on any thread; Commit counts them and puts
// them into a log (term_log.h); the file is written at the end, when it is known how many values it
// has.
#ifndef TEXTMILL_PLUGINS_CORPUS_MATRIX_H_
#define TEXTMILL_PLUGINS_CORPUS_MATRIX_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/corpus/term_choice.h"
#include "plugins/corpus/term_counts.h"
#include "plugins/corpus/term_log.h"
#include "plugins/lib/memory/reported.h"
#include "textmill/textmill.hpp"

namespace textmill::corpus {

class Matrix final : public Sink {
 public:
  Matrix();
  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override { MergeState(from); }
  void MergeState(StateReader& later) override;

 private:
  struct Scratch;
  struct Column {
    uint32_t number = 0;  // and 1; 0: the term has none
    double idf = 1;
  };
  void ReportMemory();
  std::vector<Column> ChooseColumns(uint64_t* values);
  void WriteRows(const std::vector<Column>& columns);

  TermChoice choice_;
  Param<Path> path_{this, "path", kRequired,
                    "The file to write, such as `out/matrix.mtx`. Two files beside it, "
                    "`out/matrix.terms.tsv` and `out/matrix.documents.tsv`, tell what its columns "
                    "and rows are. `.gz` and `.zst` endings compress."};
  Param<Choice> weight_{this,
                        "weight",
                        {"count", "tf_idf", "tf_idf_smooth", "tf_idf_log2"},
                        "The values: `count`; `tf_idf`, count x log10(N/df), as quanteda; "
                        "`tf_idf_smooth`, count x (ln((1 + N)/(1 + df)) + 1), rows of length 1, as "
                        "scikit-learn; `tf_idf_log2`, count x log2(N/df), rows of length 1, as "
                        "gensim. N is the number of documents, df that of those with the term."};
  Param<int64_t> min_count_{this, "min_count", 1, "Leave out terms that occur less often.",
                            Range{1, 9e15}};
  Param<int64_t> min_documents_{this, "min_documents", 1,
                                "Leave out terms that occur in fewer documents.", Range{1, 9e15}};
  Param<double> max_share_{this, "max_share", 1.0,
                           "Leave out terms that occur in a greater share of all documents.",
                           Range{0, 1}};
  In<Utf8> id_{this, "id", "what the rows are called in `documents.tsv`"};
  Carry<Binary> terms_{this, "terms", "the terms of the batch"};
  Carry<Binary> ids_{this, "ids", "the documents' ids, ready to be written"};
  Counter rows_{this, "rows"};
  Counter too_long_{this, "too_long"};

  uint32_t matrix_ = 0, vocabulary_ = 0, documents_ = 0;  // outputs
  CorpusTerms corpus_;
  TermCounts counts_;
  TermLog log_;
  uint64_t n_documents_ = 0;
  std::vector<uint32_t> stream_;
  memory::Reported reported_memory_;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_MATRIX_H_
