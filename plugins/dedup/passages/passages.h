// dedup.passages: paragraphs or sentences that repeat are cut out of the text.
//
// Within a document, Process does all. Across documents the stage replays: in pass 0 Process hashes
// the passages and Commit counts in how many documents each is found; in pass 1 Process cuts by the
// counts, which change no more. Nothing but the counts is kept.
#ifndef TEXTMILL_PLUGINS_DEDUP_PASSAGES_H_
#define TEXTMILL_PLUGINS_DEDUP_PASSAGES_H_

#include <memory>

#include "plugins/dedup/passages/passage_counts.h"
#include "plugins/dedup/passages/repeats.h"
#include "plugins/lib/memory/reported.h"
#include "textmill/stage.hpp"

namespace textmill::dedup {

class Passages final : public Transform {
 public:
  Passages();

  Param<Choice> scope{
      this,
      "scope",
      {"both", "document", "corpus"},
      "`document`: a passage that is found several times in one document is kept once. `corpus`: "
      "passages found in many documents are cut out of all. The latter goes through the input "
      "twice."};
  Param<Choice> unit{
      this, "unit", {"paragraph", "sentence"}, "What a passage is. A paragraph is a line."};
  Param<int64_t> min_length{this, "min_length", 12,
                            "Letters and digits that a passage must have to be looked at, so that "
                            "\"Yes.\" and the like may "
                            "repeat.",
                            Range{1, 1000000}};
  Param<int64_t> min_pasted{this, "min_pasted", 80,
                            "Letters and digits from which a single passage that repeats within a "
                            "document is taken for pasted; see above.",
                            Range{1, 1000000}};
  Param<int64_t> min_documents{
      this, "min_documents", 5,
      "In how many documents a passage must be found to be cut out of all of them.",
      Range{2, 4000000000}};
  Param<double> max_shared{
      this, "max_shared", 1,
      "Guards stories in many copies from being taken for boilerplate: a document of which a "
      "larger "
      "share (by length) comes from one earlier document is a copy of it, and what the two share "
      "does not count again toward `min_documents`. With 1 everything counts; 0.5 is a good value "
      "where copies have not been removed before.",
      Range{0, 1}};
  Param<ColumnName> column{this, "column", ColumnName{"text"}, "The column with the text."};
  In<Utf8> text{this, column, "the text that is cut"};
  Out<Utf8> rest{this, "text", "the text without what was cut; empty when nothing else was there"};
  Out<Int64> cut{this, "passages_cut", "how many passages were cut"};
  Out<List> which{this, ListOf("cut_passages", Field{"", "u", {}, {}}),
                  "the passages that were cut, in their order"};
  Counter documents_cut{this, "documents_cut"};
  Counter repeated{this, "repeated_in_document"};
  Counter boilerplate{this, "repeated_in_corpus"};
  Counter copies{this, "copies"};
  Counter mostly_cut{this, "mostly_cut"};

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void EndOfPass() override;
  void Finish() override;
  uint32_t StateVersion() const override { return 2; }  // 1 had passages of another hash
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override;
  void MergeState(StateReader& later) override;
  Split HowToSplit() const override;

 private:
  void Collect(const Batch& batch, Reply& reply, Lane* lane) const;
  void Cut(const Batch& batch, int64_t row, Reply& reply, Lane* lane) const;

  Carry<Binary> found_{this, "found", "the passages of a document, each once"};
  int cut_before_ = -1, which_before_ = -1;  // slots of what an earlier step of this kind cut
  PassageCounts counts_;
  int64_t documents_ = 0, copied_ = 0, mostly_cut_ = 0;
  memory::Reported reported_memory_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_PASSAGES_H_
