// dedup.exact: documents whose content is equal to that of an earlier one.
//
// Process makes a 128-bit key of the content; Commit looks it up among the keys of all documents
// before (survivors.h, where a key is a set of two shingles).
#ifndef TEXTMILL_PLUGINS_DEDUP_EXACT_H_
#define TEXTMILL_PLUGINS_DEDUP_EXACT_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/dedup/duplicates.h"
#include "plugins/dedup/keys/key.h"
#include "textmill/stage.hpp"

namespace textmill::dedup {

class Exact final : public Transform {
 public:
  Exact();

  Param<std::vector<ColumnName>> by{
      this,
      "by",
      {ColumnName{"text"}},
      "The columns that must all be equal, such as `[url]` or `[title, date]`. Lists and structs "
      "cannot be compared."};
  Param<Choice> normalize{
      this,
      "normalize",
      {"none", "whitespace", "words"},
      "How texts are seen when they are compared. `none`: byte by byte. `whitespace`: line breaks, "
      "tabs, non-breaking and repeated blanks all count as one blank, at both ends they count for "
      "nothing. `words`: letters, digits and underscores alone count, in compatibility form (NFKC) "
      "and without upper and lower case, so that quotation marks and dashes make no difference."};
  Duplicates duplicates{this, "duplicate"};

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Open(const textmill_open_request& request) override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void EndOfPass() override { duplicates.EndOfPass(); }
  void Finish() override { duplicates.Finish(); }
  uint32_t StateVersion() const override { return 2; }  // 1 had keys of another hash
  void Save(StateWriter& to) const override { duplicates.Save(to); }
  void Restore(StateReader& from) override { duplicates.Restore(from); }
  Split HowToSplit() const override { return duplicates.HowToSplit(); }
  void PartitionKeys(const Batch& batch, ListBuilder& keys, Lane* lane) const override;

 private:
  struct Compared {
    int slot;
    std::string format;
  };
  // Calls `give` for each row, with its key or with nothing.
  template <class Give>
  void MakeKeys(const Batch& batch, Lane* lane, Give&& give) const;

  Carry<UInt64> low_{this, "low", "the key"};
  Carry<UInt64> high_{this, "high", "the key"};
  std::vector<Compared> compared_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_EXACT_H_
