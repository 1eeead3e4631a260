#include "plugins/dedup/store/rank_sorter.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "textmill/error.hpp"

namespace textmill::dedup {
namespace {

constexpr uint32_t kNoRank = ~uint32_t{0};
constexpr size_t kReadAhead = size_t{64} << 10;

// Reads a file from its beginning, piece by piece.
class Reader {
 public:
  explicit Reader(const SpillFile* file) : file_(file) {}
  // The next `n` bytes, or nothing at the end. Valid until the next call.
  const char* Take(size_t n) {
    if (at_ + n > have_.size()) {
      have_.erase(0, at_);
      at_ = 0;
      const auto more = static_cast<size_t>(
          std::min<uint64_t>(std::max(n - have_.size(), kReadAhead), file_->size() - read_));
      if (more > 0) have_.append(file_->Read(read_, more), more);
      read_ += more;
      if (have_.size() < n) return nullptr;
    }
    at_ += n;
    return have_.data() + at_ - n;
  }
  template <class T>
  bool Take(T* value) {
    const char* bytes = Take(sizeof(T));
    if (bytes != nullptr) std::memcpy(value, bytes, sizeof(T));
    return bytes != nullptr;
  }

 private:
  const SpillFile* file_;
  uint64_t read_ = 0;
  std::string have_;
  size_t at_ = 0;
};

}  // namespace

// Sorted items in a file: document, size of the rank or kNoRank, rank.
class RankSorter::Piece {
 public:
  explicit Piece(const std::string& folder) : file_(folder), reader_(&file_) {}
  void Append(const Item& item) {
    const uint32_t head[2] = {item.document,
                              item.has_rank ? static_cast<uint32_t>(item.rank.size()) : kNoRank};
    file_.Append(head, sizeof head);
    file_.Append(item.rank.data(), item.rank.size());
  }
  bool Advance() {
    uint32_t head[2];
    if (!reader_.Take(&head)) return false;
    current_.document = head[0];
    current_.has_rank = head[1] != kNoRank;
    rank_.clear();
    if (current_.has_rank && head[1] > 0) rank_.assign(reader_.Take(head[1]), head[1]);
    current_.rank = rank_;
    return true;
  }
  const Item& current() const { return current_; }

 private:
  SpillFile file_;
  Reader reader_;
  Item current_{};
  std::string rank_;
};

RankSorter::RankSorter(std::string folder, size_t memory, bool descending)
    : folder_(std::move(folder)),
      memory_(memory),
      descending_(descending),
      added_(folder_, memory / 4) {}

RankSorter::~RankSorter() = default;

void RankSorter::Add(std::optional<std::string_view> rank) {
  const uint32_t size = rank ? static_cast<uint32_t>(rank->size()) : kNoRank;
  added_.Append(&size, sizeof size);
  if (rank) added_.Append(rank->data(), rank->size());
}

bool RankSorter::Before(const Item& a, const Item& b) const {
  if (a.has_rank != b.has_rank) return a.has_rank;
  const int order = a.rank.compare(b.rank);
  if (order != 0) return (order < 0) != descending_;
  return a.document < b.document;
}

void RankSorter::SortPiece(std::vector<Item>* items) {
  std::sort(items->begin(), items->end(),
            [this](const Item& a, const Item& b) { return Before(a, b); });
}

void RankSorter::Sort() {
  struct Place {
    uint32_t document, size;
    size_t begin;
  };
  std::vector<Place> places;
  const auto sort = [&] {
    items_.clear();
    for (const Place& place : places) {
      const bool has = place.size != kNoRank;
      items_.push_back({place.document, has,
                        std::string_view(ranks_).substr(place.begin, has ? place.size : 0)});
    }
    SortPiece(&items_);
  };
  Reader reader(&added_);
  uint32_t size = 0;
  for (uint32_t document = 0; reader.Take(&size); ++document) {
    places.push_back({document, size, ranks_.size()});
    if (size != kNoRank && size > 0) {
      const char* const rank = reader.Take(size);
      if (rank == nullptr) throw Error("the saved state does not fit together");
      ranks_.append(rank, size);
    }
    const size_t used = ranks_.size() + places.size() * (sizeof(Place) + sizeof(Item));
    if (used < memory_ / 2) continue;
    sort();
    pieces_.push_back(std::make_unique<Piece>(folder_));
    for (const Item& item : items_) pieces_.back()->Append(item);
    places.clear();
    ranks_.clear();
  }
  sort();
  if (pieces_.empty()) return;
  pieces_.push_back(std::make_unique<Piece>(folder_));
  for (const Item& item : items_) pieces_.back()->Append(item);
  std::vector<Item>().swap(items_);
  std::string().swap(ranks_);
  std::erase_if(pieces_, [](const auto& piece) { return !piece->Advance(); });
}

bool RankSorter::Next(uint32_t* document) {
  if (pieces_.empty()) {
    if (at_ == items_.size()) return false;
    *document = items_[at_++].document;
    return true;
  }
  const auto least = std::min_element(
      pieces_.begin(), pieces_.end(),
      [this](const auto& a, const auto& b) { return Before(a->current(), b->current()); });
  *document = (*least)->current().document;
  if (!(*least)->Advance()) pieces_.erase(least);
  return true;
}

size_t RankSorter::bytes() const {
  return added_.bytes() + items_.capacity() * sizeof(Item) + ranks_.capacity();
}

}  // namespace textmill::dedup
