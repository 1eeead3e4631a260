#include "plugins/dedup/store/band_tables.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace textmill::dedup {
namespace {
constexpr size_t kFirstHomes = 1024;
constexpr size_t kBeyond = 64;
constexpr size_t kFirstDocuments = 256;
}  // namespace

BandTables::BandTables(uint32_t bands, uint32_t first) : tables_(bands), first_(first) {
  for (Table& table : tables_) {
    table.homes = kFirstHomes;
    table.slots.Resize(kFirstHomes + kBeyond);
  }
}

// Makes sure that there is a slot after this one: the last one is always free.
void BandTables::Table::KeepFree(size_t at) {
  if (at + 1 == slots.size()) slots.Resize(slots.size() + kBeyond);
}

void BandTables::Table::Insert(size_t at, Slot slot) {
  size_t end = at;
  while (slots[end].last != 0) ++end;
  KeepFree(end);
  std::memmove(&slots[at + 1], &slots[at], (end - at) * sizeof slot);
  slots[at] = slot;
  ++used;
}

void BandTables::Table::Grow() {
  memory::Pages<Slot> old;
  std::swap(old, slots);
  homes += homes / 4;
  slots.Resize(homes + kBeyond);
  size_t at = 0;
  for (size_t i = 0; i < old.size(); ++i) {
    if (old[i].last == 0) continue;
    at = std::max(at, Home(old[i].key));
    KeepFree(at);
    slots[at++] = old[i];
  }
}

void BandTables::Collect(uint32_t band, uint32_t key, size_t* left,
                         std::vector<uint32_t>* found) const {
  const Table& table = tables_[band];
  const Slot& slot = table.slots[table.Locate(key)];
  if (slot.last == 0 || slot.key != key) return;
  const uint32_t last = slot.last;
  uint32_t at = last - 1;
  while (*left > 0) {
    --*left;
    at = next_[size_t{at} * tables_.size() + band];
    found->push_back(first_ + at);
    if (at == last - 1) return;
  }
}

void BandTables::Add(const uint32_t* keys) {
  const size_t bands = tables_.size();
  if ((size_t{size_} + 1) * bands > next_.size())
    next_.Resize(std::max(kFirstDocuments, size_ + size_t{size_} / 8) * bands);
  const uint32_t document = size_++;
  for (size_t b = 0; b < bands; ++b) {
    Table& table = tables_[b];
    size_t at = table.Locate(keys[b]);
    Slot& slot = table.slots[at];
    if (slot.last != 0 && slot.key == keys[b]) {
      const uint32_t last = std::exchange(slot.last, document + 1) - 1;
      Next(document, b) = Next(last, b);
      Next(last, b) = document;
      continue;
    }
    if ((table.used + 1) * 20 > table.homes * 17) {
      table.Grow();
      at = table.Locate(keys[b]);
    }
    table.Insert(at, {keys[b], document + 1});
    Next(document, b) = document;
  }
}

void BandTables::List(uint32_t band, std::vector<KeyEntry>* entries) const {
  entries->clear();
  entries->reserve(size_);
  const Table& table = tables_[band];
  for (size_t i = 0; i < table.slots.size(); ++i) {
    const Slot& slot = table.slots[i];
    if (slot.last == 0) continue;
    uint32_t at = slot.last - 1;
    do {
      at = next_[size_t{at} * tables_.size() + band];
      entries->push_back({slot.key, first_ + at});
    } while (at != slot.last - 1);
  }
}

size_t BandTables::bytes() const {
  size_t sum = next_.bytes();
  for (const Table& table : tables_) sum += table.slots.bytes();
  return sum;
}

size_t BandTables::bytes_to_grow() const {
  size_t most = 0;
  for (const Table& table : tables_) most = std::max(most, table.slots.bytes());
  return most + most / 4 + next_.bytes() / 8;
}

}  // namespace textmill::dedup
