// corpus.frequencies on a megabyte of made-up English with a vocabulary as wide as that of news:
// counting a batch, and adding its counts to those of the corpus.
#include <benchmark/benchmark.h>

#include <cmath>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "plugins/corpus/frequencies.h"
#include "textmill/testing.hpp"

namespace textmill::corpus {
namespace {

// Words of Zipf's distribution.
std::string News(size_t bytes) {
  std::mt19937 random(1);
  std::string out;
  while (out.size() < bytes) {
    const double u = static_cast<double>(random()) / 4294967296.0;
    auto rank = static_cast<uint32_t>(std::exp(u * std::log(60000.0)));
    for (uint32_t length = 2 + rank % 8; length > 0; --length, rank = rank * 7 / 5 + 3)
      out += static_cast<char>('a' + rank % 26);
    out += random() % 12 == 0 ? ". " : " ";
  }
  return out;
}

void Run(benchmark::State& state, bool commit) {
  const std::string text = News(4000 * 256);
  std::vector<std::optional<std::string_view>> rows;
  for (size_t i = 0; i < 256; ++i) rows.push_back(std::string_view(text).substr(i * 4000, 4000));
  testing::Columns articles = testing::Columns().Add<Utf8>("text", rows);
  Frequencies stage;
  Binder binder(articles.fields);
  stage.BindAll(binder);
  const std::unique_ptr<Lane> lane = stage.NewLane();
  ArrowArray* children[] = {&articles.arrays[0]};
  ArrowArray columns{};
  columns.length = articles.rows;
  columns.n_children = 1;
  columns.children = children;
  const textmill_batch batch{articles.rows, 0, 0, nullptr, &columns};
  for (auto _ : state) {
    textmill_reply out{};
    if (commit) state.PauseTiming();
    {
      Reply reply(stage);
      stage.Process(Batch(batch), reply, lane.get());
      reply.Export(Part::kColumns, &out);
    }
    if (commit) {
      state.ResumeTiming();
      Reply reply(stage);
      stage.Commit(Batch(batch), Carried(&out.carry), reply);
    }
    out.carry.release(&out.carry);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}

void BM_CountBatch(benchmark::State& state) { Run(state, false); }
BENCHMARK(BM_CountBatch);
void BM_AddToCorpus(benchmark::State& state) { Run(state, true); }
BENCHMARK(BM_AddToCorpus);

}  // namespace
}  // namespace textmill::corpus
