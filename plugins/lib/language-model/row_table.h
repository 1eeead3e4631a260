// Rows of scores by the hash of a piece, as they are in the model file: nothing is decoded, and
// what is not looked up is not read.
//
// A table is an index of buckets and, bucket after bucket, their rows. All n-grams that begin with
// the same characters can be put into one bucket, so that one look finds them: a row is found by
// its tag there. Any thread may read.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_ROW_TABLE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_ROW_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/language-model/model_data.h"

namespace textmill::language {

class RowTable {
 public:
  // Of the hash of a piece, beside that of its bucket. Never 0. A piece that is not there is taken
  // for another one in its bucket once in 65,535 times.
  static uint16_t TagOf(uint64_t hash) {
    const auto tag = static_cast<uint16_t>(hash >> 16);
    return tag == 0 ? 1 : tag;
  }

  RowTable() = default;
  // `starts` has one place more than there are buckets.
  RowTable(std::span<const uint32_t> starts, std::string_view rows)
      : starts_(starts), rows_(rows) {}

  // Every hash has a seed, which clang-tidy does not see.
  // NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult)
  size_t BucketOf(uint64_t hash) const { return (hash >> 32) * (starts_.size() - 1) >> 32; }
  // It will be read soon.
  void Ask(size_t bucket) const { __builtin_prefetch(&starts_[bucket]); }
  // The rows of a bucket.
  std::string_view At(size_t bucket) const {
    const size_t begin = starts_[bucket], end = starts_[bucket + 1];
    if (begin > end || end > rows_.size()) return {};  // of a damaged file
    return rows_.substr(begin, end - begin);
  }

  // Calls one of them for each row in the bucket whose tag is asked for: `sparse` with pairs of
  // slot and score, `dense` with the scores of all slots, `row_size` of them.
  template <class Wanted, class Sparse, class Dense>
  static void ForEach(std::string_view bucket, size_t row_size, Wanted wanted, Sparse sparse,
                      Dense dense) {
    const auto* at = reinterpret_cast<const uint8_t*>(bucket.data());
    const auto* const end = at + bucket.size();
    while (static_cast<size_t>(end - at) > kHead) {
      uint16_t tag;
      std::memcpy(&tag, at, sizeof tag);
      const size_t n = at[2];
      const size_t size = n == kDense ? row_size : 2 * n;
      at += kHead;
      if (static_cast<size_t>(end - at) < size) return;  // of a damaged file
      if (wanted(tag)) {
        if (n == kDense) {
          dense(reinterpret_cast<const int8_t*>(at));
        } else {
          sparse(at, n);
        }
      }
      at += size;
    }
  }

 private:
  friend class RowTableBuilder;
  // Before a row: its tag, and how many scores it has.
  static constexpr size_t kHead = 3;
  static constexpr uint8_t kDense = 255;
  static constexpr size_t kMostSparse = 40;

  std::span<const uint32_t> starts_;
  std::string_view rows_;
};

class RowTableBuilder {
 public:
  explicit RowTableBuilder(size_t row_size) : row_size_(row_size) {}
  // `bucket` is a hash, too.
  void Add(uint64_t bucket, uint64_t hash, std::span<const Piece::Score> scores);
  // About `rows_in_bucket` in each bucket.
  void Finish(size_t buckets, std::vector<uint32_t>* starts, std::string* rows);
  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    uint64_t bucket;
    std::string row;
  };
  size_t row_size_;
  std::vector<Entry> entries_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_ROW_TABLE_H_
