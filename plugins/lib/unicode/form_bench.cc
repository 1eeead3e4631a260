// What it takes to see that a text is in NFC already.
#include <benchmark/benchmark.h>

#include "plugins/lib/unicode/form.h"

namespace textmill::unicode {
namespace {

void BM_IsNfc(benchmark::State& state) {
  std::string text, out;
  const std::string sentence =
      state.range(0) == 0
          ? "The government said it \u201cwould not\u201d raise the price of bread. "
          : "Die Regierung erkl\u00e4rte, sie werde f\u00fcr zw\u00f6lf Tage. ";
  while (text.size() < 4000) text += sentence;
  const Form form(Form::kNfc);
  for (auto _ : state) benchmark::DoNotOptimize(form.Normalize(text, &out));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
  state.SetLabel(state.range(0) == 0 ? "english" : "german");
}
BENCHMARK(BM_IsNfc)->DenseRange(0, 1);

}  // namespace
}  // namespace textmill::unicode
