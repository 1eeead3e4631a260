// Counts values by group: how often each occurs, and in how many documents.
//
// A flat hash table over values that it keeps itself, packed one after the other: some 50 bytes
// and its own length a value. Not thread-safe; each lane has its own, and the stage one for all.
#ifndef TEXTMILL_PLUGINS_CORPUS_COUNT_TABLE_H_
#define TEXTMILL_PLUGINS_CORPUS_COUNT_TABLE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace textmill::corpus {

class CountTable {
 public:
  struct Entry {
    const char* data;
    uint32_t size;
    uint32_t group;
    int64_t count;
    int64_t documents;
    int64_t last_document;  // that was counted in `documents`
    std::string_view value() const { return {data, size}; }
  };

  // The number of a group, by its name; documents without one are a group, too.
  uint32_t Group(std::optional<std::string_view> name);
  const std::optional<std::string>& group_name(uint32_t group) const { return groups_[group]; }
  size_t groups() const { return groups_.size(); }

  // One occurrence in a document. Occurrences of one document come one after the other.
  void Count(uint32_t group, std::string_view value, int64_t document) {
    Entry& entry = Find(group, value);
    ++entry.count;
    entry.documents += entry.last_document != document;
    entry.last_document = document;
  }
  // What another table counted, in other documents.
  void Add(uint32_t group, std::string_view value, int64_t count, int64_t documents) {
    Entry& entry = Find(group, value);
    entry.count += count;
    entry.documents += documents;
  }

  // In the order of their first occurrence.
  const std::vector<Entry>& entries() const { return entries_; }
  // Bytes of memory taken.
  int64_t memory() const;
  void Clear();

 private:
  struct Slot {
    uint32_t tag = 0;    // of the hash
    uint32_t entry = 0;  // its number and 1; 0: free
  };
  Entry& Find(uint32_t group, std::string_view value);
  void Grow();
  const char* Keep(std::string_view value);

  std::vector<std::optional<std::string>> groups_;
  std::unordered_map<std::string, uint32_t> group_numbers_;
  std::optional<uint32_t> no_group_;
  std::vector<Entry> entries_;
  std::vector<Slot> slots_;  // a power of two of them, at most three quarters in use
  std::vector<std::unique_ptr<char[]>> blocks_;  // the bytes of the values
  size_t block_used_ = 0, block_size_ = 0;
  int64_t block_bytes_ = 0;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_COUNT_TABLE_H_
