// The table of a join in memory: rows by their keys.
//
// Filled by one thread; then any thread may look up.
#ifndef TEXTMILL_PLUGINS_JOIN_JOIN_TABLE_H_
#define TEXTMILL_PLUGINS_JOIN_JOIN_TABLE_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "plugins/lib/readers/table/table_file.h"

namespace textmill::join {

// Appends one value of a key, so that equal keys have equal bytes. False: it is null, or an empty
// text, which is no key.
bool AppendKey(const Field& type, const ArrowArray& column, int64_t i, std::string& to);

class JoinTable {
 public:
  struct Row {
    const readers::TableRows* part = nullptr;  // NULL: there is none
    int64_t row = 0;
    size_t number = 0;
  };
  // Of two rows with one key, by the places of their records.
  struct Twin {
    uint64_t first, second;
  };

  // The first columns of the rows are the key, of these types.
  explicit JoinTable(std::vector<Field> key_types) : key_types_(std::move(key_types)) {}

  // Takes rows. Of twins, the first row counts; they are told to `twins`, the first of them.
  void Add(readers::TableRows rows, std::vector<Twin>* twins);
  // All rows are there.
  void Seal() { used_ = std::make_unique<std::atomic<bool>[]>(rows_.size()); }

  Row Find(const std::string& key) const;
  // Notes that a document has the row.
  void Use(const Row& row) const { used_[row.number].store(true, std::memory_order_relaxed); }

  int64_t rows() const {
    return static_cast<int64_t>(rows_.size());
  }  // that have a key of their own
  int64_t unused() const;
  int64_t without_key() const { return without_key_; }
  int64_t repeated() const { return repeated_; }
  size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    uint32_t part;
    uint32_t row;
  };
  const std::vector<Field> key_types_;
  std::deque<readers::TableRows> parts_;
  std::vector<Entry> rows_;
  absl::flat_hash_map<std::string, uint32_t> by_key_;
  std::unique_ptr<std::atomic<bool>[]> used_;
  int64_t without_key_ = 0, repeated_ = 0;
  size_t bytes_ = 0;
};

}  // namespace textmill::join

#endif  // TEXTMILL_PLUGINS_JOIN_JOIN_TABLE_H_
