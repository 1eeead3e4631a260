#include "plugins/dedup/passage_counts.h"

namespace textmill::dedup {

PassageCounts::PassageCounts() : slots_(1024, Slot{0, 0, 0}), mask_(slots_.size() - 1) {}

bool PassageCounts::AddDocument(const PassageKey* passages, size_t n, double shared) {
  uint64_t all = 0, known = 0;
  for (size_t i = 0; i < n; ++i) Prefetch(passages[i]);
  for (size_t i = 0; i < n; ++i) {
    all += passages[i].length;
    if (Locate(passages[i].high, passages[i].low)->count != 0) known += passages[i].length;
  }
  const bool copy = static_cast<double>(known) > shared * static_cast<double>(all);
  for (size_t i = 0; i < n; ++i) {
    if ((used_ + 1) * 4 > slots_.size() * 3) Grow();
    auto* slot = const_cast<Slot*>(Locate(passages[i].high, passages[i].low));
    if (slot->count == 0) {
      *slot = {passages[i].high, passages[i].low, 1};
      ++used_;
    } else if (!copy && slot->count != UINT32_MAX) {
      ++slot->count;
    }
  }
  return copy;
}

void PassageCounts::Grow() {
  std::vector<Slot> old(slots_.size() * 2, Slot{0, 0, 0});
  old.swap(slots_);
  mask_ = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.count != 0) *const_cast<Slot*>(Locate(slot.high, slot.low)) = slot;
  }
}

}  // namespace textmill::dedup
