// Speed of language detection: documents of some 3 KB and single sentences, one core.
//
// `/same` is one text again and again. The others are NTREX news in 121 languages in turn, which
// are outside of this repository; `/english` those in English, `/many` more of them, with more
// words than the detector keeps.
#include <benchmark/benchmark.h>
#include <zlib.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "plugins/language/cld2.h"
#include "plugins/language/scored_set.h"
#include "plugins/lib/language-model/detector.h"

namespace textmill::language {
namespace {

constexpr size_t kSample = 1024;

std::vector<std::string> SameText(size_t size) {
  const std::string sentences =
      "The ferry was late again this morning, and nobody on the quay could say why it had left the "
      "island so slowly. A clerk in the harbour office blamed the fog, which had come in before "
      "dawn; the captain spoke of a pump that had been due for repair since spring. ";
  std::string text;
  while (text.size() < size) text += sentences;
  return {size == 0 ? sentences.substr(0, sentences.find('.') + 1) : text};
}

// Languages in turn; of each so many texts of `size` bytes or, when that is 0, sentences.
std::vector<std::string> News(size_t size, size_t each, bool english) {
  const ScoredSet set =
      ReadScoredSet(TEXTMILL_SOURCE_DIR "/../shared/data/langid/train/ntrex.tsv.gz",
                    [&](const std::string& code) { return !english || code == "en"; });
  std::map<std::string, std::vector<std::string>> texts;
  for (const auto& [code, sentence] : set.rows) {
    auto& of = texts[code];
    if (of.empty() || of.back().size() >= size) {
      if (of.size() == each) continue;
      of.emplace_back();
    }
    of.back() += sentence + (size > 0 ? "\n" : "");
  }
  std::vector<std::string> out;
  for (size_t i = 0; i < each; ++i) {
    for (const auto& [code, of] : texts) {
      if (i < of.size()) out.push_back(of[i]);
    }
  }
  return out;
}

template <class Detector>
void Run(benchmark::State& state, const std::vector<std::string>& texts) {
  if (texts.empty()) {
    state.SkipWithError("the data outside of the repository is not here");
    return;
  }
  const Detector detector(kSample);
  typename Detector::Scratch scratch;
  // Once before: what is computed when it is met first is no part of the speed.
  for (const std::string& text : texts) detector.Detect(text, scratch);
  size_t i = 0, bytes = 0, examined = 0;
  for (auto _ : state) {
    const std::string& text = texts[i];
    benchmark::DoNotOptimize(detector.Detect(text, scratch));
    bytes += text.size();
    examined += std::min(text.size(), kSample);
    if (++i == texts.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(static_cast<int64_t>(bytes));
  state.counters["examined_per_second"] = benchmark::Counter(
      static_cast<double>(examined), benchmark::Counter::kIsRate, benchmark::Counter::kIs1024);
}

template <class Detector>
void Documents(benchmark::State& state, const std::string& kind) {
  Run<Detector>(state, kind == "same" ? SameText(3000)
                                      : News(3000, kind == "many" ? 80 : 20, kind == "english"));
}
template <class Detector>
void Sentences(benchmark::State& state, const std::string& kind) {
  Run<Detector>(
      state, kind == "same" ? SameText(0) : News(0, kind == "many" ? 500 : 100, kind == "english"));
}

const bool kRegistered = [] {
  for (const std::string kind : {"same", "english", "mixed", "many"}) {
    const auto add = [&](const std::string& name, auto* run) {
      benchmark::RegisterBenchmark((name + "/" + kind).c_str(), run, kind);
    };
    add("Documents/builtin", Documents<BuiltinDetector>);
    add("Documents/cld2", Documents<Cld2Detector>);
    add("Sentences/builtin", Sentences<BuiltinDetector>);
    add("Sentences/cld2", Sentences<Cld2Detector>);
  }
  return true;
}();

}  // namespace
}  // namespace textmill::language
