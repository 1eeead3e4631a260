// The names in the documents of a run: how many documents have each, in which months, and which
// names are in the same documents.
//
// One thread at a time. Memory is bounded: names beyond 200,000 are counted together, and
// which names meet is looked at in the first 50,000 documents that have names.
#ifndef CORE_REPORT_NAMES_SEEN_H_
#define CORE_REPORT_NAMES_SEEN_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/seeded_hash.h"
#include "core/table/column.h"

namespace textmill::core {

class NamesSeen {
 public:
  // `entities`: a list of structs with a `type` and a `name` or `text`; whether it is one. What was
  // found by a pattern (`method`), such as a date, is counted by type, but is no name.
  bool Bind(const Field& entities);
  // The mentions of one document; `month`: see month.h.
  void Add(const ArrowArray& entities, int64_t row, std::optional<int> month);

  // {"types": {...}, "different", "not_told_apart", "names": [[type, name, documents,
  // mentions]...],
  //  "months": {NUMBER OF NAME: {MONTH: documents}}, "edges": [[name, name, documents]...],
  //  "edges_of": documents}
  std::string Json() const;

 private:
  struct Name {
    std::string type, name;
    int64_t documents = 0, mentions = 0;
    std::vector<std::pair<int, int32_t>> months;  // ascending, and their documents
  };
  std::vector<uint32_t> Most(size_t most) const;

  int type_ = -1, name_ = -1, text_ = -1, method_ = -1;  // members of an entity
  int64_t others_ = 0;  // mentions of names beyond those that are told apart
  std::vector<Name> names_;
  std::unordered_map<std::string, uint32_t, SeededHash> numbers_;  // TYPE, a tab, NAME
  std::map<std::string, int64_t, std::less<>> types_;
  // Documents as lists of the numbers of their names, one after the other.
  std::vector<uint32_t> lists_;
  std::vector<size_t> ends_;
};

}  // namespace textmill::core

#endif  // CORE_REPORT_NAMES_SEEN_H_
