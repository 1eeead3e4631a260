#include "plugins/dedup/store/lsh_index.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace textmill::dedup {
namespace {

constexpr size_t kFanIn = 8;               // runs that become one
constexpr uint32_t kMergePiece = 1 << 14;  // entries read and written at once

}  // namespace

LshIndex::LshIndex(uint32_t bands, std::string folder, size_t memory)
    : bands_(bands), folder_(std::move(folder)), memory_(memory), tables_(bands, 0) {}

void LshIndex::Prefetch(const uint32_t* keys) const {
  for (uint32_t b = 0; b < bands_; ++b) {
    tables_.Prefetch(b, keys[b]);
    for (const Run& run : runs_) run.keys.Prefetch(b, keys[b]);
  }
}

bool LshIndex::Find(const uint32_t* keys, uint32_t first, uint32_t end, size_t most,
                    std::vector<uint32_t>* found) {
  found->clear();
  ends_.clear();
  for (uint32_t b = first; b < end; ++b) {
    size_t left = most + 1;
    for (const Run& run : runs_) run.keys.Collect(b, keys[b], &left, found);
    tables_.Collect(b, keys[b], &left, found);
    ends_.push_back(found->size());
  }
  if (found->size() > most) return KeepLikeliest(most, found);
  if (found->size() <= 1) return true;
  std::sort(found->begin(), found->end());
  found->erase(std::unique(found->begin(), found->end()), found->end());
  return true;
}

// `found` has the documents of band after band, ends_ says where each band's end.
bool LshIndex::KeepLikeliest(size_t most, std::vector<uint32_t>* found) {
  // A hash table from documents, which are numbers near each other, to the weights of their bands.
  const size_t mask = std::bit_ceil(2 * found->size()) - 1;
  ranked_.assign(mask + 1, {0, 0});
  size_t i = 0;
  for (const size_t end : ends_) {
    const auto weight =
        static_cast<uint32_t>(1 + std::bit_width(most + 1) - std::bit_width(end - i));
    for (; i < end; ++i) {
      const uint32_t document = (*found)[i];
      size_t at = document & mask;
      while (ranked_[at].weight != 0 && ranked_[at].document != document) at = (at + 1) & mask;
      ranked_[at].document = document;
      ranked_[at].weight += weight;
    }
  }
  std::erase_if(ranked_, [](const Ranked& r) { return r.weight == 0; });
  const bool all = ranked_.size() <= most;
  if (!all) {
    const auto end = ranked_.begin() + static_cast<ptrdiff_t>(most);
    std::nth_element(ranked_.begin(), end, ranked_.end(), [](const Ranked& a, const Ranked& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.document < b.document;
    });
    ranked_.erase(end, ranked_.end());
  }
  found->clear();
  for (const Ranked& r : ranked_) found->push_back(r.document);
  std::sort(found->begin(), found->end());
  return all;
}

void LshIndex::Add(const uint32_t* keys) {
  constexpr uint32_t kStride = 64;  // documents between looks at how much memory is taken
  if (tables_.size() % kStride == kStride - 1) {
    const size_t to_spill =
        tables_.size() * sizeof(KeyEntry) +
        std::min(FilterBudget(), size_t{tables_.size()} * bands_ * KeyRun::kBitsAKey / 8);
    if (bytes() + std::max(tables_.bytes_to_grow(), to_spill) > memory_) Spill();
  }
  tables_.Add(keys);
}

// A third of the memory at most goes to filters; what is beyond does without.
size_t LshIndex::FilterBudget() const {
  size_t used = 0;
  for (const Run& run : runs_) used += run.keys.filter_bytes();
  return memory_ / 3 - std::min(memory_ / 3, used);
}

void LshIndex::Spill() {
  KeyRun run(folder_, bands_, tables_.size(), FilterBudget());
  std::vector<KeyEntry> entries;
  for (uint32_t b = 0; b < bands_; ++b) {
    tables_.List(b, &entries);
    run.Append(entries.data(), entries.size());
  }
  tables_ = BandTables(bands_, size());
  runs_.push_back({0, std::move(run)});
  for (size_t n = 0; n < runs_.size() && runs_[runs_.size() - 1 - n].level == runs_.back().level;) {
    if (++n < kFanIn) continue;
    MergeLast(n);
    n = 0;
  }
}

void LshIndex::MergeLast(size_t n) {
  const size_t first = runs_.size() - n;
  uint32_t documents = 0;
  for (size_t r = first; r < runs_.size(); ++r) {
    documents += runs_[r].keys.documents();
    runs_[r].keys.DropFilter();
  }
  KeyRun merged(folder_, bands_, documents, FilterBudget());
  struct Cursor {
    const KeyRun* run;
    uint32_t read = 0;  // entries
    std::vector<KeyEntry> piece;
    size_t at = 0;
    const KeyEntry* Get(uint32_t band) {
      if (at == piece.size()) {
        const uint32_t n = std::min(kMergePiece, run->documents() - read);
        if (n == 0) return nullptr;
        const KeyEntry* entries = run->Read(band, read, n);
        piece.assign(entries, entries + n);
        read += n;
        at = 0;
      }
      return &piece[at];
    }
  };
  std::vector<KeyEntry> out;
  for (uint32_t b = 0; b < bands_; ++b) {
    std::vector<Cursor> cursors;
    for (size_t r = first; r < runs_.size(); ++r) cursors.push_back({&runs_[r].keys, 0, {}, 0});
    for (;;) {
      Cursor* least = nullptr;
      const KeyEntry* entry = nullptr;
      for (Cursor& cursor : cursors) {
        const KeyEntry* e = cursor.Get(b);
        if (e != nullptr && (entry == nullptr || *e < *entry)) {
          least = &cursor;
          entry = e;
        }
      }
      if (entry == nullptr) break;
      out.push_back(*entry);
      ++least->at;
      if (out.size() < kMergePiece) continue;
      merged.Append(out.data(), out.size());
      out.clear();
    }
    merged.Append(out.data(), out.size());
    out.clear();
  }
  const int level = runs_.back().level + 1;
  runs_.erase(runs_.begin() + static_cast<ptrdiff_t>(first), runs_.end());
  runs_.push_back({level, std::move(merged)});
}

size_t LshIndex::bytes() const {
  size_t sum = tables_.bytes() + ranked_.capacity() * sizeof ranked_[0];
  for (const Run& run : runs_) sum += run.keys.bytes();
  return sum;
}

uint64_t LshIndex::bytes_in_files() const {
  uint64_t sum = 0;
  for (const Run& run : runs_) sum += run.keys.bytes_in_files();
  return sum;
}

}  // namespace textmill::dedup
