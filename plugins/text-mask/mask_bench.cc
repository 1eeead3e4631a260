// What is found in news, of which little is to be masked, and in a list of addresses.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "plugins/text-mask/finder.h"
#include "plugins/text-mask/made_data.h"

namespace textmill::mask {
namespace {

void BM_Find(benchmark::State& state) {
  MadeData made(5);
  std::string text;
  for (size_t i = 0; text.size() < 1 << 20; ++i) {
    for (int64_t n = state.range(0); n > 0; --n)
      text +=
          "The council met on 12 May 2024: it would not raise the price of bread by 5 % this "
          "year. ";
    text += made.Before() + (i % 2 == 0 ? made.Personal(i) : made.LookAlike(i)) + made.After();
  }
  Finder finder;
  finder.on.fill(true);
  finder.phone_countries = finder.id_countries = ~0u;
  std::vector<Found> found;
  for (auto _ : state) {
    finder.Find(text, &found);
    benchmark::DoNotOptimize(found.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(BM_Find)->Arg(20)->Arg(0);

}  // namespace
}  // namespace textmill::mask
