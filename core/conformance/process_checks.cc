// Checks of a transform or sink at work: whatever the host is free to do must not show.
#include "core/conformance/check.h"
#include "core/conformance/play.h"
#include "core/plugin/instance.h"

namespace textmill::core {
namespace {

// Plays plainly, and again with `changed`; nothing may differ.
Verdict Compare(const Subject& subject, SampleKind kind, int64_t rows,
                const std::vector<PlayOptions>& changed, const std::string& what) {
  const auto setup = FindSetup(subject);
  if (!setup) return Skipped(setup.error().message);
  const SampleTable table = MakeSample(setup->schema, rows, subject.seed, kind);
  const auto plain = Play(subject, setup->params, table, {});
  if (!plain) return Failed(plain.error().ToString());
  if (rows > 0 && plain->failed >= rows) {
    return Skipped("each of the documents that were made up failed (" + plain->first_failure +
                   "); give it parameters with which it works: --with 'NAME: VALUE'");
  }
  for (const PlayOptions& options : changed) {
    const auto other = Play(subject, setup->params, table, options);
    if (!other) return Failed(what + ": " + other.error().ToString());
    if (const std::string difference = Difference(*plain, *other); !difference.empty())
      return Failed(what + ", " + difference);
  }
  return Passed();
}

// Works on a table of that kind, and no row fails.
Verdict Works(const Subject& subject, SampleKind kind, int64_t rows) {
  const auto setup = FindSetup(subject);
  if (!setup) return Skipped(setup.error().message);
  const SampleTable table = MakeSample(setup->schema, rows, subject.seed, kind);
  const auto played = Play(subject, setup->params, table, {});
  if (!played) return Failed(played.error().ToString());
  if (played->failed == 0) return Passed();
  return Failed(played->first_failure.empty() ? "documents failed" : played->first_failure);
}

// Values of all kinds, some of which it may refuse: then it names rows that are there, each once,
// and makes nothing of them; where it fails the whole batch, each is tried alone.
Verdict Failures(const Subject& subject) {
  const auto setup = FindSetup(subject);
  if (!setup) return Skipped(setup.error().message);
  const SampleTable table = MakeSample(setup->schema, 100, subject.seed, SampleKind::kOdd);
  const auto played = Play(subject, setup->params, table, {});
  if (!played) return Failed(played.error().ToString());
  if (played->failed > 0 && played->first_failure.ends_with("failed: "))
    return Failed("it says of a document that it failed, and not why");
  return Passed();
}

Verdict NoRows(const Subject& subject) { return Works(subject, SampleKind::kPlain, 0); }
Verdict OneRow(const Subject& subject) { return Works(subject, SampleKind::kPlain, 1); }
Verdict Nulls(const Subject& subject) { return Works(subject, SampleKind::kNulls, 50); }
Verdict HugeRow(const Subject& subject) { return Works(subject, SampleKind::kHuge, 3); }

Verdict Absent(const Subject& subject) {
  auto setup = FindSetup(subject);
  if (!setup) return Skipped(setup.error().message);
  const textmill_stage_info& info = *subject.stage->info;
  Schema needed;  // what it cannot do without, and nothing else
  for (uint64_t i = 0; i < info.n_needs; ++i) {
    const int at = FindField(setup->schema, info.needs[i].name);
    if ((info.needs[i].flags & TEXTMILL_COLUMN_OPTIONAL) == 0 && at >= 0 &&
        FindField(needed, info.needs[i].name) < 0)
      needed.push_back(setup->schema[static_cast<size_t>(at)]);
    if (*info.needs[i].name == '\0') return Skipped("parameters name the columns that it needs");
  }
  // With some parameters it may need them; bind says so then.
  auto instance = Instance::Create(*subject.stage, "", setup->params.root());
  if (!instance) return Failed(instance.error().ToString());
  if (const auto bound = (*instance)->Bind(&needed); !bound)
    return Skipped("with these parameters it needs them: " + bound.error().message);
  const SampleTable table = MakeSample(needed, 50, subject.seed, SampleKind::kPlain);
  const auto played = Play(subject, setup->params, table, {});
  return played ? Passed() : Failed("without optional columns: " + played.error().ToString());
}

Verdict Batches(const Subject& subject) {
  std::vector<PlayOptions> changed(3);
  changed[0].batch_rows = 1;
  changed[1].batch_rows = 7;
  changed[2].batch_rows = 1000;
  return Compare(subject, SampleKind::kPlain, 200, changed, "in batches of another size");
}

Verdict Offsets(const Subject& subject) {
  std::vector<PlayOptions> changed(2);
  changed[0].slices = Slices::kStruct;
  changed[1].slices = Slices::kChildren;
  for (PlayOptions& options : changed) options.batch_rows = 13;
  return Compare(subject, SampleKind::kPlain, 100, changed, "handed over as slices with an offset");
}

Verdict Threads(const Subject& subject) {
  std::vector<PlayOptions> changed(3);
  for (PlayOptions& options : changed) {
    options.threads = 4;
    options.batch_rows = 5;
  }
  return Compare(subject, SampleKind::kPlain, 400, changed, "on four threads");
}

Verdict InputUnchanged(const Subject& subject) {
  PlayOptions options;
  options.watch_input = true;
  return Compare(subject, SampleKind::kPlain, 100, {options}, "watched");
}

Verdict InputNotKept(const Subject& subject) {
  PlayOptions options;
  options.spoil_input = true;
  return Compare(subject, SampleKind::kPlain, 100, {options},
                 "with the input gone once process has returned");
}

Verdict ReleasedElsewhere(const Subject& subject) {
  PlayOptions options;
  options.release_elsewhere = true;
  return Compare(subject, SampleKind::kPlain, 100, {options}, "released on another thread");
}

Verdict Repeats(const Subject& subject) {
  PlayOptions options;
  options.process_twice = true;
  return Compare(subject, SampleKind::kPlain, 100, {options}, "with each batch processed twice");
}

// Without a run: after create, after bind, after open.
Verdict Closes(const Subject& subject) {
  const auto setup = FindSetup(subject);
  if (!setup) return Skipped(setup.error().message);
  for (int steps = 0; steps < 3; ++steps) {
    auto instance = Instance::Create(*subject.stage, "", setup->params.root());
    if (!instance) return Failed(instance.error().ToString());
    if (steps > 0) {
      if (auto bound = (*instance)->Bind(&setup->schema); !bound)
        return Failed(bound.error().ToString());
    }
    if (steps > 1) {
      if (Status opened = (*instance)->Open(NoRun(), subject.folder, 4); !opened)
        return Failed(opened.error().ToString());
    }
  }
  return Passed();
}

}  // namespace

std::vector<Check> ProcessChecks() {
  using Of = Check::Of;
  return {
      {"process.no_rows", "a batch without rows is nothing special", "let loops run from 0 to rows",
       Of::kTransform, NoRows},
      {"process.one_row", "a batch of one row is answered by one",
       "give a value, a verdict or a parent for each row", Of::kTransform, OneRow},
      {"process.nulls", "values may be absent, all of them",
       "ask IsNull() before a value is used; append nulls where there is nothing to say",
       Of::kTransform, Nulls},
      {"process.absent", "columns that are declared as optional may be absent",
       "ask present() before an optional column is used", Of::kTransform, Absent},
      {"process.huge_row", "a document of some MiB is a document",
       "bound what is kept, not what comes in", Of::kTransform, HugeRow},
      {"process.failures",
       "rows that fail are named as rows of the batch, each once, with a reason, and no document "
       "is "
       "made of them",
       "call Fail() once for a row, and append no parent for it", Of::kTransform, Failures},
      {"process.batches", "documents and outputs do not depend on where batches begin and end",
       "let process depend on its row alone; what documents have to do with each other belongs "
       "into commit",
       Of::kTransform, Batches},
      {"process.offsets",
       "columns may be slices: the offsets of the struct and of its child add up",
       "read through the SDK's views, or add batch->columns->offset to the child's own",
       Of::kTransform, Offsets},
      {"process.threads", "process is called on many threads at once",
       "change nothing in process but the lane; memory across documents belongs in commit",
       Of::kTransform, Threads},
      {"process.repeat", "process may be called again for the same rows, with the same result",
       "clear at its beginning what a lane keeps; count by reply.Count()", Of::kTransform, Repeats},
      {"process.input_unchanged", "what comes in is borrowed, and not changed",
       "copy what is to be changed", Of::kTransform, InputUnchanged},
      {"process.input_not_kept", "what comes in is gone when the call returns",
       "copy what is to be kept: views and string_views end with the call", Of::kTransform,
       InputNotKept},
      {"process.release", "what went out may be released on any thread",
       "free memory without thread-local state", Of::kTransform, ReleasedElsewhere},
      {"life.close", "an instance may be closed at any point of its life",
       "free in close what is there, and no more", Of::kTransform, Closes},
  };
}

}  // namespace textmill::core
