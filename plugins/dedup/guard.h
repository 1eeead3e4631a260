// Looks out for signs that more is removed than was meant: one document that stands for a large
// share of the run, and sources of which nothing is left. One thread at a time.
//
// Takes some MiB at most: of survivors it counts those that most is removed for, exactly while
// there are no more than 65536 and beyond that with an error of less than 0.002 % of the run; of
// sources the first 100000.
#ifndef TEXTMILL_PLUGINS_DEDUP_GUARD_H_
#define TEXTMILL_PLUGINS_DEDUP_GUARD_H_

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/state.hpp"

namespace textmill::dedup {

class Guard {
 public:
  // A document: where it comes from ("" where that is not known), and of which one it is a
  // duplicate.
  void Count(std::string_view source, std::optional<uint32_t> of);

  struct Survivor {
    uint32_t document;
    uint64_t duplicates;
  };
  // The one that stands for the most, if that is more than `share` of the run and 20 documents.
  std::optional<Survivor> Swallower(double share) const;
  // Those of at least 10 documents of which none is left, by name.
  std::vector<std::string> EmptiedSources() const;

  uint64_t documents() const { return documents_; }

  void Save(StateWriter& to) const;
  // The survivors of the state must be among the first `documents`.
  void Restore(StateReader& from, uint32_t documents);

 private:
  struct Source {
    uint64_t documents = 0, removed = 0;
  };
  absl::flat_hash_map<uint32_t, uint64_t> duplicates_;  // of each survivor
  std::map<std::string, Source, std::less<>> sources_;
  std::map<std::string, Source, std::less<>>::iterator latest_ = sources_.end();
  uint64_t documents_ = 0;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_GUARD_H_
