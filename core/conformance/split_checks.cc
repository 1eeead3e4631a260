// Checks of a stage that can work on parts of a corpus: merged (textmill.merge/1) or partitioned
// (textmill.partition/1), it gives what it gives for the whole.
#include <algorithm>
#include <map>
#include <numeric>

#include "core/conformance/check.h"
#include "core/conformance/play.h"
#include "core/plugin/instance.h"

namespace textmill::core {
namespace {

constexpr int64_t kSplitRows = 200, kSplitBatchRows = 20, kBatches = kSplitRows / kSplitBatchRows;
constexpr uint64_t kSeeds = 8;

// A stage, a table, and what one instance says of all of it.
struct Whole {
  const Subject& subject;
  const Setup& setup;
  SampleTable table;
  Played played;

  Result<Played> Play(const PlayOptions& options) const {
    return core::Play(subject, setup.params, table, options);
  }
};

PlayOptions InBatches() {
  PlayOptions options;
  options.batch_rows = kSplitBatchRows;
  return options;
}

// Calls `check` with a sample for each of some seeds, odd values in every other, until it is told
// of a fault. Samples with which the stage ends a run are left out.
template <class Checks>
Verdict ForSeeds(const Subject& subject, uint32_t wanted, const Checks& check) {
  const auto setup = FindSetup(subject, [&](Instance& instance, uint32_t flags) -> Status {
    const auto split = instance.HowToSplit(flags);
    if (!split) return split.error();
    if (split->how == wanted) return {};
    return Error{split->why.empty() ? "with these parameters it is split in another way"
                                    : split->why};
  });
  if (!setup) return Skipped(setup.error().ToString());
  std::string why;
  bool played = false;
  for (uint64_t seed = subject.seed; seed < subject.seed + kSeeds; ++seed) {
    const bool odd = (seed - subject.seed) % 2 == 1;
    Whole whole{subject, *setup, {}, {}};
    whole.table =
        MakeSample(setup->schema, kSplitRows, seed, odd ? SampleKind::kOdd : SampleKind::kPlain);
    auto all = whole.Play(InBatches());
    if (!all) {
      why = all.error().ToString();
      continue;
    }
    played = true;
    whole.played = std::move(*all);
    Verdict verdict = check(whole, seed);
    if (verdict.outcome == CheckOutcome::kPassed) continue;
    verdict.message = "with sample " + std::to_string(seed) + ", " + verdict.message;
    return verdict;
  }
  return played ? Passed() : Skipped(why);
}

// An instance that begins at batch `from` of pass 0, takes in `rest` before batch `at`, and is
// saved at point `until`; -1: it goes on to its tables.
Result<Played> PlayPart(const Whole& whole, int64_t from, int64_t at,
                        std::vector<const Played*> rest, int64_t until, bool later = false) {
  PlayOptions options = InBatches();
  options.later = later;
  options.from = from;
  options.merge = std::move(rest);
  options.merge_at = at;
  options.until = until;
  return whole.Play(options);
}

// Pass 1 from batch `from` to before `to`, or to the end of all, by an instance that restored what
// was left of pass 0.
Result<Played> Stretch(const Whole& whole, const std::string& state, int64_t rows_before,
                       int64_t from, int64_t to) {
  PlayOptions options = InBatches();
  options.state = &state;
  options.begin_at = rows_before;
  options.from = kBatches + 1 + from;
  options.until = to == kBatches ? -1 : kBatches + 1 + to;
  auto played = whole.Play(options);
  if (played && played->refusal) return *played->refusal;
  return played;
}

// Three stretches. The last one is taken in by the second before that is by the first, or both by
// the first.
Result<std::string> MergedDifference(const Whole& whole, int64_t second, int64_t third,
                                     bool last_first) {
  const auto c = PlayPart(whole, third, 0, {}, kBatches, true);
  if (!c) return c.error();
  const auto b = last_first ? PlayPart(whole, second, third, {&*c}, kBatches, true)
                            : PlayPart(whole, second, 0, {}, third, true);
  if (!b) return b.error();
  const std::vector<const Played*> later = last_first ? std::vector{&*b} : std::vector{&*b, &*c};
  if (whole.played.points == kBatches + 1) {  // there is one pass
    auto a = PlayPart(whole, 0, second, later, -1);
    if (!a) return a.error();
    for (const Played* part : {&*b, &*c})
      a->rows.insert(a->rows.end(), part->rows.begin(), part->rows.end());
    return Difference(whole.played, *a);
  }
  const auto a = PlayPart(whole, 0, second, later, kBatches + 1);
  if (!a) return a.error();
  Played all;
  all.outputs = a->outputs;
  const int64_t ends[] = {0, second, third, kBatches};
  const int64_t rows_before[] = {0, a->committed, a->committed + b->committed};
  for (int i = 0; i < 3; ++i) {
    const auto part = Stretch(whole, a->state, rows_before[i], ends[i], ends[i + 1]);
    if (!part) return part.error();
    all.Append(*part);
  }
  return Difference(whole.played, all);
}

Verdict Merged(const Subject& subject) {
  return ForSeeds(subject, TEXTMILL_SPLIT_MERGE, [&](const Whole& whole, uint64_t seed) {
    std::vector<std::pair<int64_t, int64_t>> cuts = {{3, 7}, {0, 5}, {1, 1}, {5, kBatches}};
    if (seed != subject.seed) {
      const auto second = static_cast<int64_t>(seed * 7 % (kBatches + 1));
      cuts = {{second, second + static_cast<int64_t>(seed) % (kBatches + 1 - second)}};
    }
    for (const auto& [second, third] : cuts) {
      const bool last_first = (seed + static_cast<uint64_t>(second)) % 2 == 0;
      const auto difference = MergedDifference(whole, second, third, last_first);
      if (difference && difference->empty()) continue;
      return Failed("merged from batches 0 to " + std::to_string(second) + ", to " +
                    std::to_string(third) + ", and to the end" +
                    (difference ? ", " + *difference : ": " + difference.error().ToString()));
    }
    return Passed();
  });
}

// The smallest row that each row is connected to.
std::vector<int64_t> Connected(const std::vector<std::vector<uint64_t>>& keys) {
  std::vector<int64_t> of(keys.size());
  std::iota(of.begin(), of.end(), 0);
  const auto root = [&](int64_t row) {
    while (of[static_cast<size_t>(row)] != row) row = of[static_cast<size_t>(row)];
    return row;
  };
  std::map<uint64_t, int64_t> first;
  for (size_t row = 0; row < keys.size(); ++row) {
    for (const uint64_t key : keys[row]) {
      const int64_t a = root(first.emplace(key, static_cast<int64_t>(row)).first->second);
      const int64_t b = root(static_cast<int64_t>(row));
      of[static_cast<size_t>(std::max(a, b))] = std::min(a, b);
    }
  }
  for (size_t row = 0; row < of.size(); ++row) of[row] = root(static_cast<int64_t>(row));
  return of;
}

Result<std::vector<std::vector<uint64_t>>> KeysOf(const Whole& whole) {
  auto instance = Instance::Create(*whole.subject.stage, "", whole.setup.params.root());
  if (!instance) return instance.error();
  auto bound = (*instance)->Bind(&whole.table.schema);
  if (!bound) return bound.error();
  if (Status opened = (*instance)->Open(NoRun(), whole.subject.folder, 1); !opened)
    return opened.error();
  Schema fields;
  std::vector<Array> columns;
  for (const std::string& name : bound->uses) {
    const auto at = static_cast<size_t>(FindField(whole.table.schema, name));
    fields.push_back(whole.table.schema.at(at));
    columns.push_back(whole.table.columns.at(at));
  }
  std::vector<std::vector<uint64_t>> keys;
  for (int64_t from = 0; from < kSplitRows; from += kSplitBatchRows) {
    const HandedBatch batch(fields, columns, from, kSplitBatchRows, 0, Slices::kStruct);
    auto some = (*instance)->Keys(batch.get());
    if (!some) return some.error();
    keys.insert(keys.end(), some->begin(), some->end());
  }
  return keys;
}

Verdict Partitioned(const Subject& subject) {
  return ForSeeds(subject, TEXTMILL_SPLIT_PARTITION, [](const Whole& whole, uint64_t) {
    const auto keys = KeysOf(whole);
    if (!keys) return Failed(keys.error().ToString());
    const std::vector<int64_t> connected = Connected(*keys);
    for (const int64_t parts : {2, 3, 7}) {
      Played all;
      for (int64_t part = 0; part < parts; ++part) {
        std::vector<int64_t> rows;
        for (int64_t row = 0; row < kSplitRows; ++row) {
          if (connected[static_cast<size_t>(row)] % parts == part) rows.push_back(row);
        }
        const auto played =
            Play(whole.subject, whole.setup.params, Pick(whole.table, rows), InBatches());
        if (!played) return Failed(played.error().ToString());
        all.AppendRenumbered(*played, rows);
      }
      all.tables = whole.played.tables;
      all.outputs = whole.played.outputs;
      if (const std::string d = Difference(whole.played, all); !d.empty())
        return Failed("in " + std::to_string(parts) + " parts, " + d);
    }
    return Passed();
  });
}

}  // namespace

std::vector<Check> SplitChecks() {
  using Of = Check::Of;
  return {
      {"split.merged",
       "instances that saw stretches of a corpus, merged in order, give what one gives that saw "
       "all",
       "let MergeState add what the other one saw later to what is there", Of::kMerge, Merged},
      {"split.partitioned",
       "documents that no key connects have nothing to do with each other: parts of a corpus give "
       "what the whole gives",
       "give two documents a key in common whenever one can change what is said of the other",
       Of::kPartition, Partitioned},
  };
}

}  // namespace textmill::core
