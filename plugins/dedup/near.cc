#include "plugins/dedup/near.h"

#include <cstdio>
#include <cstring>
#include <span>
#include <string>

#include "plugins/dedup/keys/bands.h"
#include "plugins/dedup/keys/minhash.h"
#include "plugins/dedup/keys/shingles.h"
#include "plugins/dedup/store/space.h"
#include "plugins/lib/values/saved_count.h"

namespace textmill::dedup {
namespace {

constexpr const char* kNearDescription =
    "A document is a near duplicate when an earlier one *that this step kept* is similar to it by "
    "at least `threshold`. Every removal thus has a survivor that really resembles it, and no "
    "chain of look-alikes can swallow the corpus. `dup_of` names the earliest such document, "
    "`dup_similarity` the similarity: in `dropped.jsonl` or, with `action: mark`, in columns of "
    "its own; a marked document is not compared with later ones, unless `match: closest` asks "
    "which earlier "
    "document is the most similar.\n\n"
    "**Similarity.** A text is put into compatibility form (NFKC) and lower case (case folding); a "
    "word is a run of letters, marks, digits or underscores, so quotation marks, dashes and line "
    "breaks make no difference. Its *shingles* are the runs of `ngram` words that occur in it; a "
    "shorter text is one shingle. The similarity of two texts is the number of shingles that both "
    "have by the number that either has (Jaccard), from 0 to 1. One word changed in a text of 100 "
    "words leaves about 0.9. A text without words is never similar to anything.\n\n"
    "**How it is found.** MinHash signatures, cut into bands, find candidates; bands and rows are "
    "planned from `threshold` and `recall` and written to the log. Each candidate is verified by "
    "its true similarity: no document is removed that is not similar enough, and with the default "
    "about one in a hundred of those just at the threshold may be missed.\n\n"
    "Chinese, Japanese, Thai and the like have no spaces between words: use `unit: auto` there.\n\n"
    "**Memory.** The index takes up to 300 bytes for each document kept (600 at a threshold of "
    "0.5, "
    "more below that). When it has used up `memory` it goes on in files of the work folder, with "
    "the same result. The shingles are there in any case: files in the work folder take up to "
    "twice the size of the texts kept. They have no names and vanish with the run, however it "
    "ends.\n\n"
    "**Bounds.** A document that would have to be compared with more than `max_candidates`, as "
    "among filled-in forms, is compared with the likeliest: those that share the most bands, where "
    "a band counts the more the fewer documents have it. The summary counts such documents as "
    "`capped`. Copies are found by a hash of all shingles first, so that any number of them costs "
    "no comparisons.";

constexpr const char* kNearExample = R"(- uses: dedup.near
  with: { threshold: 0.8 }
- uses: dedup.near          # nothing is removed: dup_of and dup_similarity say what repeats what
  id: related
  with: { threshold: 0.5, action: mark })";

// Shingles take 8 bytes a word; when the index spills it takes 140 a document.
constexpr double kSpace = 2;

struct NearLane final : Lane {
  NearLane(Unit unit, int64_t ngram) : shingler(unit, static_cast<uint32_t>(ngram)) {}
  Shingler shingler;
};

std::string PrecisePercent(double share) {
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
  Can(TEXTMILL_REPLAYS);
  Describe("dedup.near", "1.0.0",
           "Finds documents that largely repeat an earlier one, and drops or marks them.");
  Explain(kNearDescription, kNearExample);
}

void Near::Bind(Binder& binder) {
  duplicates.Bind(binder, column->value);
  const auto plan = PlanBands(threshold, recall);
  if (!plan) {
    throw Error("at a threshold of " + Number(threshold) + " no more than " +
                PrecisePercent(HighestRecall(threshold)) +
                " of the duplicates can be found, not the share that `recall` asks for")
        .Parameter(recall.given() ? "recall" : "threshold")
        .Hint("Raise `threshold` or lower `recall`.");
  }
  if (match == "closest" && !duplicates.marks()) {
    throw Error(
        "`match: closest` may name a document that is itself a duplicate, and would be gone")
        .Parameter("match")
        .Hint("Add `action: mark`, or leave `match` out.");
  }
  rule_ = {*threshold, *plan, static_cast<size_t>(*max_candidates), match == "closest"};
}

void Near::Open(const textmill_open_request& request) {
  // Shingles go to their file in pieces that are still in the processor's cache, 1 MiB of 2 GiB: to
  // gather more takes longer, and what is compared again and again is in the system's cache.
  constexpr double kPlaces = 0.05, kContents = 1.0 / 2048;
  duplicates.Open(request, host(), rule_, kPlaces, kContents, InputBytes(), kSpace);
}

std::string Near::Plan() const {
  const Bands& bands = rule_.bands;
  std::string plan = std::to_string(bands.bands) + " bands of " + std::to_string(bands.rows) +
                     " rows; the share of duplicates found, by similarity:";
  for (const double s : {*threshold - 0.1, *threshold, *threshold + 0.1}) {
    if (s <= 0 || s > 1.0001) continue;
    plan.append(" ")
        .append(Number(s))
        .append(": ")
        .append(PrecisePercent(bands.Recall(s)))
        .append(";");
  }
  plan.pop_back();
  return plan;
}

std::string Near::Notes() const {
  std::string notes = Plan() + "\npairs that are compared, by similarity:";
  for (int tenth = 1; tenth <= 10; ++tenth) {
    const double s = tenth / 10.0;
    notes.append(" ").append(Number(s)).append(": ").append(PrecisePercent(rule_.bands.Recall(s)));
    notes.append(tenth < 10 ? ";" : "\n");
  }
  return notes + SpaceNote(InputBytes(), kSpace);
}

void Near::Save(StateWriter& to) const {
  duplicates.Save(to);
  to.Put(documents_);
  to.Put(single_);
  to.Put(capped_documents_);
}

void Near::Restore(StateReader& from) {
  duplicates.Restore(from);
  for (int64_t* const n : {&documents_, &single_, &capped_documents_}) *n = values::TakeCount(from);
}

std::unique_ptr<Lane> Near::NewLane() const {
  return std::make_unique<NearLane>(unit == "char"   ? Unit::kChar
                                    : unit == "auto" ? Unit::kAuto
                                                     : Unit::kWord,
                                    ngram);
}

void Near::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  if (!duplicates.Looks(batch)) {
    for (int64_t row = 0; row < batch.rows(); ++row) {
      reply[keys_].AppendNull();
      reply[shingles_].AppendNull();
    }
    return duplicates.Prepare(batch.rows(), reply);
  }
  Shingler& shingler = static_cast<NearLane*>(lane)->shingler;
  const auto texts = batch[text];
  uint32_t keys[kMostValues + 1];
  size_t bytes = 0;
  for (int64_t row = 0; row < batch.rows(); ++row) bytes += texts[row].size();
  // Eight bytes a shingle, and mostly there are more than five of the text.
  reply[shingles_].Reserve(static_cast<size_t>(batch.rows()), bytes * 8 / 5);
  for (int64_t row = 0; row < batch.rows(); ++row) {
    duplicates.Prepare(batch, row, reply);
    const std::vector<uint64_t>& shingles = shingler.Of(texts[row]);
    if (shingles.empty()) {
      reply[keys_].AppendNull();
      reply[shingles_].AppendNull();
      continue;
    }
    Survivors::MakeKeys(rule_, shingles, keys);
    AppendValues(reply[keys_], keys, Survivors::KeysOf(rule_));
    AppendValues(reply[shingles_], shingles.data(), shingles.size());
  }
}

