#include "core/run/document_sample.h"

#include <xxhash.h>

#include <algorithm>
#include <utility>

namespace textmill::core {
namespace {

// Bytes of all units that are chosen: they are read, and what was unpacked for them is kept.
constexpr uint64_t kMostBytes = 256 << 20;
constexpr int64_t kUnits = 4096;
constexpr int64_t kSmallestUnit = 1 << 16, kLargestUnit = 4 << 20;

struct Candidate {
  uint64_t hash;
  std::unique_ptr<Work> work;
  bool operator<(const Candidate& other) const { return hash < other.hash; }
};

}  // namespace

uint64_t DocumentSample::UnitBytes(int64_t total) {
  return static_cast<uint64_t>(std::clamp(total / kUnits, kSmallestUnit, kLargestUnit));
}

uint64_t DocumentSample::HashOf(const Work& work, uint64_t offset) const {
  const uint64_t place[] = {work.batch.unit->raw.input, offset};
  return XXH3_64bits_withSeed(place, sizeof place, rule_.seed);
}

Status DocumentSample::Choose(SourceReader* reader, const std::atomic<bool>& stop) {
  std::vector<Candidate> chosen;  // a heap, the largest hash first
  uint64_t bytes = 0;
  while (!stop.load()) {
    auto next = reader->Next();
    if (!next) return next.error();
    if (*next == nullptr) break;
    if ((*next)->input_failure) {  // what cannot be read is told, whatever is chosen
      units_.push_back(std::move(*next));
      continue;
    }
    const uint64_t hash = HashOf(**next, (*next)->batch.unit->raw.begin);
    chosen.push_back({hash, std::move(*next)});
    bytes += chosen.back().work->unit_bytes;
    std::push_heap(chosen.begin(), chosen.end());
    while (chosen.size() > static_cast<size_t>(rule_.documents) ||
           (bytes > kMostBytes && chosen.size() > 1)) {
      std::pop_heap(chosen.begin(), chosen.end());
      bytes -= chosen.back().work->unit_bytes;
      chosen.pop_back();
    }
  }
  const auto n = static_cast<size_t>(rule_.documents);
  std::vector<uint64_t> hashes;  // the least n are among them
  const auto keep_least = [&] {
    std::nth_element(hashes.begin(), hashes.begin() + static_cast<ptrdiff_t>(n) - 1, hashes.end());
    hashes.resize(n);
  };
  for (Candidate& candidate : chosen) {
    if (stop.load()) return {};
    Work read(candidate.work->counts.size());
    read.batch.unit = candidate.work->batch.unit;
    reader->Read(&read);
    if (read.fatal) return *read.fatal;
    units_.push_back(std::move(candidate.work));
    if (read.input_failure) continue;  // that is no document
    for (const Origin& origin : read.batch.origins) hashes.push_back(HashOf(read, origin.offset));
    for (const Removed& failed : read.failed) hashes.push_back(HashOf(read, failed.origin.offset));
    if (hashes.size() > 2 * n) keep_least();
  }
  if (hashes.size() > n) keep_least();
  if (hashes.size() == n) most_ = *std::max_element(hashes.begin(), hashes.end());
  std::sort(units_.begin(), units_.end(), [](const auto& a, const auto& b) {
    const textmill_unit &x = a->batch.unit->raw, &y = b->batch.unit->raw;
    return std::pair(x.input, x.begin) < std::pair(y.input, y.begin);
  });
  return {};
}

std::unique_ptr<Work> DocumentSample::Next() {
  return next_ < units_.size() ? std::move(units_[next_++]) : nullptr;
}

void DocumentSample::Cut(const Schema& schema, Work* work) const {
  if (work->fatal || work->input_failure) return;
  Batch& batch = work->batch;
  std::vector<RowRange> rows;
  for (size_t row = 0; row < batch.origins.size(); ++row) {
    if (HashOf(*work, batch.origins[row].offset) <= most_)
      AddRow(&rows, 0, static_cast<int32_t>(row));
  }
  batch = batch.Pick(schema, rows);
  std::erase_if(work->failed, [&](const Removed& removed) {
    return HashOf(*work, removed.origin.offset) > most_;
  });
  StepCounts& counts = work->counts.front();
  counts.failed = static_cast<int64_t>(work->failed.size());
  counts.in = batch.rows + counts.failed;
}

}  // namespace textmill::core
