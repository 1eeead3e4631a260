#include "plugins/dedup/near.h"

#include <xxhash.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "plugins/dedup/jaccard.h"
#include "plugins/dedup/minhash.h"
#include "plugins/dedup/shingles.h"

namespace textmill::dedup {
namespace {

constexpr const char* kDescription =
    "A document is a near duplicate when an earlier one *that this step kept* is similar to it by "
    "at least `threshold`. Every removal thus has a survivor that really resembles it, and no "
    "chain of look-alikes can swallow the corpus. `dup_of` names the earliest such document, "
    "`dup_similarity` the similarity: in `dropped.jsonl` or, with `action: mark`, in columns of "
    "its own; a marked document is not compared with later ones.\n\n"
    "**Similarity.** A text is put into compatibility form (NFKC) and lower case (case folding); a "
    "word is a run of letters, marks, digits or underscores, so quotation marks, dashes and line "
    "breaks make no difference. Its *shingles* are the runs of `ngram` words that occur in it; a "
    "shorter text is one shingle. The similarity of two texts is the number of shingles that both "
    "have by the number that either has (Jaccard), from 0 to 1. One word changed in a text of 100 "
    "words leaves about 0.9. A text without words is never similar to anything.\n\n"
    "**How it is found.** MinHash signatures, cut into bands, find candidates; bands and rows are "
    "planned from `threshold` and `recall` and told in the log. Each candidate is then verified by "
    "its true similarity: no document is removed that is not similar enough, and with the default "
    "about one in a hundred of those just at the threshold may be missed.\n\n"
    "Chinese, Japanese, Thai and the like have no spaces between words: use `unit: auto` there. "
    "Memory: up to 500 bytes and the `id` for each document kept (at thresholds under 0.6 up to "
    "1000); the shingles go to a file in the work folder, about 1.5 times as big as the texts "
    "kept.";

constexpr const char* kExample = R"(- uses: dedup.near
  with: { threshold: 0.8 }
- uses: dedup.near          # nothing is removed: dup_of and dup_similarity say what repeats what
  id: related
  with: { threshold: 0.5, action: mark })";

struct NearLane final : Lane {
  NearLane(Unit unit, int64_t ngram) : shingler(unit, static_cast<uint32_t>(ngram)) {}
  Shingler shingler;
};

std::string Percent(double share) {
  if (share > 0.9999 && share < 1) return "> 99.99 %";
  char text[32];
  std::snprintf(text, sizeof text, share < 0.9995 ? "%.1f %%" : "%.2f %%", 100 * share);
  return text;
}

std::string Number(double v) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", v);
  return text;
}

template <class T>
void AppendValues(BytesBuilder& to, const T* values, size_t n) {
  to.Append({reinterpret_cast<const char*>(values), n * sizeof(T)});
}

}  // namespace

Near::Near() {
  Describe("dedup.near", "1.0.0",
           "Finds documents that largely repeat an earlier one, and drops or marks them.");
  Explain(kDescription, kExample);
}

void Near::Bind(Binder& binder) {
  decision.Bind(binder);
  const auto plan = PlanBands(threshold, recall);
  if (!plan) {
    throw Error("at a threshold of " + Number(threshold) + " no more than " +
                Percent(HighestRecall(threshold)) +
                " of the duplicates can be found, not the share that `recall` asks for")
        .Parameter(recall.given() ? "recall" : "threshold")
        .Hint("Raise `threshold` or lower `recall`.");
  }
  bands_ = *plan;
}

void Near::Open(const textmill_open_request& request) {
  index_ = std::make_unique<LshIndex>(bands_.bands);
  store_ =
      std::make_unique<ShingleStore>(request.work_folder != nullptr ? request.work_folder : ".");
  std::string message = std::to_string(bands_.bands);
  message.append(" bands of ").append(std::to_string(bands_.rows));
  message.append(" rows; the share of duplicates found, by similarity:");
  for (const double s : {*threshold - 0.1, *threshold, *threshold + 0.1}) {
    if (s > 0 && s <= 1)
      message.append(" ")
          .append(Number(s))
          .append(": ")
          .append(Percent(bands_.Recall(s)))
          .append(";");
  }
  message.pop_back();
  Log(TEXTMILL_LOG_INFO, message);
}

std::unique_ptr<Lane> Near::NewLane() const {
  return std::make_unique<NearLane>(unit == "char"   ? Unit::kChar
                                    : unit == "auto" ? Unit::kAuto
                                                     : Unit::kWord,
                                    ngram);
}

