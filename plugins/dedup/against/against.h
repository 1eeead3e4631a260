// dedup.against: documents that share runs of words with given test sets (decontamination).
//
// Nothing is remembered from document to document: all the work is in Process.
#ifndef TEXTMILL_PLUGINS_DEDUP_AGAINST_AGAINST_H_
#define TEXTMILL_PLUGINS_DEDUP_AGAINST_AGAINST_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/dedup/against/test_sets.h"
#include "textmill/stage.hpp"

namespace textmill::dedup {

class Against final : public Transform {
 public:
  Against();
  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  struct Match;
  Match Compare(const NgramWords& words) const;
  template <class Out>
  void Tell(const Match* match, double share, std::string_view text, Reply& reply,
            const Out& out) const;

  Param<std::vector<InputFile>> files_{this, "files", kRequired,
                                       "The test sets: JSON Lines, of which each line is an "
                                       "example, or text files, each an example as "
                                       "a whole; also `.gz` and `.zst`."};
  Param<std::vector<std::string>> fields_{this, "fields", kOptional,
                                          "Of JSON Lines: the fields whose texts count, such as "
                                          "`[question, answer]`. Without it, every "
                                          "text in a line does."};
  Param<int64_t> ngram_{this, "ngram", 13, "How many words in a row must be the same.",
                        Range{3, 100}};
  Param<int64_t> min_ngrams_{this, "min_ngrams", 1, "How many such runs a document must share.",
                             Range{1, 1000000}};
  Param<Choice> action_{this,
                        "action",
                        {"drop", "mark"},
                        "`drop` takes such documents out of the run; `mark` lets all pass and says "
                        "in columns what matched."};
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column to look at."};

  In<Utf8> text_{this, column_, "the text"};
  // With `mark` columns, with `drop` details.
  template <Part kPart>
  struct Told {
    FieldOut<Utf8, kPart> set, example, text;
    FieldOut<Int64, kPart> ngrams;
    FieldOut<Float64, kPart> share;
    explicit Told(StageBase* stage);
    void Enable(bool on);
  };
  Told<Part::kColumns> columns_{this};
  Told<Part::kDetails> details_{this};
  Reason contaminated_{this, "contaminated"};
  Counter marked_{this, "marked"};

  std::unique_ptr<TestSets> sets_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_AGAINST_AGAINST_H_
