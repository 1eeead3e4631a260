#include "plugins/dedup/lsh_index.h"

#include <algorithm>

#include "textmill/error.hpp"

namespace textmill::dedup {
namespace {
constexpr uint32_t kNone = ~uint32_t{0};
constexpr int kFirstBits = 10;
}  // namespace

LshIndex::LshIndex(uint32_t bands) : bands_(bands) {
  for (Band& band : bands_) {
    band.shift = 32 - kFirstBits;
    band.slots.assign(size_t{1} << kFirstBits, Slot{0, kNone});
  }
}

// Keys are hashes: their leading bits say where the search begins, so that a bigger table has them
// in the same order.
LshIndex::Slot& LshIndex::Locate(Band& band, uint32_t key) {
  const size_t mask = band.slots.size() - 1;
  for (size_t at = key >> band.shift;; at = (at + 1) & mask) {
    Slot& slot = band.slots[at];
    if (slot.last == kNone || slot.key == key) return slot;
  }
}

void LshIndex::Grow(Band& band) {
  std::vector<Slot> old(band.slots.size() * 2, Slot{0, kNone});
  old.swap(band.slots);
  --band.shift;
  for (const Slot& slot : old) {
    if (slot.last != kNone) Locate(band, slot.key) = slot;
  }
}

void LshIndex::Prefetch(const uint32_t* keys) const {
  for (size_t b = 0; b < bands_.size(); ++b)
    __builtin_prefetch(bands_[b].slots.data() + (keys[b] >> bands_[b].shift));
}

bool LshIndex::Find(const uint32_t* keys, size_t most, std::vector<uint32_t>* found) {
  found->clear();
  bool all = true;
  for (size_t b = 0; b < bands_.size(); ++b) {
    Band& band = bands_[b];
    const uint32_t last = Locate(band, keys[b]).last;
    if (last == kNone) continue;
    uint32_t at = last;
    size_t n = 0;
    do {
      if (n++ == most) {
        all = false;
        break;
      }
      at = band.next[at];
      if (hits_[at]++ == 0) found->push_back(at);
    } while (at != last);
  }
  if (found->size() > most) {
    all = false;
    const auto better = [&](uint32_t x, uint32_t y) {
      return hits_[x] != hits_[y] ? hits_[x] > hits_[y] : x < y;
    };
    std::nth_element(found->begin(), found->begin() + static_cast<ptrdiff_t>(most), found->end(),
                     better);
    for (size_t i = most; i < found->size(); ++i) hits_[(*found)[i]] = 0;
    found->resize(most);
  }
  for (const uint32_t document : *found) hits_[document] = 0;
  std::sort(found->begin(), found->end());
  return all;
}

void LshIndex::Add(const uint32_t* keys) {
  if (size() >= kNone)
    throw Error("more than four billion documents are kept, which the index cannot number");
  const auto document = static_cast<uint32_t>(size());
  hits_.push_back(0);
  for (size_t b = 0; b < bands_.size(); ++b) {
    Band& band = bands_[b];
    Slot* slot = &Locate(band, keys[b]);
    if (slot->last == kNone) {
      if ((band.used + 1) * 4 > band.slots.size() * 3) {
        Grow(band);
        slot = &Locate(band, keys[b]);
      }
      ++band.used;
      *slot = {keys[b], document};
      band.next.push_back(document);
    } else {
      band.next.push_back(band.next[slot->last]);
      band.next[slot->last] = document;
      slot->last = document;
    }
  }
}

size_t LshIndex::bytes() const {
  size_t sum = hits_.capacity();
  for (const Band& band : bands_)
    sum += band.slots.capacity() * sizeof(Slot) + band.next.capacity() * sizeof(uint32_t);
  return sum;
}

}  // namespace textmill::dedup
