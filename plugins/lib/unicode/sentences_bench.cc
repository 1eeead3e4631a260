// Sentences by Textmill's rules, and by ICU's BreakIterator.
#include <benchmark/benchmark.h>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>
#include <string>
#include <vector>

#include "plugins/lib/unicode/sentences.h"

namespace textmill::unicode {
namespace {

std::string News() {
  std::string out;
  while (out.size() < 4000) {
    out +=
        "The government said on Tuesday that it would not raise the price of bread before the end "
        "of the year. \u201cWe have met the growers,\u201d Dr. J. Smith said. Talks in the U.S. go "
        "on, No. 5 of vol. 2 says; prices rose by 3.5 percent!\n";
  }
  return out;
}

void BM_Sentences(benchmark::State& state) {
  const std::string text = News();
  std::vector<Span> spans;
  for (auto _ : state) {
    FindSentences(text, &spans);
    benchmark::DoNotOptimize(spans.size());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_Sentences);

void BM_Paragraphs(benchmark::State& state) {
  const std::string text = News();
  std::vector<Span> spans;
  for (auto _ : state) {
    FindParagraphs(text, &spans);
    benchmark::DoNotOptimize(spans.size());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_Paragraphs);

void BM_BreakIterator(benchmark::State& state) {
  const std::string text = News();
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createSentenceInstance(icu::Locale::getEnglish(), status));
  UText input = UTEXT_INITIALIZER;
  for (auto _ : state) {
    utext_openUTF8(&input, text.data(), static_cast<int64_t>(text.size()), &status);
    breaks->setText(&input, status);
    int n = 0;
    while (breaks->next() != icu::BreakIterator::DONE) ++n;
    benchmark::DoNotOptimize(n);
  }
  utext_close(&input);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_BreakIterator);

}  // namespace
}  // namespace textmill::unicode
