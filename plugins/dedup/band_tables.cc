#include "plugins/dedup/band_tables.h"

#include <algorithm>
#include <utility>

namespace textmill::dedup {
namespace {
constexpr size_t kFirstSlots = 1024;
constexpr size_t kFirstDocuments = 256;
}  // namespace

BandTables::BandTables(uint32_t bands, uint32_t first) : tables_(bands), first_(first) {
  for (Table& table : tables_) table.slots.Resize(kFirstSlots);
}

size_t BandTables::Table::Locate(uint32_t key) const {
  for (size_t at = Home(key);; at = at + 1 == slots.size() ? 0 : at + 1) {
    if (slots[at].last == 0 || slots[at].key == key) return at;
  }
}

void BandTables::Table::Grow() {
  Pages<Slot> old(slots.size() + slots.size() / 4);
  std::swap(old, slots);
  for (size_t i = 0; i < old.size(); ++i) {
    if (old[i].last != 0) slots[Locate(old[i].key)] = old[i];
  }
}

void BandTables::Collect(uint32_t band, uint32_t key, size_t* left,
                         std::vector<uint32_t>* found) const {
  const Table& table = tables_[band];
  const uint32_t last = table.slots[table.Locate(key)].last;
  if (last == 0) return;
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
    if (table.slots[at].last == 0) {
      if ((table.used + 1) * 20 > table.slots.size() * 17) {
        table.Grow();
        at = table.Locate(keys[b]);
      }
      ++table.used;
      table.slots[at].key = keys[b];
      Next(document, b) = document;
    } else {
      const uint32_t last = table.slots[at].last - 1;
      Next(document, b) = Next(last, b);
      Next(last, b) = document;
    }
    table.slots[at].last = document + 1;
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
  std::sort(entries->begin(), entries->end());
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