void Near::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Shingler& shingler = static_cast<NearLane*>(lane)->shingler;
  const auto texts = batch[text];
  uint32_t signature[kMostValues];
  uint32_t keys[kMostValues];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const std::vector<uint64_t>& shingles = shingler.Of(texts[row]);
    if (shingles.empty()) {
      reply[set_].AppendNull();
      reply[keys_].AppendNull();
      reply[shingles_].AppendNull();
      continue;
    }
    MinHash(shingles.data(), shingles.size(), bands_.values(), signature);
    for (uint32_t b = 0; b < bands_.bands; ++b)
      keys[b] = BandKey(signature + b * bands_.rows, bands_.rows, b);
    reply[set_].Append(XXH3_64bits(shingles.data(), shingles.size() * sizeof(uint64_t)));
    AppendValues(reply[keys_], keys, bands_.bands);
    AppendValues(reply[shingles_], shingles.data(), shingles.size());
  }
}

void Near::Commit(const Batch& batch, const Carried& carried, Reply& reply) {
  const auto sets = carried[set_];
  const auto keys = carried[keys_];
  const auto shingles = carried[shingles_];
  const auto ids = batch[decision.id];
  constexpr int64_t kAhead = 4;
  // Arrow does not promise that the bytes of a value are aligned.
  uint32_t row_keys[kMostValues];
  const auto keys_of = [&](int64_t row) {
    std::memcpy(row_keys, keys[row].data(), bands_.bands * sizeof(uint32_t));
    return row_keys;
  };
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (row + kAhead < batch.rows() && !sets.IsNull(row + kAhead)) {
      index_->Prefetch(keys_of(row + kAhead));
      sets_.prefetch(sets[row + kAhead]);
    }
    if (sets.IsNull(row)) {
      decision.Original(reply);
      continue;
    }
    const std::string_view bytes = shingles[row];
    one_.resize(bytes.size() / sizeof(uint64_t));
    std::memcpy(one_.data(), bytes.data(), bytes.size());
    ++documents_;
    single_ += one_.size() == 1;
    const auto match = Find(one_, sets[row], keys_of(row), reply);
    if (match) {
      decision.Duplicate(reply, ids_[match->document], static_cast<float>(match->similarity));
      continue;
    }
    sets_.try_emplace(sets[row], static_cast<uint32_t>(ids_.size()));
    index_->Add(row_keys);
    store_->Add(one_);
    ids_.Add(ids[row]);
    decision.Original(reply);
  }
  ReportMemory();
}

std::optional<Near::Match> Near::Find(std::span<const uint64_t> shingles, uint64_t set,
                                      const uint32_t* keys, Reply& reply) {
  // When a copy of this document was kept, nothing before that one is similar enough.
  const auto copy = sets_.find(set);
  if (copy != sets_.end()) return Match{copy->second, 1.0};
  if (!index_->Find(keys, static_cast<size_t>(*max_candidates), &found_)) {
    reply.Count(capped);
    ++capped_documents_;
  }
  for (const uint32_t document : found_) {
    const size_t others = store_->CountOf(document);
    if (LeastShared(shingles.size(), others, threshold) > std::min(shingles.size(), others))
      continue;
    reply.Count(compared);
    const double similarity = JaccardFrom(threshold, shingles, store_->Read(document));
    if (similarity > 0) return Match{document, similarity};
  }
  return std::nullopt;
}

void Near::Finish() {
  if (unit == "word" && documents_ >= 20 && single_ * 20 > documents_) {
    Log(TEXTMILL_LOG_WARNING,
        Percent(static_cast<double>(single_) / static_cast<double>(documents_)) +
            " of the documents have a single shingle, so they are duplicates only when all their "
            "words "
            "are equal. If they are in Chinese, Japanese, Thai or the like, use `unit: auto`; if "
            "they are short, a smaller `ngram`.");
  }
  if (capped_documents_ > 0) {
    Log(TEXTMILL_LOG_WARNING,
        std::to_string(capped_documents_) +
            " documents had more than `max_candidates: " + std::to_string(*max_candidates) +
            "` and were compared with the likeliest only; some of their duplicates may have been "
            "missed.");
  }
}

void Near::ReportMemory() {
  const size_t bytes = index_->bytes() + store_->bytes() + ids_.bytes() +
                       sets_.capacity() * (2 * sizeof(uint64_t) + 1);
  if (host() != nullptr)
    host()->memory(host(), static_cast<int64_t>(bytes) - static_cast<int64_t>(reported_));
  reported_ = bytes;
}

}  // namespace textmill::dedup
