// dedup.near: documents that largely repeat an earlier one.
//
// Process cuts a text into shingles, makes its MinHash signature and the keys of its bands. Commit
// looks among the documents kept before for those that share a band, and verifies them, the
// earliest first, by the true Jaccard similarity (survivors.h).
#ifndef TEXTMILL_PLUGINS_DEDUP_NEAR_H_
#define TEXTMILL_PLUGINS_DEDUP_NEAR_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/dedup/duplicates.h"
#include "plugins/dedup/survivors.h"
#include "textmill/stage.hpp"

namespace textmill::dedup {

class Near final : public Transform {
 public:
  Near();

  Param<double> threshold{
      this, "threshold", 0.8,
      "The least similarity of a duplicate: the share of their shingles that two documents have in "
      "common. 0.8 finds one story under several headlines; 0.5 also rewritten ones.",
      Range{0.01, 1}};
  Param<Choice> unit{
      this,
      "unit",
      {"word", "char", "auto"},
      "What shingles are made of. `word`: words. `char`: letters and digits, for scripts that put "
      "no "
      "spaces between words. `auto`: characters where most letters of a document are Chinese, "
      "Japanese, Thai, Lao, Khmer or Burmese, else words."};
  Param<int64_t> ngram{this, "ngram", 5, "How many words (or characters) make a shingle.",
                       Range{1, 100}};
  Param<double> recall{
      this, "recall", 0.99,
      "The share of duplicates just at the threshold that must be found; of closer ones more are. "
      "Higher is slower.",
      Range{0.5, 0.999999}};
  Param<int64_t> max_candidates{
      this, "max_candidates", 100,
      "With how many documents one is compared at most. A document with more candidates, as among "
      "filled-in forms, is compared with the likeliest, and counted as `capped`.",
      Range{1, 1000000}};
  Param<Choice> match{this,
                      "match",
                      {"earliest", "closest"},
                      "Which document a duplicate is said to repeat. `earliest`: the first one "
                      "that was kept and is "
                      "similar enough. `closest`, with `action: mark`: the most similar of all "
                      "earlier ones, marked "
                      "or not; of equal ones the first."};
  Duplicates duplicates{this, "near_duplicate"};
  Param<ColumnName> column{this, "column", ColumnName{"text"}, "The column with the text."};
  In<Utf8> text{this, column, "the text that is compared"};
  Counter compared{this, "compared"};
  Counter capped{this, "capped"};

  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void EndOfPass() override { duplicates.EndOfPass(); }
  void Finish() override;
  std::string Notes() const override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override;
  Split HowToSplit() const override { return duplicates.HowToSplit(); }
  void PartitionKeys(const Batch& batch, ListBuilder& keys, Lane* lane) const override;

 private:
  std::string Plan() const;

  Carry<Binary> keys_{this, "keys", "those of the index, 32 bits each"};
  Carry<Binary> shingles_{this, "shingles", "64 bits each, ascending"};

  Survivors::Rule rule_;
  std::vector<uint64_t> one_;
  int64_t documents_ = 0, single_ = 0, capped_documents_ = 0;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_NEAR_H_
