#include "plugins/lib/language-model/row_table.h"

#include <algorithm>

namespace textmill::language {

void RowTableBuilder::Add(uint64_t bucket, uint64_t hash, std::span<const Piece::Score> scores) {
  if (scores.empty()) return;
  const uint16_t tag = RowTable::TagOf(hash);
  const bool dense = scores.size() > RowTable::kMostSparse;
  std::string row(reinterpret_cast<const char*>(&tag), sizeof tag);
  row += static_cast<char>(dense ? RowTable::kDense : scores.size());
  const size_t head = row.size();
  if (dense) row.resize(head + row_size_);
  for (const Piece::Score& score : scores) {
    if (dense) {
      row[head + score.slot] = static_cast<char>(score.score);
    } else {
      row += static_cast<char>(score.slot);
      row += static_cast<char>(score.score);
    }
  }
  entries_.push_back({bucket, std::move(row)});
}

void RowTableBuilder::Finish(size_t buckets, std::vector<uint32_t>* starts, std::string* rows) {
  starts->assign(std::max<size_t>(buckets, 1) + 1, 0);
  const RowTable places(*starts, {});
  std::stable_sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
    return places.BucketOf(a.bucket) < places.BucketOf(b.bucket);
  });
  size_t next = 0;
  for (size_t b = 0; b + 1 < starts->size(); ++b) {
    (*starts)[b] = static_cast<uint32_t>(rows->size());
    for (; next < entries_.size() && places.BucketOf(entries_[next].bucket) == b; ++next) {
      *rows += entries_[next].row;
    }
  }
  starts->back() = static_cast<uint32_t>(rows->size());
}

}  // namespace textmill::language
