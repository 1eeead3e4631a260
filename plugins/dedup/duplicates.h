// What dedup.exact and dedup.near have in common, once Process has made the shingles of a document
// (dedup.exact: its key, as two of them): which document repeats which, within a budget of memory,
// and what becomes of it. A member of the stage.
//
// With `keep: earliest` Commit judges each document as it comes. Otherwise the stage replays: in
// pass 0 all documents go to the store, at its end they are judged in the order of their ranks, and
// pass 1 gives the verdicts. The stage says that it Can(TEXTMILL_REPLAYS).
#ifndef TEXTMILL_PLUGINS_DEDUP_DUPLICATES_H_
#define TEXTMILL_PLUGINS_DEDUP_DUPLICATES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "plugins/dedup/decision.h"
#include "plugins/dedup/guard.h"
#include "plugins/dedup/keep_rule.h"
#include "plugins/dedup/store/document_store.h"
#include "plugins/dedup/store/rank_sorter.h"
#include "plugins/dedup/store/spill_file.h"
#include "plugins/dedup/survivors.h"
#include "textmill/stage.hpp"

namespace textmill::dedup {

class Duplicates {
 public:
  // Declares parameters, columns, and what comes out.
  Duplicates(StageBase* stage, const std::string& reason);

  // In the stage's Bind; `longest` goes by the column `text`.
  void Bind(Binder& binder, const std::string& text);
  // In its Open. `places`, `contents`: the shares of the memory that are for the store. `space`: as
  // in space.h.
  void Open(const textmill_open_request& request, const textmill_host* host,
            const Survivors::Rule& rule, double places, double contents, int64_t input_bytes,
            double space);

  // Whether duplicates are marked, not removed.
  bool marks() const { return decision_.action == "mark"; }

  // For HowToSplit.
  Split HowToSplit() const;

  // In Process: whether this pass looks at the documents; else there is nothing to do.
  bool Looks(const Batch& batch) const { return keep_.earliest() || batch.pass() == 0; }
  // In Process, once for each row: what Commit needs beside keys and shingles.
  void Prepare(const Batch& batch, int64_t row, Reply& reply) const;
  void Prepare(int64_t rows, Reply& reply) const;  // in a pass that does not look

  // In Commit, for rows to come: begins to load what Judge will need.
  void Prefetch(const uint32_t* keys) const { survivors_->Prefetch(keys); }
  // In Commit, once for each row, with no shingles when it is never a duplicate.
  void Judge(const Batch& batch, const Carried& carried, int64_t row, const uint32_t* keys,
             std::span<const uint64_t> shingles, Reply& reply);
  // At the end of Commit.
  void ReportMemory();

  void EndOfPass();
  // Warns, or with `guard: strict` throws, when more was removed than can have been meant.
  void Finish() const;

  // Between batches, in any pass.
  void Save(StateWriter& to) const;
  void Restore(StateReader& from);

  struct Totals {
    int64_t compared = 0, capped = 0;
  };
  // What Judge and EndOfPass did since the last call.
  Totals TakeTotals() { return std::exchange(totals_, {}); }

 private:
  // With `keep: earliest`; with another rule, in pass 0 and in pass 1.
  std::optional<Survivors::Match> JudgeNow(std::string_view id, const uint32_t* keys,
                                           std::span<const uint64_t> shingles);
  void Collect(std::string_view id, const Carried& carried, int64_t row,
               std::span<const uint64_t> shingles);
  std::optional<Survivors::Match> NextVerdict();
  void Give(const Batch& batch, int64_t row, std::optional<Survivors::Match> match, Reply& reply);
  std::optional<Survivors::Match> FindAndCount(const uint32_t* keys,
                                               std::span<const uint64_t> shingles);
  void Say(int32_t level, const std::string& message) const;

  Decision decision_;
  KeepRule keep_;
  Param<Size> memory_;
  Param<Choice> guard_;
  Param<double> guard_share_;
  In<Utf8> source_;
  Carry<Binary> rank_;

  const textmill_host* host_ = nullptr;
  Survivors::Rule rule_;
  std::unique_ptr<DocumentStore> store_;
  std::unique_ptr<Survivors> survivors_;
  Guard seen_;
  Totals totals_;
  size_t reported_ = 0;
  bool told_of_spilling_ = false;

  // With another rule than `earliest`:
  struct Verdict {
    uint32_t of;
    float similarity;
  };
  std::unique_ptr<RankSorter> order_;
  std::unique_ptr<SpillFile> verdicts_;  // one for each document
  uint32_t given_ = 0;                   // of them
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_DUPLICATES_H_
