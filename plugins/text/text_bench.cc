// text.normalize and text.stats on batches of made-up articles: clean ones, and ones with what real
// articles have.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "plugins/text/normalize.h"
#include "plugins/text/stats.h"
#include "textmill/testing.hpp"

namespace textmill::text {
namespace {

const char* const kKinds[] = {"ascii", "curly quotes", "german", "dirty", "decomposed", "russian"};
const char* const kSentences[] = {
    "The government said on Tuesday that it would not raise the price of bread this year. ",
    "\u201cIt won\u2019t rise,\u201d the government said on Tuesday, \u2013 not before the year "
    "ends. ",
    "Die Regierung erkl\u00e4rte am Dienstag, die B\u00e4cker h\u00e4tten dies so gew\u00fcnscht. ",
    "The government\u00a0said on  Tuesday\u200b that it would not raise the price of bread. ",
    "Le gouvernement a refuse\u0301 mardi d\u2019augmenter le prix du pain avant "
    "l\u2019e\u0301te\u0301. ",
    "\u041f\u0440\u0430\u0432\u0438\u0442\u0435\u043b\u044c\u0441\u0442\u0432\u043e "
    "\u0437\u0430\u044f\u0432\u0438\u043b\u043e \u0432\u043e "
    "\u0432\u0442\u043e\u0440\u043d\u0438\u043a, \u0447\u0442\u043e \u0446\u0435\u043d\u044b "
    "\u043d\u0430 \u0445\u043b\u0435\u0431 \u043d\u0435 \u0432\u044b\u0440\u0430\u0441\u0442"
    "\u0443\u0442. "};

// A megabyte of articles of 4 KB.
testing::Columns Articles(int64_t kind) {
  std::string article;
  for (int line = 0; article.size() < 4000; ++line) {
    for (int i = 0; i < 4; ++i) article += kSentences[kind];
    if (kind != 3) article.pop_back();
    article += kind == 3 ? "\r\n\r\n\r\n" : "\n";
  }
  if (kind != 3) article.pop_back();
  return testing::Columns().Add<Utf8>(
      "text", std::vector<std::optional<std::string_view>>(256, std::string_view(article)));
}

template <class Stage>
void Run(benchmark::State& state) {
  testing::Columns articles = Articles(state.range(0));
  Stage stage;
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
    Reply reply(stage);
    stage.Process(Batch(batch), reply, lane.get());
    textmill_reply out{};
    reply.Export(Part::kColumns, &out);
    out.columns.release(&out.columns);
  }
  const int64_t bytes = BytesView(&articles.arrays[0], 0, 1)[0].size() * articles.rows;
  state.SetBytesProcessed(state.iterations() * bytes);
  state.SetLabel(kKinds[state.range(0)]);
}

void BM_Normalize(benchmark::State& state) { Run<Normalize>(state); }
BENCHMARK(BM_Normalize)->DenseRange(0, 5);

void BM_Stats(benchmark::State& state) { Run<Stats>(state); }
BENCHMARK(BM_Stats)->DenseRange(0, 5, 5)->Arg(1);

}  // namespace
}  // namespace textmill::text
