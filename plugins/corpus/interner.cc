#include "plugins/corpus/interner.h"

#include <algorithm>
#include <cstring>

#include "plugins/corpus/process_seed.h"
#include "textmill/error.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace textmill::corpus {
namespace {

constexpr size_t kInternerSlots = 1024;
constexpr size_t kBlock = size_t{1} << 20;
constexpr size_t kInternedAtOnce = 32;
constexpr size_t kMost = 0xFFFFFFF0;  // what is above has a meaning in streams of numbers

uint64_t Hash(std::string_view value) {
  return XXH3_64bits_withSeed(value.data(), value.size(), ProcessSeed());
}

template <class T>
bool SameAt(const char* a, const char* b) {
  T x, y;
  std::memcpy(&x, a, sizeof x);
  std::memcpy(&y, b, sizeof y);
  return x == y;
}

// Words are short: most take two comparisons, and no call.
bool Same(std::string_view a, std::string_view b) {
  const size_t n = a.size();
  if (n != b.size()) return false;
  const char *p = a.data(), *q = b.data();
  if (n > 16) return std::memcmp(p, q, n) == 0;
  if (n >= 8) return SameAt<uint64_t>(p, q) && SameAt<uint64_t>(p + n - 8, q + n - 8);
  if (n >= 4) return SameAt<uint32_t>(p, q) && SameAt<uint32_t>(p + n - 4, q + n - 4);
  if (n >= 2) return SameAt<uint16_t>(p, q) && SameAt<uint16_t>(p + n - 2, q + n - 2);
  return n == 0 || *p == *q;
}

}  // namespace

uint32_t Interner::Number(std::string_view value) { return Number(value, Hash(value)); }

void Interner::Numbers(std::span<const std::string_view> values, uint32_t* numbers) {
  uint64_t hashes[kInternedAtOnce];
  for (size_t from = 0; from < values.size(); from += kInternedAtOnce) {
    const size_t n = std::min(kInternedAtOnce, values.size() - from);
    const size_t mask = slots_.empty() ? 0 : slots_.size() - 1;
    for (size_t i = 0; i < n; ++i) {
      hashes[i] = Hash(values[from + i]);
      __builtin_prefetch(slots_.data() + (hashes[i] & mask));
    }
    for (size_t i = 0; i < n && mask != 0; ++i) {
      if (const uint32_t number = slots_[hashes[i] & mask].number)
        __builtin_prefetch(&values_[number - 1]);
    }
    for (size_t i = 0; i < n && mask != 0; ++i) {
      if (const uint32_t number = slots_[hashes[i] & mask].number)
        __builtin_prefetch(values_[number - 1].data());
    }
    for (size_t i = 0; i < n; ++i) numbers[from + i] = Number(values[from + i], hashes[i]);
  }
}

uint32_t Interner::Number(std::string_view value, uint64_t hash) {
  if ((values_.size() + 1) * 4 > slots_.size() * 3) Grow();
  const auto tag = static_cast<uint32_t>(hash >> 32);
  const size_t mask = slots_.size() - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.number == 0) {
      if (values_.size() >= kMost)
        throw Error("there are more than four billion different values to count");
      values_.push_back(Keep(value));
      slot = {tag, static_cast<uint32_t>(values_.size())};
      return slot.number - 1;
    }
    if (slot.tag == tag && Same(values_[slot.number - 1], value)) return slot.number - 1;
  }
}

int64_t Interner::Find(std::string_view value) const {
  if (slots_.empty()) return -1;
  const uint64_t hash = Hash(value);
  const size_t mask = slots_.size() - 1;
  for (size_t i = hash & mask; slots_[i].number != 0; i = (i + 1) & mask) {
    if (values_[slots_[i].number - 1] == value) return slots_[i].number - 1;
  }
  return -1;
}

void Interner::Grow() {
  slots_.assign(std::max(kInternerSlots, slots_.size() * 2), Slot());
  const size_t mask = slots_.size() - 1;
  for (size_t n = 0; n < values_.size(); ++n) {
    const uint64_t hash = Hash(values_[n]);
    size_t i = hash & mask;
    while (slots_[i].number != 0) i = (i + 1) & mask;
    slots_[i] = {static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(n + 1)};
  }
}

std::string_view Interner::Keep(std::string_view value) {
  if (block_size_ - block_used_ < value.size() + kSpare) {
    block_size_ = std::max(kBlock, value.size() + kSpare);
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_size_));
    block_bytes_ += static_cast<int64_t>(block_size_);
    block_used_ = 0;
  }
  char* const to = blocks_.back().get() + block_used_;
  if (!value.empty()) std::memcpy(to, value.data(), value.size());
  block_used_ += value.size();
  return {to, value.size()};
}

int64_t Interner::memory() const {
  return static_cast<int64_t>(values_.capacity() * sizeof(std::string_view) +
                              slots_.capacity() * sizeof(Slot)) +
         block_bytes_;
}

void Interner::Clear() {
  values_.clear();
  std::fill(slots_.begin(), slots_.end(), Slot());
  if (blocks_.size() > 1) {
    blocks_.clear();
    block_size_ = 0;
    block_bytes_ = 0;
  }
  block_used_ = 0;
}

}  // namespace textmill::corpus
