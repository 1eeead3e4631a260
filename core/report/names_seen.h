// The names in the documents of a run: how many documents have each, in which months, and which
// names are in the same documents.
//
// One thread at a time. Memory is bounded: names beyond 200,000 are counted together, and
// which names meet is looked at in the first 50,000 documents that have names.
#ifndef CORE_REPORT_NAMES_SEEN_H_
#define CORE_REPORT_NAMES_SEEN_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/report/tally.h"
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
  // What is looked at for each mention: one line of the processor's cache.
  struct alignas(64) Name {
    int64_t documents = 0, mentions = 0;
    uint32_t type = 0;            // its number
    uint32_t more = 0;            // + 1: the place in more_months_ of further documents; 0: none
    uint32_t dated = 0;           // documents whose months are here
    std::array<int, 8> months{};  // of the first documents that have one
  };
  static_assert(sizeof(Name) == 64);
  // A place of the table of names. Names are told apart by 64 bits of a hash that nobody knows: two
  // of 200,000 with the same are not to be expected.
  struct Slot {
    uint64_t hash;
    uint32_t number;  // + 1; 0: empty
  };
  // A mention whose name's place is under way from memory.
  struct Mention {
    uint64_t hash;
    uint32_t type;
    std::string_view name;
  };
  // The name's number; nothing beyond the most.
  std::optional<uint32_t> Find(const Mention& mention);
  void Grow();
  void AddMonth(Name* name, int month);
  void AddDocument(std::optional<int> month);
  std::map<int, int64_t> MonthsOf(const Name& name) const;
  std::vector<std::string> TypeNames() const;  // by number
  std::vector<uint32_t> Most(size_t most, const std::vector<std::string>& types) const;

  int type_ = -1, name_ = -1, text_ = -1, method_ = -1;  // members of an entity
  int64_t others_ = 0;  // mentions of names beyond those that are told apart
  std::vector<Name> names_;
  std::vector<std::string> texts_;                                 // of the names
  std::vector<std::vector<std::pair<int, int32_t>>> more_months_;  // ascending, and their documents
  std::vector<Slot> slots_;  // a power of two, at most half full
  Tally types_;
  std::vector<Mention> mentions_;  // of the document that is looked at
  std::vector<uint32_t> met_;      // its names
  // Documents as lists of the numbers of their names, one after the other.
  std::vector<uint32_t> lists_;
  std::vector<size_t> ends_;
};

}  // namespace textmill::core

#endif  // CORE_REPORT_NAMES_SEEN_H_
