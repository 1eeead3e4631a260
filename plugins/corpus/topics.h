// The stage `corpus.topics`: what a corpus is about, as topics of words that occur together.
//
// Process numbers the terms of a batch (term_stream.h), on any thread; Commit counts them and puts
// them into a log (term_log.h); the topics are found at the end (lda.h).
#ifndef TEXTMILL_PLUGINS_CORPUS_TOPICS_H_
#define TEXTMILL_PLUGINS_CORPUS_TOPICS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/corpus/lda.h"
#include "plugins/corpus/term_choice.h"
#include "plugins/corpus/term_counts.h"
#include "plugins/corpus/term_log.h"
#include "plugins/lib/memory/reported.h"
#include "textmill/textmill.hpp"

namespace textmill::corpus {

class Topics final : public Transform {
 public:
  Topics();
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
  struct Topic {
    std::vector<uint32_t> words;      // the most frequent ones, in the vocabulary
    std::vector<size_t> documents;    // those with the greatest share of it
    std::optional<double> coherence;  // nothing where two words are not there
    uint64_t first_in = 0;            // documents in which no topic has a greater share
  };
  void ReportMemory();
  void ChooseVocabulary();
  void FillModel(Lda* model) const;
  void DescribeTopics(const Lda& model);
  void MeasureCoherence(const Lda& model);
  std::string_view WordOf(uint32_t word) const { return corpus_.terms[vocabulary_[word]]; }
  std::string_view IdOf(size_t document) const {
    const size_t begin = document == 0 ? 0 : id_ends_[document - 1];
    return std::string_view(ids_).substr(begin, id_ends_[document] - begin);
  }
  bool NextTopic(StructBuilder& rows);
  bool NextWords(StructBuilder& rows);
  bool NextDocuments(StructBuilder& rows);

  TermChoice choice_;
  Param<int64_t> topics_{this, "topics", 20, "How many topics to find.", Range{2, 1000}};
  Param<int64_t> rounds_{this, "rounds", 200, "How often each word is given a topic anew.",
                         Range{1, 100000}};
  Param<int64_t> seed_{this, "seed", 1, "Another seed finds other, equally good topics.",
                       Range{0, 9e15}};
  Param<double> alpha_{
      this, "alpha", 0.1,
      "The prior of a topic in a document: with less, a document has fewer topics.",
      Range{1e-6, 1000}};
  Param<double> beta_{this, "beta", 0.01,
                      "The prior of a word in a topic: with less, a topic has fewer words.",
                      Range{1e-6, 1000}};
  Param<int64_t> min_documents_{this, "min_documents", 5,
                                "Leave out words that occur in fewer documents.", Range{1, 9e15}};
  Param<double> max_share_{this, "max_share", 0.5,
                           "Leave out words that occur in a greater share of all documents.",
                           Range{0, 1}};
  Param<int64_t> vocabulary_size_{this, "vocabulary", 50000,
                                  "Of the words that are left, so many that are the most frequent.",
                                  Range{2, 1e7}};
  Param<int64_t> top_{this, "top", 10, "How many words and documents to name of each topic.",
                      Range{2, 30}};
  Param<double> min_share_{this, "min_share", 0.05,
                           "Leave a topic out of `documents` where it has less of the document.",
                           Range{0, 1}};
  Param<Size> memory_{this, "memory", Size{int64_t{2} << 30},
                      "More than that is not taken: the run ends with a sentence instead.",
                      Range{1 << 20, 1e15}};
  In<Utf8> id_{this, "id", "what documents are called in the tables"};
  Carry<Binary> terms_{this, "terms", "the terms of the batch"};
  Carry<Binary> names_{this, "names", "the documents' ids"};
  Counter too_long_{this, "too_long"};

  uint32_t threads_ = 1;
  CorpusTerms corpus_;
  TermCounts counts_;
  TermLog log_;
  std::string ids_;              // one after the other
  std::vector<size_t> id_ends_;  // by document
  std::vector<uint32_t> stream_;
  memory::Reported reported_memory_;

  std::vector<uint32_t> vocabulary_;  // terms, the most frequent first
  std::unique_ptr<Lda> model_;
  std::vector<Topic> found_;     // the topic with the most words first
  std::vector<uint32_t> order_;  // their numbers in the model
  uint64_t tokens_ = 0;
  size_t given_[3] = {0, 0, 0};  // rows, topics or documents that a table has given
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_TOPICS_H_
