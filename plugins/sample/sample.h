// The stage `sample`: keeps a share or a number of the documents, chosen by a hash of their id, so
// that the choice depends on nothing but the documents and the seed.
//
// A number needs two passes: the first finds the N smallest hashes, the second keeps their
// documents.
#ifndef PLUGINS_SAMPLE_SAMPLE_H_
#define PLUGINS_SAMPLE_SAMPLE_H_

#include <cstdint>
#include <map>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

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
  Param<std::vector<std::string>> strata{
      this, "strata", kOptional,
      "With `number`: keep so many documents of each value of these columns, not of all; nulls are "
      "a value of their own."};
  In<Utf8> key{this, by, "what is hashed"};
  Reason not_sampled{this, "not_sampled"};
  Carry<UInt64> hash{this, "hash", "of each document's key"};
  Carry<Binary> stratum{this, "stratum", "that each document belongs to"};

  void Bind(Binder& binder) override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void EndOfPass() override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override { Take(from); }
  void MergeState(StateReader& later) override { Take(later); }
  void BeginAt(uint64_t rows) override { row_ = rows; }
  uint32_t StateVersion() const override { return 3; }

 private:
  uint64_t limit_ = 0;  // `share`: hashes below it are kept
  bool all_ = false;    // ... or all of them
  // Of equal hashes the document that comes first is the smaller one.
  struct Place {
    uint64_t hash, row;
    bool operator<(const Place& other) const {
      return hash != other.hash ? hash < other.hash : row < other.row;
    }
  };
  // `number`, of a stratum or of all: the smallest so far, the largest of them on top. The second
  // pass keeps all up to that one.
  using Chosen = std::priority_queue<Place>;
  void Choose(std::string_view stratum, Place place);
  void Take(StateReader& from);
  struct Stratum {
    Field type;
    int slot;
  };
  std::vector<Stratum> columns_;
  std::map<std::string, Chosen, std::less<>> chosen_;  // by stratum
  uint64_t row_ = 0;                                   // the next one's number, in this pass
};

}  // namespace textmill::sample

#endif  // PLUGINS_SAMPLE_SAMPLE_H_
