// The stage `sample`: keeps a share or a number of the documents, chosen by a hash of their id, so
// that the choice depends on nothing but the documents and the seed.
//
// A number needs two passes: the first finds the N smallest hashes, the second keeps their
// documents.
#ifndef PLUGINS_SAMPLE_SAMPLE_H_
#define PLUGINS_SAMPLE_SAMPLE_H_

#include <cstdint>
#include <queue>

#include "textmill/textmill.hpp"

namespace textmill::sample {

class Sample final : public Transform {
 public:
  Sample();
  Param<double> share{this, "share", kOptional,
                      "How many of the documents to keep: 0.1 is a tenth.", Range{0, 1}};
  Param<int64_t> number{this, "number", kOptional,
                        "How many documents to keep; all, when there are fewer.", Range{1, 1e9}};
  Param<int64_t> seed{this, "seed", 0, "Another seed gives another sample."};
  Param<ColumnName> by{this, "by", ColumnName{"id"},
                       "The column that decides: documents with equal values are kept or dropped "
                       "together by `share`."};
  In<Utf8> key{this, by, "what is hashed"};
  Reason not_sampled{this, "not_sampled"};
  Carry<UInt64> hash{this, "hash", "of each document's key"};

  void Bind(Binder& binder) override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void EndOfPass() override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override;

 private:
  uint64_t limit_ = 0;  // `share`: hashes below it are kept
  bool all_ = false;    // ... or all of them
  // `number`: the smallest hashes of the first pass, the largest of them on top.
  std::priority_queue<uint64_t> smallest_;
  uint64_t largest_kept_ = 0;
  uint64_t ties_left_ = 0;  // how many documents with that hash are still to be kept
};

}  // namespace textmill::sample

#endif  // PLUGINS_SAMPLE_SAMPLE_H_
