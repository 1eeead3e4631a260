// What the plugin interface costs: a map stage that reads a text column and writes an integer, over
// short documents, on one core. Through the C call alone; and in a whole run, from a source to a
// sink that counts, beside the same run without the stage. Rates are by processor time.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include "core/pipeline/make_plan.h"
#include "core/run/run.h"
#include "textmill/testing.hpp"
#include "textmill/textmill.hpp"

namespace {

using namespace textmill;

constexpr int64_t kDocuments = 5'000'000;  // of a run

// The documents: 20 to 59 bytes, in no order.
std::string_view TextOf(uint64_t number) {
  static const std::string words(60, 'w');
  return std::string_view(words).substr(0, 20 + number * 7919 % 40);
}

// Made up as fast as may be: a document is counted as 50 bytes of an input that nobody has.
class Made final : public Source {
 public:
  Made() { Describe("bench.made", "1.0.0", "Makes short documents up."); }
  Param<int64_t> documents{this, "documents", kDocuments, "How many."};
  Out<Utf8> text{this, "text", "20 to 59 bytes"};
  const std::vector<Input>& ListInputs() override { return inputs_; }
  bool NextUnit(uint64_t want, Unit& unit) override {
    unit.begin = next_;
    unit.end = next_ = std::min(next_ + want, static_cast<uint64_t>(*documents) * kBytes);
    unit.end = next_ = unit.end / kBytes * kBytes;
    return unit.begin < unit.end;
  }
  void ReadUnit(const UnitView& unit, Rows& rows, Lane*) const override {
    for (uint64_t at = unit.begin(); at < unit.end(); at += kBytes) {
      rows[text].Append(TextOf(at / kBytes));
      rows.Document(at, kBytes);
    }
  }
  void ReadRecord(const UnitView&, uint64_t, uint64_t, Buffer&) const override {}

 private:
  static constexpr uint64_t kBytes = 50;
  std::vector<Input> inputs_ = {{"made", -1}};
  uint64_t next_ = 0;
};

class Length final : public MapStage {
 public:
  Length() { Describe("bench.length", "1.0.0", "Measures the length of a text."); }
  In<Utf8> text{this, "text", "what is measured"};
  Out<Int64> length{this, "length", "its bytes"};
  void Apply(const Row& row, Reply& out) const override {
    out[length].Append(static_cast<int64_t>(row[text].size()));
  }
};

class CountRows final : public Sink {
 public:
  CountRows() { Describe("bench.count", "1.0.0", "Counts documents."); }
  Counter rows{this, "rows"};
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried&, Reply& reply) override {
    reply.Count(rows, batch.rows());
  }
};

}  // namespace

TEXTMILL_PLUGIN("bench", "1.0.0", "MIT", Made, Length, CountRows);

namespace {

void ReportDocuments(benchmark::State& state, int64_t documents) {
  state.counters["documents/s"] = benchmark::Counter(
      static_cast<double>(documents * state.iterations()), benchmark::Counter::kIsRate);
}

// A batch of 1 MiB, again and again, as the host calls it.
void CallAlone(benchmark::State& state) {
  constexpr int64_t kRows = (1 << 20) / 50;
  BuilderOf<Utf8> texts;
  for (uint64_t i = 0; i < kRows; ++i) texts.Append(TextOf(i));
  const testing::Columns columns =
      testing::Columns().AddBuilt(Field{"text", Utf8::kFormat, {}, {}}, texts);

  const textmill_stage stage = *textmill_plugin_v1.stages[1];
  textmill_host host{};
  textmill_value params{};
  void* instance = nullptr;
  textmill_error error{};
  textmill_bind_reply bound{};
  ArrowSchema schema{};
  ExportField(StructOf("", columns.fields), &schema);
  stage.create(&host, &params, &instance, &error);
  stage.bind(instance, &schema, &bound, &error);
  ArrowArray* children[] = {const_cast<ArrowArray*>(&columns.arrays[0])};
  for (auto _ : state) {
    const void* no_validity[1] = {nullptr};
    ArrowArray input{};
    input.length = kRows;
    input.n_buffers = 1;
    input.buffers = no_validity;
    input.n_children = 1;
    input.children = children;
    const textmill_batch batch{kRows, 0, 0, &schema, &input};
    textmill_reply reply{};
    if (stage.process(instance, nullptr, &batch, &reply, &error) != TEXTMILL_OK)
      state.SkipWithError(error.message);
    benchmark::DoNotOptimize(reply.columns.children[0]->buffers[1]);
    reply.columns.release(&reply.columns);
  }
  ReportDocuments(state, kRows);
  bound.columns.release(&bound.columns);
  schema.release(&schema);
  stage.close(instance);
}
BENCHMARK(CallAlone);

// The whole run on one thread, in batches of the usual size, through so many of the stage.
void Run(benchmark::State& state) {
  std::string steps =
      "textmill: 1\nfailed: interface_bench.failed.jsonl\nsteps:\n  - uses: bench.made\n";
  for (int64_t i = 0; i < state.range(0); ++i) steps += "  - uses: bench.length\n";
  steps += "  - uses: bench.count\n";
  const core::Registry registry = core::Registry::Of({&textmill_plugin_v1});
  const std::atomic<bool> stop{false};
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<core::Problem> problems;
    auto plan = core::MakePlanOf(steps, "bench", registry, {}, &problems);
    if (!plan) {
      state.SkipWithError(problems[0].ToString().c_str());
      break;
    }
    core::RunOptions options;
    options.progress = core::ProgressMode::kNever;
    state.ResumeTiming();
    const core::RunReport report = core::RunPlan(*plan, options, &stop);
    if (report.outcome != core::Outcome::kDone || report.ledger.finished() != kDocuments)
      state.SkipWithError(report.error ? report.error->ToString().c_str()
                                       : "documents are missing");
  }
  ReportDocuments(state, kDocuments);
}
BENCHMARK(Run)
    ->ArgName("maps")
    ->Arg(0)
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->Iterations(5)
    ->Unit(benchmark::kMillisecond);

}  // namespace
