#include "plugins/corpus/ngram_table.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "plugins/corpus/term_stream.h"
#include "plugins/lib/hash/hash.h"
#include "textmill/error.hpp"

namespace textmill::corpus {
namespace {

constexpr size_t kNgramsAtOnce = 64;
constexpr size_t kNgramSlots = 1024;
constexpr size_t kFirstRoom = 1024;                    // entries; a power of two
constexpr size_t kFetchNumber = 24, kFetchEntry = 12;  // terms ahead
constexpr uint32_t kNoDocument = 0xFFFFFFFF;

// What is after an entry's terms: its group, its count (two numbers), its documents, the last one.
void CountOne(uint32_t* entry, uint32_t document) {
  uint64_t count;
  std::memcpy(&count, entry + 1, sizeof count);
  ++count;
  std::memcpy(entry + 1, &count, sizeof count);
  entry[3] += entry[4] != document;
  entry[4] = document;
}

}  // namespace

template <size_t kN>
uint64_t NgramTable::Hash(uint32_t group, const uint32_t* terms) const {
  uint64_t hash = hash::Step(seed_, group);
  for (size_t i = 0; i < Size<kN>(); ++i) hash = hash::Step(hash, terms[i]);
  return hash * hash::kStir;
}

void NgramTable::Count(uint32_t group, const std::vector<const uint32_t*>& ngrams,
                       uint32_t document) {
  if (IsDense(group)) {
    for (const uint32_t* term : ngrams) CountOne(DenseEntry(group, *term) + n_, document);
    return;
  }
  switch (n_) {
    case 2:
      return CountHashed<2>(group, ngrams, document);
    case 3:
      return CountHashed<3>(group, ngrams, document);
    default:
      return CountHashed<0>(group, ngrams, document);
  }
}

template <size_t kN>
void NgramTable::CountHashed(uint32_t group, const std::vector<const uint32_t*>& ngrams,
                             uint32_t document) {
  uint32_t tags[kNgramsAtOnce];
  for (size_t from = 0; from < ngrams.size(); from += kNgramsAtOnce) {
    const size_t n = std::min(kNgramsAtOnce, ngrams.size() - from);
    MakeRoom(n);
    MakeSlots(n);
    for (size_t k = 0; k < n; ++k) {
      tags[k] = TagOf(Hash<kN>(group, ngrams[from + k]));
      __builtin_prefetch(&slots_[FirstSlot(tags[k])]);
    }
    for (size_t k = 0; k < n; ++k) {
      const Slot& slot = slots_[FirstSlot(tags[k])];
      if (slot.entry != 0) __builtin_prefetch(At<kN>(slot.entry - 1));
    }
    for (size_t k = 0; k < n; ++k) {
      uint32_t* const entry = Entry<kN>(tags[k], group, ngrams[from + k]);
      CountOne(entry + Size<kN>(), document);
    }
  }
}

uint64_t NgramTable::CountTerms(uint32_t group, std::span<const uint32_t> terms,
                                uint32_t document) {
  uint64_t n = 0;
  const std::vector<uint32_t>& dense = dense_[group];  // marks and new terms are beyond its end
  for (size_t i = 0; i < terms.size(); ++i) {
    if (i + kFetchNumber < terms.size() && terms[i + kFetchNumber] < dense.size())
      __builtin_prefetch(&dense[terms[i + kFetchNumber]]);
    if (i + kFetchEntry < terms.size() && terms[i + kFetchEntry] < dense.size()) {
      const uint32_t entry = dense[terms[i + kFetchEntry]];
      if (entry != 0) __builtin_prefetch(At(entry - 1));
    }
    if (terms[i] >= kFirstMark) continue;
    CountOne(DenseEntry(group, terms[i]) + n_, document);
    ++n;
  }
  return n;
}

uint32_t* NgramTable::DenseEntry(uint32_t group, uint32_t term) {
  std::vector<uint32_t>& dense = dense_[group];
  if (term >= dense.size()) dense.resize(std::max<size_t>(term + 1, dense.size() * 2));
  if (dense[term] == 0) {
    MakeRoom(1);
    NewEntry<1>(group, &term);
    dense[term] = static_cast<uint32_t>(size_);
  }
  return At(dense[term] - 1);
}

template <size_t kN>
uint32_t* NgramTable::NewEntry(uint32_t group, const uint32_t* terms) {
  const size_t n = Size<kN>();
  uint32_t* const entry = At<kN>(size_++);
  std::memcpy(entry, terms, n * sizeof(uint32_t));
  entry[n] = group;
  entry[n + 4] = kNoDocument;
  return entry;
}

void NgramTable::Add(uint32_t group, const uint32_t* terms, uint64_t count, uint32_t documents) {
  MakeRoom(1);
  if (!IsDense(group)) MakeSlots(1);
  uint32_t* const entry = IsDense(group) ? DenseEntry(group, terms[0])
                                         : Entry<0>(TagOf(Hash<0>(group, terms)), group, terms);
  uint64_t before;
  std::memcpy(&before, entry + n_ + 1, sizeof before);
  count += before;
  std::memcpy(entry + n_ + 1, &count, sizeof count);
  entry[n_ + 3] += documents;
}

int64_t NgramTable::Find(uint32_t group, const uint32_t* terms) const {
  if (IsDense(group)) {
    const std::vector<uint32_t>& dense = dense_[group];
    return terms[0] < dense.size() ? int64_t{dense[terms[0]]} - 1 : -1;
  }
  if (slots_.size() == 0) return -1;
  const uint32_t tag = TagOf(Hash<0>(group, terms));
  const size_t mask = slots_.size() - 1;
  for (size_t i = FirstSlot(tag); slots_[i].entry != 0; i = (i + 1) & mask) {
    if (slots_[i].tag == tag && Is<0>(At(slots_[i].entry - 1), group, terms))
      return slots_[i].entry - 1;
  }
  return -1;
}

template <size_t kN>
uint32_t* NgramTable::Entry(uint32_t tag, uint32_t group, const uint32_t* terms) {
  const size_t mask = slots_.size() - 1;
  for (size_t i = FirstSlot(tag);; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.entry == 0) {
      uint32_t* const entry = NewEntry<kN>(group, terms);
      slot = {tag, static_cast<uint32_t>(size_)};
      return entry;
    }
    uint32_t* const entry = At<kN>(slot.entry - 1);
    if (slot.tag == tag && Is<kN>(entry, group, terms)) return entry;
  }
}

