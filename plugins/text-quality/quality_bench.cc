// All rule books together on made-up articles, in one lane.
#include <benchmark/benchmark.h>

#include <string>

#include "plugins/text-quality/measure.h"

namespace textmill::quality {
namespace {

std::string Articles() {
  std::string text;
  uint32_t state = 7;
  const auto next = [&state](uint32_t n) {
    return (state = state * 1664525 + 1013904223) / 65536 % n;
  };
  static const char* const kWords[] = {
      "the",    "bridge", "of",      "a",          "mayor",  "said",      "that",    "would",
      "and",    "it's",   "council", "well-known", "county", "engineers", "in",      "to",
      "spring", "price",  "road",    "answered",   "nobody", "\"never\"", "(again)", "10,000"};
  for (int line = 0; line < 24; ++line) {
    for (uint32_t n = 20 + next(40); n > 0; --n)
      text.append(kWords[next(24)]).append(n % 13 == 0 ? ". " : n % 7 == 0 ? ", " : " ");
    text.back() = '.';
    text += '\n';
  }
  return text;
}

void BM_AllBooks(benchmark::State& state) {
  const std::string text = Articles();
  MeasureOptions options;
  options.settings = {30, 3, 1000, 200};
  options.c4 = {{true, true, true, true, true, true}, true, true, 3, 1000};
  Measure measure(options);
  for (auto _ : state) {
    measure.Start(text);
    for (int book = 0; book <= static_cast<int>(Book::kMc4); ++book)
      measure.Look(static_cast<Book>(book));
    benchmark::DoNotOptimize(measure.signals());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(BM_AllBooks);

}  // namespace
}  // namespace textmill::quality
