#include "plugins/corpus/ngram_table.h"

#include <algorithm>
#include <utility>

#include "plugins/corpus/term_stream.h"
#include "plugins/lib/hash/hash.h"
#include "textmill/error.hpp"

namespace textmill::corpus {
namespace {

constexpr size_t kNgramsAtOnce = 64;
constexpr size_t kNgramSlots = 1024;
constexpr size_t kFirstRoom = 1024;  // entries; a power of two
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

uint64_t NgramTable::Hash(uint32_t group, const uint32_t* terms) const {
  uint64_t hash = hash::Step(seed_, group);
  for (size_t i = 0; i < n_; ++i) hash = hash::Step(hash, terms[i]);
  return hash * hash::kStir;
}

void NgramTable::Count(uint32_t group, const std::vector<const uint32_t*>& ngrams,
                       uint32_t document) {
  if (IsDense(group)) {
    for (const uint32_t* term : ngrams) CountOne(DenseEntry(group, *term) + n_, document);
    return;
  }
  uint64_t hashes[kNgramsAtOnce];
  for (size_t from = 0; from < ngrams.size(); from += kNgramsAtOnce) {
    const size_t n = std::min(kNgramsAtOnce, ngrams.size() - from);
    MakeRoom(n);
    MakeSlots(n);
    const size_t mask = slots_.size() - 1;
    for (size_t k = 0; k < n; ++k) {
      hashes[k] = Hash(group, ngrams[from + k]);
      __builtin_prefetch(&slots_[(hashes[k] >> 20) & mask]);
    }
    for (size_t k = 0; k < n; ++k) {
      const Slot& slot = slots_[(hashes[k] >> 20) & mask];
      if (slot.entry != 0) __builtin_prefetch(At(slot.entry - 1));
    }
    for (size_t k = 0; k < n; ++k) {
      uint32_t* const entry = Entry(hashes[k], group, ngrams[from + k]);
      CountOne(entry + n_, document);
    }
  }
}

uint64_t NgramTable::CountTerms(uint32_t group, std::span<const uint32_t> terms,
                                uint32_t document) {
  uint64_t n = 0;
  for (const uint32_t term : terms) {
    if (term >= kFirstMark) continue;
    CountOne(DenseEntry(group, term) + n_, document);
    ++n;
  }
  return n;
}

uint32_t* NgramTable::DenseEntry(uint32_t group, uint32_t term) {
  std::vector<uint32_t>& dense = dense_[group];
  if (term >= dense.size()) dense.resize(std::max<size_t>(term + 1, dense.size() * 2));
  if (dense[term] == 0) {
    MakeRoom(1);
    NewEntry(group, &term);
    dense[term] = static_cast<uint32_t>(size_);
  }
  return At(dense[term] - 1);
}

uint32_t* NgramTable::NewEntry(uint32_t group, const uint32_t* terms) {
  uint32_t* const entry = At(size_++);
  std::memcpy(entry, terms, n_ * sizeof(uint32_t));
  entry[n_] = group;
  entry[n_ + 4] = kNoDocument;
  return entry;
}

void NgramTable::Add(uint32_t group, const uint32_t* terms, uint64_t count, uint32_t documents) {
  MakeRoom(1);
  if (!IsDense(group)) MakeSlots(1);
  uint32_t* const entry =
      IsDense(group) ? DenseEntry(group, terms[0]) : Entry(Hash(group, terms), group, terms);
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
  const uint64_t hash = Hash(group, terms);
  const auto tag = static_cast<uint32_t>(hash);
  const size_t mask = slots_.size() - 1;
  for (size_t i = (hash >> 20) & mask; slots_[i].entry != 0; i = (i + 1) & mask) {
    if (slots_[i].tag == tag && Is(At(slots_[i].entry - 1), group, terms))
      return slots_[i].entry - 1;
  }
  return -1;
}

uint32_t* NgramTable::Entry(uint64_t hash, uint32_t group, const uint32_t* terms) {
  const auto tag = static_cast<uint32_t>(hash);
  const size_t mask = slots_.size() - 1;
  for (size_t i = (hash >> 20) & mask;; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.entry == 0) {
      uint32_t* const entry = NewEntry(group, terms);
      slot = {tag, static_cast<uint32_t>(size_)};
      return entry;
    }
    if (slot.tag == tag && Is(At(slot.entry - 1), group, terms)) return At(slot.entry - 1);
  }
}

void NgramTable::MakeRoom(size_t more) {
  if (size_ + more > 0xFFFFFFF0)
    throw Error("there are more than four billion different n-grams to count");
  while (room_ < size_ + more) {
    if (room_ >= kBlock) {
      blocks_.emplace_back(kBlock * stride_);
      room_ += kBlock;
      continue;
    }
    // Moved, and not grown in place: new memory of some size comes in huge pages, without which
    // each look at a random entry costs a page walk.
    const size_t room = room_ == 0 ? kFirstRoom : room_ * 2;
    memory::Pages<uint32_t> larger(room * stride_);
    if (size_ > 0) std::memcpy(larger.data(), At(0), size_ * stride_ * sizeof(uint32_t));
    blocks_.resize(1);
    blocks_[0] = std::move(larger);
    room_ = room;
  }
}

void NgramTable::MakeSlots(size_t more) {
  if ((size_ + more) * 4 <= slots_.size() * 3) return;
  size_t wanted = std::max(kNgramSlots, slots_.size());
  while ((size_ + more) * 4 > wanted * 3) wanted *= 2;
  slots_ = memory::Pages<Slot>();  // first, so that there are never two
  slots_.Resize(wanted);
  const size_t mask = slots_.size() - 1;
  for (size_t entry = 0; entry < size_; ++entry) {
    if (IsDense(group(entry))) continue;
    const uint64_t hash = Hash(group(entry), terms(entry));
    size_t i = (hash >> 20) & mask;
    while (slots_[i].entry != 0) i = (i + 1) & mask;
    slots_[i] = {static_cast<uint32_t>(hash), static_cast<uint32_t>(entry + 1)};
  }
}

}  // namespace textmill::corpus
