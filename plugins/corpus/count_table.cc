#include "plugins/corpus/count_table.h"

#include <algorithm>
#include <cstring>

#include "textmill/error.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace textmill::corpus {
namespace {

constexpr size_t kFirstSlots = 1024;
constexpr size_t kBlock = size_t{1} << 20;

uint64_t Hash(uint32_t group, std::string_view value) {
  return XXH3_64bits_withSeed(value.data(), value.size(), group);
}

}  // namespace

uint32_t CountTable::Group(std::optional<std::string_view> name) {
  const uint32_t next = static_cast<uint32_t>(groups_.size());
  if (!name) {
    if (!no_group_) {
      no_group_ = next;
      groups_.emplace_back();
    }
    return *no_group_;
  }
  const auto [at, is_new] = group_numbers_.try_emplace(std::string(*name), next);
  if (is_new) groups_.emplace_back(*name);
  return at->second;
}

CountTable::Entry& CountTable::Find(uint32_t group, std::string_view value) {
  if ((entries_.size() + 1) * 4 > slots_.size() * 3) Grow();
  const uint64_t hash = Hash(group, value);
  const uint32_t tag = static_cast<uint32_t>(hash >> 32);
  const size_t mask = slots_.size() - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.entry == 0) {
      if (value.size() > UINT32_MAX || entries_.size() >= UINT32_MAX - 1)
        throw Error("there are more than four billion different values to count");
      entries_.push_back(
          {Keep(value), static_cast<uint32_t>(value.size()), group, 0, 0, INT64_MIN});
      slot = {tag, static_cast<uint32_t>(entries_.size())};
      return entries_.back();
    }
    if (slot.tag != tag) continue;
    Entry& entry = entries_[slot.entry - 1];
    if (entry.group == group && entry.value() == value) return entry;
  }
}

void CountTable::Grow() {
  slots_.assign(std::max(kFirstSlots, slots_.size() * 2), Slot());
  const size_t mask = slots_.size() - 1;
  for (size_t n = 0; n < entries_.size(); ++n) {
    const uint64_t hash = Hash(entries_[n].group, entries_[n].value());
    size_t i = hash & mask;
    while (slots_[i].entry != 0) i = (i + 1) & mask;
    slots_[i] = {static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(n + 1)};
  }
}

const char* CountTable::Keep(std::string_view value) {
  if (block_size_ - block_used_ < value.size()) {
    block_size_ = std::max(kBlock, value.size());
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_size_));
    block_bytes_ += static_cast<int64_t>(block_size_);
    block_used_ = 0;
  }
  char* to = blocks_.empty() ? nullptr : blocks_.back().get() + block_used_;
  if (!value.empty()) std::memcpy(to, value.data(), value.size());
  block_used_ += value.size();
  return to;
}

int64_t CountTable::memory() const {
  return static_cast<int64_t>(entries_.capacity() * sizeof(Entry) +
                              slots_.capacity() * sizeof(Slot)) +
         block_bytes_;
}

void CountTable::Clear() {
  groups_.clear();
  group_numbers_.clear();
  no_group_.reset();
  entries_.clear();
  std::fill(slots_.begin(), slots_.end(), Slot());
  if (blocks_.size() > 1) {
    blocks_.clear();
    block_size_ = 0;
    block_bytes_ = 0;
  }
  block_used_ = 0;
}

}  // namespace textmill::corpus
