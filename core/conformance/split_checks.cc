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

constexpr int64_t kRows = 200, kBatchRows = 20, kBatches = kRows / kBatchRows;

struct Whole {
  Setup setup;
  SampleTable table;
  Played played;
};

Result<Whole> PlayWhole(const Subject& subject) {
  auto setup = FindSetup(subject);
  if (!setup) return setup.error();
  SampleTable table = MakeSample(setup->schema, kRows, subject.seed, SampleKind::kPlain);
  PlayOptions options;
  options.batch_rows = kBatchRows;
  auto played = Play(subject, setup->params, table, options);
  if (!played) return played.error();
  return Whole{std::move(*setup), std::move(table), std::move(*played)};
}

// An instance that begins at batch `from` of pass 0 and takes in `rest` before batch `at`. With
// `until_end` it is saved at the end of the pass, else it goes on to its tables.
Result<Played> Part(const Subject& subject, const Whole& whole, int64_t from, int64_t at,
                    const std::string* rest, bool until_end) {
  PlayOptions options;
  options.batch_rows = kBatchRows;
  options.from = from;
  options.merge = rest;
  options.merge_at = at;
  if (until_end) options.until = kBatches;
  return Play(subject, whole.setup.params, whole.table, options);
}

// Three stretches; the last one is taken in by the second before or after that is by the first.
Verdict Merged(const Subject& subject) {
  const auto whole = PlayWhole(subject);
  if (!whole) return Skipped(whole.error().ToString());
  for (const auto& [second, third] :
       {std::pair<int64_t, int64_t>{3, 7}, {0, 5}, {1, 1}, {5, kBatches}}) {
    const std::string what = "merged from batches 0 to " + std::to_string(second) + ", to " +
                             std::to_string(third) + ", and to the end";
    const auto c = Part(subject, *whole, third, 0, nullptr, true);
    if (!c) return Failed(what + ": " + c.error().ToString());
    const auto b = Part(subject, *whole, second, third, &c->state, true);
    if (!b) return Failed(what + ": " + b.error().ToString());
    const auto a = Part(subject, *whole, 0, second, &b->state, false);
    if (!a) return Failed(what + ": " + a.error().ToString());
    Played all;
    const Played* const parts[] = {&*a, &*b, &*c};
    for (const Played* part : parts)
      all.rows.insert(all.rows.end(), part->rows.begin(), part->rows.end());
    all.tables = a->tables;
    all.outputs = whole->played.outputs;
    if (const std::string d = Difference(whole->played, all); !d.empty())
      return Failed(what + ", " + d);
  }
  return Passed();
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

Result<std::vector<std::vector<uint64_t>>> KeysOf(const Subject& subject, const Whole& whole) {
  auto instance = Instance::Create(*subject.stage, "", whole.setup.params.root());
  if (!instance) return instance.error();
  auto bound = (*instance)->Bind(&whole.table.schema);
  if (!bound) return bound.error();
  if (Status opened = (*instance)->Open(NoRun(), subject.folder, 1); !opened) return opened.error();
  Schema fields;
  std::vector<Array> columns;
  for (const std::string& name : bound->uses) {
    const auto at = static_cast<size_t>(FindField(whole.table.schema, name));
    fields.push_back(whole.table.schema.at(at));
    columns.push_back(whole.table.columns.at(at));
  }
  std::vector<std::vector<uint64_t>> keys;
  for (int64_t from = 0; from < kRows; from += kBatchRows) {
    const HandedBatch batch(fields, columns, from, kBatchRows, 0, Slices::kStruct);
    auto some = (*instance)->Keys(batch.get());
    if (!some) return some.error();
    keys.insert(keys.end(), some->begin(), some->end());
  }
  return keys;
}

Verdict Partitioned(const Subject& subject) {
  const auto whole = PlayWhole(subject);
  if (!whole) return Skipped(whole.error().ToString());
  const auto keys = KeysOf(subject, *whole);
  if (!keys) return Failed(keys.error().ToString());
  const std::vector<int64_t> connected = Connected(*keys);
  for (const int64_t parts : {2, 3, 7}) {
    Played all;
    for (int64_t part = 0; part < parts; ++part) {
      std::vector<int64_t> rows;
      for (int64_t row = 0; row < kRows; ++row) {
        if (connected[static_cast<size_t>(row)] % parts == part) rows.push_back(row);
      }
      PlayOptions options;
      options.batch_rows = kBatchRows;
      const auto played = Play(subject, whole->setup.params, Pick(whole->table, rows), options);
      if (!played) return Failed(played.error().ToString());
      all.AppendRenumbered(*played, rows);
    }
    all.tables = whole->played.tables;
    all.outputs = whole->played.outputs;
    if (const std::string d = Difference(whole->played, all); !d.empty())
      return Failed("in " + std::to_string(parts) + " parts, " + d);
  }
  return Passed();
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
