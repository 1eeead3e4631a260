// Puts documents in the order of their ranks, which are bytes; of equal ranks the earlier document
// comes first, and those without a rank come last. Beyond its memory it sorts in pieces, in files
// of the work folder, and merges them. One thread at a time.
#ifndef TEXTMILL_PLUGINS_DEDUP_RANK_SORTER_H_
#define TEXTMILL_PLUGINS_DEDUP_RANK_SORTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/dedup/store/spill_file.h"

namespace textmill::dedup {

class RankSorter {
 public:
  RankSorter(std::string folder, size_t memory, bool descending);
  ~RankSorter();

  // The next document's rank. Documents are numbered from 0.
  void Add(std::optional<std::string_view> rank);
  // Once all are there.
  void Sort();
  // The next document in order; false at the end.
  bool Next(uint32_t* document);

  // What was added, before Sort.
  void Save(StateWriter& to) const { added_.Save(to); }
  void Restore(StateReader& from) { added_.Restore(from); }
  size_t bytes() const;

 private:
  struct Item {
    uint32_t document;
    bool has_rank;
    std::string_view rank;
  };
  class Piece;
  bool Before(const Item& a, const Item& b) const;
  void SortPiece(std::vector<Item>* items);

  std::string folder_;
  size_t memory_;
  bool descending_;
  SpillFile added_;
  std::vector<std::unique_ptr<Piece>> pieces_;
  std::vector<Item> items_;  // when they all fit into memory
  std::string ranks_;        // what they point into
  size_t at_ = 0;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_RANK_SORTER_H_
