// The rule of dedup.exact and dedup.near: documents are judged one after the other, and each is a
// duplicate if one that was kept before it is similar enough. Copies are found by a key of the
// whole set of shingles; others by the keys of bands, and verified by the true Jaccard similarity.
// One thread at a time.
#ifndef TEXTMILL_PLUGINS_DEDUP_SURVIVORS_H_
#define TEXTMILL_PLUGINS_DEDUP_SURVIVORS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "plugins/dedup/keys/bands.h"
#include "plugins/dedup/store/document_store.h"
#include "plugins/dedup/store/lsh_index.h"
#include "plugins/dedup/store/spill_file.h"

namespace textmill::dedup {

class Survivors {
 public:
  struct Rule {
    double threshold = 1;
    Bands bands{0, 0};  // none: only copies are duplicates
    size_t max_candidates = 1;
    // Find gives the most similar document, not the earliest; all documents are to be kept.
    bool closest = false;
  };
  struct Match {
    uint32_t document;  // of the store
    double similarity;
  };
  struct Effort {
    int64_t compared = 0;
    bool capped = false;  // there were more than max_candidates
  };

  // `store` outlives this and holds the documents. The index takes about `memory` bytes of memory.
  Survivors(const Rule& rule, const DocumentStore* store, const std::string& folder, size_t memory);

  // The keys of a document: KeysOf(rule) of them.
  static uint32_t KeysOf(const Rule& rule) { return rule.bands.bands + 1; }
  static void MakeKeys(const Rule& rule, std::span<const uint64_t> shingles, uint32_t* keys);

  void Prefetch(const uint32_t* keys) const { index_.Prefetch(keys); }
  // The earliest kept document that this one repeats; or the most similar, of equal ones the
  // earliest.
  std::optional<Match> Find(const uint32_t* keys, std::span<const uint64_t> shingles,
                            Effort* effort);
  // Keeps a document of the store.
  void Keep(const uint32_t* keys, uint32_t document);

  size_t bytes() const { return index_.bytes() + documents_.bytes(); }  // of memory
  uint64_t bytes_in_files() const { return index_.bytes_in_files() + documents_.bytes_in_file(); }
  bool spilled() const { return index_.runs() > 0; }

 private:
  uint32_t DocumentOf(uint32_t kept) const;

  Rule rule_;
  const DocumentStore* store_;
  LshIndex index_;
  SpillFile documents_;  // which ones are kept, unless they are all of the store
  bool all_kept_ = true;
  std::vector<uint32_t> found_;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_SURVIVORS_H_
