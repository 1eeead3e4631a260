#include "plugins/dedup/survivors.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "plugins/dedup/keys/jaccard.h"
#include "plugins/dedup/keys/minhash.h"

namespace textmill::dedup {
namespace {
constexpr uint32_t kWhole = 0;  // the key of all shingles; those of the bands come after it
// Documents that have the same 32-bit key without being equal are few.
constexpr size_t kMostOfOneKey = 1000;
}  // namespace

Survivors::Survivors(const Rule& rule, const DocumentStore* store, const std::string& folder,
                     size_t memory)
    : rule_(rule), store_(store), index_(KeysOf(rule), folder, memory), documents_(folder) {}

void Survivors::MakeKeys(const Rule& rule, std::span<const uint64_t> shingles, uint32_t* keys) {
  keys[kWhole] = static_cast<uint32_t>(XXH3_64bits(shingles.data(), shingles.size_bytes()));
  if (rule.bands.bands == 0) return;
  uint32_t signature[kMostValues];
  MinHash(shingles.data(), shingles.size(), rule.bands.values(), signature);
  for (uint32_t b = 0; b < rule.bands.bands; ++b)
    keys[1 + b] = BandKey(signature + b * rule.bands.rows, rule.bands.rows, b);
}

uint32_t Survivors::DocumentOf(uint32_t kept) const {
  if (all_kept_) return kept;
  uint32_t document;
  std::memcpy(&document, documents_.Read(uint64_t{kept} * sizeof document, sizeof document),
              sizeof document);
  return document;
}

std::optional<Survivors::Match> Survivors::Find(const uint32_t* keys,
                                                std::span<const uint64_t> shingles,
                                                Effort* effort) {
  // When a copy of this document was kept, nothing before that one is similar enough.
  index_.Find(keys, kWhole, kWhole + 1, kMostOfOneKey, &found_);
  for (const uint32_t kept : found_) {
    const uint32_t document = DocumentOf(kept);
    if (store_->CountOf(document) != shingles.size()) continue;
    const auto others = store_->ShinglesOf(document);
    if (std::equal(shingles.begin(), shingles.end(), others.begin())) return Match{document, 1.0};
  }
  if (rule_.bands.bands == 0) return std::nullopt;
  std::optional<Match> best;
  effort->capped = !index_.Find(keys, kWhole + 1, KeysOf(rule_), rule_.max_candidates, &found_);
  for (const uint32_t kept : found_) {
    const uint32_t document = DocumentOf(kept);
    const size_t others = store_->CountOf(document);
    if (LeastShared(shingles.size(), others, rule_.threshold) > std::min(shingles.size(), others))
      continue;
    ++effort->compared;
    const double least = best ? best->similarity : rule_.threshold;
    const double similarity = JaccardFrom(least, shingles, store_->ShinglesOf(document));
    if (similarity <= (best ? least : 0)) continue;
    best = Match{document, similarity};
    if (!rule_.closest) break;
  }
  return best;
}

void Survivors::Keep(const uint32_t* keys, uint32_t document) {
  if (all_kept_ && document != index_.size()) {
    for (uint32_t kept = 0; kept < index_.size(); ++kept) documents_.Append(&kept, sizeof kept);
    all_kept_ = false;
  }
  if (!all_kept_) documents_.Append(&document, sizeof document);
  index_.Add(keys);
}

}  // namespace textmill::dedup