void NgramTable::MakeRoom(size_t more) {
  if (size_ + more > 0xFFFFFFF0)
    throw Error("there are more than four billion different n-grams to count");
  const size_t stride = n_ + kCounts;
  while (room_ < size_ + more) {
    if (room_ >= kBlock) {
      blocks_.emplace_back(kBlock * stride);
      room_ += kBlock;
      continue;
    }
    // Moved, and not grown in place: new memory of some size comes in huge pages, without which
    // each look at a random entry costs a page walk.
    const size_t room = room_ == 0 ? kFirstRoom : room_ * 2;
    memory::Pages<uint32_t> larger(room * stride);
    if (size_ > 0) std::memcpy(larger.data(), At(0), size_ * stride * sizeof(uint32_t));
    blocks_.resize(1);
    blocks_[0] = std::move(larger);
    room_ = room;
  }
}

void NgramTable::MakeSlots(size_t more) {
  if ((size_ + more) * 4 <= slots_.size() * 3) return;
  size_t wanted = std::max(kNgramSlots, slots_.size());
  while ((size_ + more) * 4 > wanted * 3) wanted *= 2;
  // Slots are about in the order of their tags, so they move to where they belong one after the
  // other, the last first: none moves to a place before its own, but for those that were far from
  // where their search begins.
  const size_t before = slots_.size();
  slots_.Resize(wanted);
  slot_shift_ = 64 - std::countr_zero(wanted);
  std::vector<Slot> far;
  for (size_t i = before; i-- > 0;) {
    const Slot slot = std::exchange(slots_[i], Slot());
    if (slot.entry == 0) continue;
    size_t to = FirstSlot(slot.tag);
    while (to >= i && to < wanted && slots_[to].entry != 0) ++to;
    if (to >= i && to < wanted) {
      slots_[to] = slot;
    } else {
      far.push_back(slot);
    }
  }
  for (const Slot& slot : far) {
    size_t to = FirstSlot(slot.tag);
    while (slots_[to].entry != 0) to = (to + 1) & (wanted - 1);
    slots_[to] = slot;
  }
}

}  // namespace textmill::corpus
