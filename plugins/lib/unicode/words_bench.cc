// Words: the fast way, and the naive way through ICU, on made-up text of several kinds.
#include <benchmark/benchmark.h>

#include <string>

#include "plugins/lib/unicode/naive_words.h"
#include "plugins/lib/unicode/words.h"

namespace textmill::unicode {
namespace {

std::string Repeat(std::string_view text, size_t size = 4000) {
  std::string out;
  while (out.size() < size) out += text;
  return out;
}

const std::string kTexts[] = {
    Repeat("The government said on Tuesday that it would not raise the price of bread before the "
           "end of the year, 12 days after ministers in Port Vila had met growers. "),
    Repeat("The government said on Tuesday that it \u201cwouldn\u2019t raise\u201d the price of "
           "bread before the end of the year \u2014 12 days after ministers had met growers. "),
    Repeat("Die Regierung erkl\u00e4rte am Dienstag, sie werde f\u00fcr \u00fcber zw\u00f6lf Tage "
           "keine Preise erh\u00f6hen; die B\u00e4cker h\u00e4tten dies schon l\u00e4nger so "
           "gew\u00fcnscht. "),
    Repeat(
        "\u041f\u0440\u0430\u0432\u0438\u0442\u0435\u043b\u044c\u0441\u0442\u0432\u043e "
        "\u0437\u0430\u044f\u0432\u0438\u043b\u043e \u0432\u043e "
        "\u0432\u0442\u043e\u0440\u043d\u0438\u043a, \u0447\u0442\u043e \u0446\u0435\u043d\u044b "
        "\u043d\u0430 \u0445\u043b\u0435\u0431 \u043d\u0435 \u0432\u044b\u0440\u0430\u0441\u0442"
        "\u0443\u0442. "),
    Repeat("\u653f\u5e9c\u5468\u4e8c\u8868\u793a\uff0c\u5e74\u5e95\u524d\u4e0d\u4f1a\u63d0\u9ad8"
           "\u9762\u5305\u4ef7\u683c\u3002"),
    Repeat("\u0e23\u0e31\u0e10\u0e1a\u0e32\u0e25\u0e01\u0e25\u0e48\u0e32\u0e27\u0e27\u0e48\u0e32"
           "\u0e08\u0e30\u0e44\u0e21\u0e48\u0e02\u0e36\u0e49\u0e19\u0e23\u0e32\u0e04\u0e32 "),
    Repeat("\u09b8\u09b0\u0995\u09be\u09b0 \u09ae\u0999\u09cd\u0997\u09b2\u09ac\u09be\u09b0 "
           "\u099c\u09be\u09a8\u09bf\u09af\u09bc\u09c7\u099b\u09c7 \u09a6\u09be\u09ae "
           "\u09ac\u09be\u09dc\u09ac\u09c7 \u09a8\u09be\u0964 "),
    Repeat("De\u0301ja\u0300 vu: l\u2019e\u0301te\u0301 dernier, le gouvernement a "
           "refuse\u0301 d\u2019augmenter le prix du pain. "),
};
const char* const kNames[] = {"ascii",   "english", "german",  "russian",
                              "chinese", "thai",    "bengali", "french, decomposed"};

template <class Cut>
void Run(benchmark::State& state, Cut cut) {
  const std::string& text = kTexts[state.range(0)];
  for (auto _ : state) cut(text);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
  state.SetLabel(kNames[state.range(0)]);
}

void BM_Words(benchmark::State& state) {
  Words words;
  Run(state, [&](const std::string& text) {
    words.Split(text);
    benchmark::DoNotOptimize(words.size());
  });
}
BENCHMARK(BM_Words)->DenseRange(0, 7);

void BM_WordsWithSource(benchmark::State& state) {
  Words words;
  Run(state, [&](const std::string& text) {
    words.SplitWithSource(text);
    benchmark::DoNotOptimize(words.size());
  });
}
BENCHMARK(BM_WordsWithSource)->DenseRange(0, 3);

void BM_Naive(benchmark::State& state) {
  Run(state, [](const std::string& text) { benchmark::DoNotOptimize(NaiveWords(text)); });
}
BENCHMARK(BM_Naive)->DenseRange(0, 7);

}  // namespace
}  // namespace textmill::unicode
