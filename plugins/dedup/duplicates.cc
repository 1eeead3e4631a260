#include "plugins/dedup/duplicates.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "plugins/dedup/store/space.h"

namespace textmill::dedup {
namespace {

constexpr uint32_t kNone = ~uint32_t{0};
constexpr double kLeastMemory = 16.0 * (1 << 20);
constexpr double kMostMemory = 1024.0 * (1 << 30);

std::string Percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

}  // namespace

Duplicates::Duplicates(StageBase* stage, const std::string& reason)
    : decision_(stage, reason),
      keep_(stage),
      memory_{stage, "memory", Size{int64_t{2} << 30},
              "How much memory the step may take. Beyond it, what the step knows of earlier "
              "documents goes to files in the run's work folder (`--work-folder`); the result is "
              "the same.",
              Range{kLeastMemory, kMostMemory}},
      guard_{stage,
             "guard",
             {"warn", "strict", "off"},
             "What to do when more is removed than can have been meant: one document stands for "
             "more than `guard_share` of all, or nothing is left of a source of ten documents or "
             "more. `strict`: the run fails."},
      guard_share_{stage, "guard_share", 0.05,
                   "The share of all documents that may be duplicates of a single one.",
                   Range{0, 1}},
      source_{stage, "source", kOptional, "for `guard`: where a document comes from"},
      rank_{stage, "rank", "what `keep` goes by"} {}

void Duplicates::Bind(Binder& binder, const std::string& text) {
  decision_.Bind(binder);
  keep_.Bind(binder, text);
  rank_.Enable(!keep_.earliest());
}

void Duplicates::Open(const textmill_open_request& request, const textmill_host* host,
                      const Survivors::Rule& rule, double places, double contents,
                      int64_t input_bytes, double space) {
  host_ = host;
  rule_ = rule;
  const std::string folder = request.work_folder != nullptr ? request.work_folder : ".";
  if (const std::string warning = SpaceWarning(folder, input_bytes, space); !warning.empty())
    Say(TEXTMILL_LOG_WARNING, warning);
  // Room is taken for much of it at once, which fails where the machine has less.
  const auto installed =
      static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
  auto memory = std::min(static_cast<size_t>(memory_->bytes), installed);
  if (request.memory > 0) memory = std::min(memory, static_cast<size_t>(request.memory));
  if (!keep_.earliest()) {
    const size_t share = memory / 4;
    order_ = std::make_unique<RankSorter>(folder, share, keep_.descending());
    verdicts_ = std::make_unique<SpillFile>(folder, share / 4);
    memory -= share + share / 4;
  }
  const auto share = [&](double of) {
    return static_cast<size_t>(static_cast<double>(memory) * of);
  };
  store_ = std::make_unique<DocumentStore>(folder, share(places), share(contents));
  survivors_ = std::make_unique<Survivors>(rule, store_.get(), folder,
                                           memory - share(places) - share(contents));
}

// The guard looks at shares of all documents, which no part knows: where it only warns, that is no
// answer that anything rests on.
Split Duplicates::HowToSplit() const {
  if (guard_ != "strict") return {TEXTMILL_SPLIT_PARTITION, ""};
  return {TEXTMILL_SPLIT_WHOLE,
          "`guard: strict` ends the run by what it finds among all documents; use `guard: off`"};
}

void Duplicates::Prepare(const Batch& batch, int64_t row, Reply& reply) const {
  if (keep_.earliest()) return;
  std::string rank;
  if (keep_.Rank(batch, row, &rank))
    reply[rank_].Append(rank);
  else
    reply[rank_].AppendNull();
}

void Duplicates::Prepare(int64_t rows, Reply& reply) const {
  for (int64_t row = 0; row < rows; ++row) reply[rank_].AppendNull();
}

void Duplicates::Judge(const Batch& batch, const Carried& carried, int64_t row,
                       const uint32_t* keys, std::span<const uint64_t> shingles, Reply& reply) {
  const std::string_view id = batch[decision_.id][row];
  if (keep_.earliest()) {
    Give(batch, row, JudgeNow(id, keys, shingles), reply);
  } else if (batch.pass() == 0) {
    Collect(id, carried, row, shingles);
    Give(batch, row, std::nullopt, reply);
  } else {
    Give(batch, row, NextVerdict(), reply);
  }
}

std::optional<Survivors::Match> Duplicates::JudgeNow(std::string_view id, const uint32_t* keys,
                                                     std::span<const uint64_t> shingles) {
  if (shingles.empty()) return std::nullopt;
  const auto match = FindAndCount(keys, shingles);
  if (!match || rule_.closest) {
    store_->Add(shingles, id);
    survivors_->Keep(keys, store_->size() - 1);
  }
  return match;
}

void Duplicates::Collect(std::string_view id, const Carried& carried, int64_t row,
                         std::span<const uint64_t> shingles) {
  const Verdict none{kNone, 0};
  const auto ranks = carried[rank_];
  store_->Add(shingles, id);
  verdicts_->Append(&none, sizeof none);
  order_->Add(ranks.IsNull(row) ? std::nullopt : std::optional<std::string_view>(ranks[row]));
}

std::optional<Survivors::Match> Duplicates::NextVerdict() {
  if (given_ == store_->size())
    throw Error("more documents come in the second pass than came in the first");
  Verdict verdict;
  std::memcpy(&verdict, verdicts_->Read(uint64_t{given_++} * sizeof verdict, sizeof verdict),
              sizeof verdict);
  if (verdict.of == kNone) return std::nullopt;
  return Survivors::Match{verdict.of, verdict.similarity};
}

void Duplicates::Give(const Batch& batch, int64_t row, std::optional<Survivors::Match> match,
                      Reply& reply) {
  if (match) {
    decision_.Duplicate(reply, store_->IdOf(match->document),
                        static_cast<float>(match->similarity));
  } else {
    decision_.Original(reply);
  }
  if (guard_ == "off" || (!keep_.earliest() && batch.pass() == 0)) return;
  seen_.Count(source_.present() ? batch[source_][row] : std::string_view(),
              match ? std::optional<uint32_t>(match->document) : std::nullopt);
}

std::optional<Survivors::Match> Duplicates::FindAndCount(const uint32_t* keys,
                                                         std::span<const uint64_t> shingles) {
  Survivors::Effort effort;
  const auto match = survivors_->Find(keys, shingles, &effort);
  totals_.compared += effort.compared;
  totals_.capped += effort.capped ? 1 : 0;
  return match;
}

void Duplicates::EndOfPass() {
  order_->Sort();
  std::vector<uint32_t> keys(Survivors::KeysOf(rule_));
  std::vector<uint64_t> shingles;
  uint32_t document = 0;
  for (uint32_t n = 0; order_->Next(&document); ++n) {
    if (n % 1024 == 0) {
      ReportMemory();
      if (host_ != nullptr && host_->cancelled(host_) != 0)
        throw Error("interrupted", TEXTMILL_CANCELLED);
    }
    if (document >= store_->size()) throw Error("the saved state does not fit together");
    const auto stored = store_->ShinglesOf(document);
    shingles.assign(stored.begin(), stored.end());
    if (shingles.empty()) continue;
    Survivors::MakeKeys(rule_, shingles, keys.data());
    const auto match = FindAndCount(keys.data(), shingles);
    if (match) {
      const Verdict verdict{match->document, static_cast<float>(match->similarity)};
      verdicts_->Overwrite(uint64_t{document} * sizeof verdict, &verdict, sizeof verdict);
    }
    if (!match || rule_.closest) survivors_->Keep(keys.data(), document);
  }
  order_.reset();
  survivors_.reset();
}

void Duplicates::Finish() const {
  if (guard_ == "off" || seen_.documents() == 0) return;
  std::string found;
  if (const auto survivor = seen_.Swallower(guard_share_)) {
    found = "`" + std::string(store_->IdOf(survivor->document)) + "` stands for " +
            std::to_string(survivor->duplicates) + " duplicates, " +
            Percent(static_cast<double>(survivor->duplicates) /
                    static_cast<double>(seen_.documents())) +
            " of all documents, which is more than `guard_share`. ";
  }
  const std::vector<std::string> emptied = seen_.EmptiedSources();
  if (!emptied.empty()) {
    found += "Nothing is left of " + std::to_string(emptied.size()) +
             (emptied.size() == 1 ? " source: " : " sources: ");
    for (size_t i = 0; i < emptied.size() && i < 3; ++i)
      found += (i == 0 ? "`" : ", `") + emptied[i] + "`";
    found += emptied.size() > 3 ? " and others. " : ". ";
  }
  if (found.empty()) return;
  found.pop_back();
  const std::string advice =
      "Look at what these documents have in common (`textmill explain-duplicate`); if it is not "
      "their content, cut it out first (`dedup.passages`, `text.normalize`)";
  if (guard_ == "strict") throw Error(found).Hint(advice + "; or set `guard: warn`.");
  Say(TEXTMILL_LOG_WARNING, found + " " + advice + ".");
}

// The store, which the index is made from again; then what the guard has counted; and, unless
// documents are judged as they come, the ranks or the verdicts.
void Duplicates::Save(StateWriter& to) const {
  store_->Save(to);
  seen_.Save(to);
  to.Put(totals_);
  if (keep_.earliest()) return;
  const bool judged = order_ == nullptr;
  to.Put(static_cast<uint8_t>(judged));
  to.Put(given_);
  verdicts_->Save(to);
  if (!judged) order_->Save(to);
}

void Duplicates::Restore(StateReader& from) {
  store_->Restore(from);
  seen_.Restore(from, store_->size());
  totals_ = from.Take<Totals>();
  if (keep_.earliest()) {
    std::vector<uint32_t> keys(Survivors::KeysOf(rule_));
    for (uint32_t document = 0; document < store_->size(); ++document) {
      Survivors::MakeKeys(rule_, store_->ShinglesOf(document), keys.data());
      survivors_->Keep(keys.data(), document);
    }
    return;
  }
  const bool judged = from.Take<uint8_t>() != 0;
  given_ = from.Take<uint32_t>();
  verdicts_->Restore(from);
  Verdict verdict{kNone, 0};
  for (uint64_t at = 0; at < verdicts_->size(); at += sizeof verdict) {
    std::memcpy(&verdict, verdicts_->Read(at, sizeof verdict), sizeof verdict);
    if (verdict.of != kNone && verdict.of >= store_->size()) break;
  }
  if (verdicts_->size() != uint64_t{store_->size()} * sizeof verdict || given_ > store_->size() ||
      (verdict.of != kNone && verdict.of >= store_->size()))
    throw Error("the saved state does not fit together");
  if (!judged) return order_->Restore(from);
  order_.reset();
  survivors_.reset();
}

void Duplicates::Say(int32_t level, const std::string& message) const {
  if (host_ != nullptr) host_->log(host_, level, message.data(), message.size());
}

void Duplicates::ReportMemory() {
  size_t bytes = store_->bytes();
  if (survivors_ != nullptr) {
    bytes += survivors_->bytes();
    if (survivors_->spilled() && !std::exchange(told_of_spilling_, true)) {
      Say(TEXTMILL_LOG_INFO,
          "the index has reached its `memory` and goes on in the work folder; the result is the "
          "same");
    }
  }
  if (order_ != nullptr) bytes += order_->bytes();
  if (verdicts_ != nullptr) bytes += verdicts_->bytes();
  if (host_ != nullptr)
    host_->memory(host_, static_cast<int64_t>(bytes) - static_cast<int64_t>(reported_));
  reported_ = bytes;
}

}  // namespace textmill::dedup
