#include "plugins/dedup/passages/passage_counts.h"

#include <algorithm>
#include <bit>

#include "textmill/error.hpp"

namespace textmill::dedup {

PassageCounts::PassageCounts() : slots_(1024, Slot{}), mask_(slots_.size() - 1) {}

bool PassageCounts::AddDocument(const PassageKey* passages, size_t n, double shared) {
  for (size_t i = 0; i < n; ++i) Prefetch(passages[i]);
  const uint32_t original = CopyOf(passages, n, shared);
  const uint32_t document = documents_++;
  for (size_t i = 0; i < n; ++i) {
    if ((used_ + 1) * 4 > slots_.size() * 3) Grow();
    auto* slot = const_cast<Slot*>(Locate(passages[i].high, passages[i].low));
    if (slot->count == 0) {
      *slot = {passages[i].high, passages[i].low, 1, original != kNone ? original : document};
      ++used_;
    } else if (slot->origin != original && slot->count != UINT32_MAX) {
      ++slot->count;
    }
  }
  return original != kNone;
}

uint32_t PassageCounts::CopyOf(const PassageKey* passages, size_t n, double shared) {
  uint64_t all = 0;
  from_.clear();
  for (size_t i = 0; i < n; ++i) {
    all += passages[i].length;
    const Slot* slot = Locate(passages[i].high, passages[i].low);
    if (slot->count != 0) from_.emplace_back(slot->origin, passages[i].length);
  }
  std::sort(from_.begin(), from_.end());
  uint32_t best = kNone;
  uint64_t most = 0, sum = 0;
  for (size_t i = 0; i < from_.size(); ++i) {
    sum = (i > 0 && from_[i - 1].first == from_[i].first ? sum : 0) + from_[i].second;
    if (sum > most) {
      most = sum;
      best = from_[i].first;
    }
  }
  return static_cast<double>(most) > shared * static_cast<double>(all) ? best : kNone;
}

void PassageCounts::Grow() {
  std::vector<Slot> old(slots_.size() * 2, Slot{});
  old.swap(slots_);
  mask_ = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.count != 0) *const_cast<Slot*>(Locate(slot.high, slot.low)) = slot;
  }
}

void PassageCounts::Save(StateWriter& to) const {
  to.Put(documents_);
  to.Put(static_cast<uint64_t>(used_));
  to.Put(static_cast<uint64_t>(slots_.size()));
  to.PutRaw(slots_.data(), slots_.size() * sizeof(Slot));
}

void PassageCounts::Restore(StateReader& from) {
  documents_ = from.Take<uint32_t>();
  used_ = static_cast<size_t>(from.Take<uint64_t>());
  const auto slots = from.Take<uint64_t>();
  slots_.clear();
  size_t used = 0;
  for (uint64_t i = 0; i < slots; ++i) {  // one by one: the number may be anything
    slots_.push_back(from.Take<Slot>());
    used += slots_.back().count != 0 ? 1 : 0;
  }
  if (!std::has_single_bit(slots) || used != used_ || used * 4 > slots * 3)
    throw Error("the saved state does not fit together");
  mask_ = slots_.size() - 1;
}

void PassageCounts::Merge(StateReader& later) {
  const auto documents = later.Take<uint32_t>();
  auto used = later.Take<uint64_t>();
  for (auto n = later.Take<uint64_t>(); n > 0; --n) {
    Slot theirs = later.Take<Slot>();
    if (theirs.count == 0) continue;
    --used;
    if ((used_ + 1) * 4 > slots_.size() * 3) Grow();
    auto* ours = const_cast<Slot*>(Locate(theirs.high, theirs.low));
    if (ours->count == 0) {
      theirs.origin += documents_;
      *ours = theirs;
      ++used_;
    } else {
      ours->count += std::min(theirs.count, UINT32_MAX - ours->count);
    }
  }
  if (used != 0) throw Error("the saved state does not fit together");
  documents_ += documents;
}

}  // namespace textmill::dedup
