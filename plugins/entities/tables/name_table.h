// A table of names: each with its type and id, how often it is mentioned, in how many documents,
// and since when.
//
// Not thread-safe; each batch has its own, and the stage one for all.
#ifndef TEXTMILL_PLUGINS_ENTITIES_NAME_TABLE_H_
#define TEXTMILL_PLUGINS_ENTITIES_NAME_TABLE_H_

#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "textmill/state.hpp"

namespace textmill::entities {

class NameTable {
 public:
  static constexpr int64_t kNoDate = std::numeric_limits<int64_t>::max();

  struct Entry {
    std::string type, name, id;
    int64_t mentions = 0;
    int64_t documents = 0;
    int64_t first_day = kNoDate;  // since 1970-01-01
    int64_t last_document = -1;   // that was counted in `documents`
  };

  // The entry of a name, which is made if there is none. References stay valid.
  Entry& Of(std::string_view type, std::string_view name, std::string_view id) {
    key_.assign(type).append(1, '\n').append(name);
    const auto found = by_key_.find(key_);
    if (found != by_key_.end()) {
      Entry& entry = entries_[found->second];
      if (entry.id.empty()) entry.id = id;
      return entry;
    }
    by_key_.emplace(key_, static_cast<uint32_t>(entries_.size()));
    bytes_ += 2 * (key_.size() + 40) + id.size() + sizeof(Entry) + 48;
    entries_.push_back({std::string(type), std::string(name), std::string(id)});
    return entries_.back();
  }
  // The number of an entry, in the order in which they were made.
  uint32_t NumberOf(std::string_view type, std::string_view name, std::string_view id) {
    Of(type, name, id);
    return by_key_.at(key_);
  }

  // In the order of their first mention.
  const std::deque<Entry>& entries() const { return entries_; }
  std::deque<Entry>& entries() { return entries_; }
  int64_t bytes() const { return static_cast<int64_t>(bytes_); }

  void Save(StateWriter& to) const;
  // Adds what another table counted of later documents; into an empty one, it is what was saved.
  // The numbers that its entries have here.
  std::vector<uint32_t> Merge(StateReader& later);
  void Clear() {
    entries_.clear();
    by_key_.clear();
    bytes_ = 0;
  }

 private:
  std::deque<Entry> entries_;
  absl::flat_hash_map<std::string, uint32_t> by_key_;
  std::string key_;
  size_t bytes_ = 0;
};

// "2024-06-05", of a day since 1970-01-01.
std::string DayText(int64_t day);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_NAME_TABLE_H_
