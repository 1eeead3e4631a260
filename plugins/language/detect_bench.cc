// Speed of language detection: documents of 3 KB, and single sentences.
#include <benchmark/benchmark.h>

#include <string>

#include "plugins/language/cld2.h"

namespace {

const std::string& Sentences() {
  static const std::string text =
      "The ferry was late again this morning, and nobody on the quay could say why it had left the "
      "island so slowly. A clerk in the harbour office blamed the fog, which had come in before "
      "dawn; the captain spoke of a pump that had been due for repair since spring. ";
  return text;
}

void Documents(benchmark::State& state) {
  std::string text;
  while (text.size() < 3000) text += Sentences();
  const textmill::language::Cld2Detector detector(static_cast<size_t>(state.range(0)));
  textmill::language::Cld2Detector::Scratch scratch;
  for (auto _ : state) benchmark::DoNotOptimize(detector.Detect(text, scratch));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK(Documents)->ArgName("sample")->Arg(512)->Arg(1024)->Arg(4096);

void Sentence(benchmark::State& state) {
  const std::string text = Sentences().substr(0, Sentences().find('.') + 1);
  const textmill::language::Cld2Detector detector(1024);
  textmill::language::Cld2Detector::Scratch scratch;
  for (auto _ : state) benchmark::DoNotOptimize(detector.Detect(text, scratch));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(Sentence);

}  // namespace
