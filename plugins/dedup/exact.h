// dedup.exact: documents whose content is equal to that of an earlier one.
//
// Process makes a 128-bit key of the content; Commit looks it up among the keys of all documents
// before. Memory: about 50 bytes and the id for each distinct document.
#ifndef TEXTMILL_PLUGINS_DEDUP_EXACT_H_
#define TEXTMILL_PLUGINS_DEDUP_EXACT_H_

#include <absl/container/flat_hash_map.h>

#include <memory>
#include <string>
#include <vector>

#include "plugins/dedup/decision.h"
#include "plugins/dedup/id_list.h"
#include "plugins/dedup/key.h"
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
  Decision decision{this, "duplicate"};

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;

 private:
  struct Compared {
    int slot;
    std::string format;
  };
  void ReportMemory();

  Carry<UInt64> low_{this, "low", "the key"};
  Carry<UInt64> high_{this, "high", "the key"};
  std::vector<Compared> compared_;
  absl::flat_hash_map<Key, uint32_t> seen_;  // to the document's number in ids_
  IdList ids_;
  size_t reported_ = 0;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_EXACT_H_
