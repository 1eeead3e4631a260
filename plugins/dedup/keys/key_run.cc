#include "plugins/dedup/keys/key_run.h"

#include <algorithm>

#include "plugins/lib/hash/hash.h"

namespace textmill::dedup {
namespace {

constexpr size_t kBlockEntries = 512;
constexpr size_t kBuffer = size_t{256} << 10;
constexpr size_t kLeastBitsAKey = 2;

// Which bits of a block of 512 a key sets: six times nine bits of a hash.
template <class Use>
bool AllBits(uint64_t hash, Use&& use) {
  uint64_t bits = hash::Spread(hash);
  for (int i = 0; i < 6; ++i, bits <<= 9) {
    if (!use((bits >> 61), uint64_t{1} << (bits >> 55 & 63))) return false;
  }
  return true;
}

}  // namespace

KeyRun::KeyRun(const std::string& folder, uint32_t bands, uint32_t documents, size_t filter_bytes)
    : bands_(bands),
      documents_(documents),
      blocks_((documents + kBlockEntries - 1) / kBlockEntries),
      file_(folder, kBuffer) {
  fences_.reserve(blocks_ * bands);
  const size_t keys = size_t{documents} * bands;
  filter_bytes = std::min(filter_bytes, keys * kBitsAKey / 8);
  if (filter_bytes >= keys * kLeastBitsAKey / 8 && filter_bytes >= sizeof(Block))
    filter_.Resize(filter_bytes / sizeof(Block));
}

uint64_t KeyRun::HashOf(uint32_t band, uint32_t key) {
  return hash::Mix(uint64_t{band} << 32 | key);
}

void KeyRun::Append(const KeyEntry* entries, size_t n) {
  for (size_t i = 0; i < n; ++i, ++appended_) {
    const uint64_t at = appended_ % documents_;
    if (at % kBlockEntries == 0) fences_.push_back(entries[i].key);
    if (filter_.size() == 0) continue;
    const uint64_t hash = HashOf(static_cast<uint32_t>(appended_ / documents_), entries[i].key);
    Block& block = filter_[BlockOf(hash)];
    AllBits(hash, [&](size_t word, uint64_t bit) {
      block.words[word] |= bit;
      return true;
    });
  }
  file_.Append(entries, n * sizeof *entries);
  if (appended_ == uint64_t{documents_} * bands_) file_.Flush();
}

bool KeyRun::MayHave(uint32_t band, uint32_t key) const {
  if (filter_.size() == 0) return true;
  const uint64_t hash = HashOf(band, key);
  const Block& block = filter_[BlockOf(hash)];
  return AllBits(hash, [&](size_t word, uint64_t bit) { return (block.words[word] & bit) != 0; });
}

const KeyEntry* KeyRun::Read(uint32_t band, uint32_t at, size_t n) const {
  const uint64_t from = (uint64_t{band} * documents_ + at) * sizeof(KeyEntry);
  return reinterpret_cast<const KeyEntry*>(file_.Read(from, n * sizeof(KeyEntry)));
}

void KeyRun::Collect(uint32_t band, uint32_t key, size_t* left,
                     std::vector<uint32_t>* found) const {
  if (*left == 0 || !MayHave(band, key)) return;
  const uint32_t* const begin = fences_.data() + band * blocks_;
  // The key's first entry may be in the block before the first that begins with it or more.
  const auto fence = static_cast<size_t>(std::lower_bound(begin, begin + blocks_, key) - begin);
  for (size_t block = fence == 0 ? 0 : fence - 1; block < blocks_ && begin[block] <= key; ++block) {
    const auto at = static_cast<uint32_t>(block * kBlockEntries);
    const size_t n = std::min<size_t>(kBlockEntries, documents_ - at);
    const KeyEntry* const entries = Read(band, at, n);
    for (const KeyEntry* e = std::lower_bound(entries, entries + n, KeyEntry{key, 0});
         e < entries + n; ++e) {
      if (e->key != key || *left == 0) return;
      --*left;
      found->push_back(e->document);
    }
  }
}

}  // namespace textmill::dedup
