// The names in the documents of a run: how many documents have each, in which months, and which
// names are in the same documents.
//
// One thread at a time. Memory is bounded: names beyond 200,000 are counted together, and
// which names meet is looked at in the first 50,000 documents that have names.
#ifndef CORE_REPORT_NAMES_SEEN_H_
#define CORE_REPORT_NAMES_SEEN_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/report/tally.h"
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
    size_t type;  // its number
    std::string name;
    int64_t documents = 0, mentions = 0;
    std::vector<std::pair<int, int32_t>> months;  // ascending, and their documents
  };
  using Key = std::pair<size_t, std::string_view>;  // a type's number, and a name of names_
  struct HashKey {
    size_t operator()(const Key& key) const { return SeededHash()(key.second) + key.first; }
  };
  // The name's number; nothing beyond the most.
  std::optional<uint32_t> Find(size_t type, std::string_view name);
  void AddDocument(std::optional<int> month);
  std::vector<std::string> TypeNames() const;  // by number
  std::vector<uint32_t> Most(size_t most, const std::vector<std::string>& types) const;

  int type_ = -1, name_ = -1, text_ = -1, method_ = -1;  // members of an entity
  int64_t others_ = 0;  // mentions of names beyond those that are told apart
  std::deque<Name> names_;
  std::unordered_map<Key, uint32_t, HashKey> numbers_;
  Tally types_;
  std::vector<uint32_t> met_;  // in the document that is looked at
  // Documents as lists of the numbers of their names, one after the other.
  std::vector<uint32_t> lists_;
  std::vector<size_t> ends_;
};

}  // namespace textmill::core

#endif  // CORE_REPORT_NAMES_SEEN_H_