// Those of the index, each with its place, since the index looks for it there alone: who shares
// none with a document is neither a candidate nor counted for the weight of a band, and so on along
// the chain.
void Near::PartitionKeys(const Batch& batch, ListBuilder& keys, Lane* lane) const {
  Shingler& shingler = static_cast<NearLane*>(lane)->shingler;
  const auto texts = batch[text];
  uint32_t of_row[kMostValues + 1];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const std::vector<uint64_t>& shingles = shingler.Of(texts[row]);
    if (!shingles.empty()) {
      Survivors::MakeKeys(rule_, shingles, of_row);
      for (uint64_t k = 0; k < Survivors::KeysOf(rule_); ++k)
        keys.items<BuilderOf<UInt64>>().Append(k << 32 | of_row[k]);
    }
    keys.EndRow();
  }
}

void Near::Commit(const Batch& batch, const Carried& carried, Reply& reply) {
  const auto keys = carried[keys_];
  const auto shingles = carried[shingles_];
  constexpr int64_t kAhead = 4;
  // Arrow does not promise that the bytes of a value are aligned.
  uint32_t row_keys[kMostValues + 1];
  const auto keys_of = [&](int64_t row) {
    if (!keys.IsNull(row)) std::memcpy(row_keys, keys[row].data(), keys[row].size());
    return row_keys;
  };
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (row + kAhead < batch.rows() && !keys.IsNull(row + kAhead))
      duplicates.Prefetch(keys_of(row + kAhead));
    const std::string_view bytes = shingles[row];
    std::span one(reinterpret_cast<const uint64_t*>(bytes.data()), bytes.size() / sizeof(uint64_t));
    if (reinterpret_cast<uintptr_t>(bytes.data()) % alignof(uint64_t) != 0) {
      one_.resize(one.size());
      std::memcpy(one_.data(), bytes.data(), bytes.size());
      one = one_;
    }
    documents_ += one.empty() ? 0 : 1;
    single_ += one.size() == 1 ? 1 : 0;
    duplicates.Judge(batch, carried, row, keys_of(row), one, reply);
  }
  const auto totals = duplicates.TakeTotals();
  reply.Count(compared, totals.compared);
  reply.Count(capped, totals.capped);
  capped_documents_ += totals.capped;
  duplicates.ReportMemory();
}

void Near::Finish() {
  if (documents_ >= 20 && single_ * 20 > documents_) {
    Log(TEXTMILL_LOG_WARNING,
        PrecisePercent(static_cast<double>(single_) / static_cast<double>(documents_)) +
            " of the documents have a single shingle, so they are duplicates only when all their " +
            (unit == "word" ? "words are equal. If they are in Chinese, Japanese, Thai or the "
                              "like, use `unit: auto`; if they are short, a smaller `ngram`."
                            : "words are equal. They are short: a smaller `ngram` tells more of "
                              "them apart."));
  }
  if (capped_documents_ > 0) {
    Log(TEXTMILL_LOG_WARNING,
        std::to_string(capped_documents_) +
            " documents had more than `max_candidates: " + std::to_string(*max_candidates) +
            "` and were compared with the likeliest only; some of their duplicates may have been "
            "missed.");
  }
  duplicates.Finish();
}

}  // namespace textmill::dedup
