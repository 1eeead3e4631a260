// The accuracy report: how often each detector is right, how true its confidence is, and what
// becomes of languages that are close to each other.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "plugins/language/builtin/detector.h"
#include "plugins/language/cld2.h"
#include "plugins/language/scored_set.h"

namespace textmill::language {
namespace {

constexpr size_t kSample = 1024;

template <class Detector, class List>
Score Run(const ScoredSet& set, bool restricted, const List& languages) {
  Detector detector(kSample);
  if (restricted) {
    const auto codes = set.codes();
    std::vector<int> allowed;
    for (size_t i = 0; i < languages.size(); ++i) {
      if (codes.count(std::string(languages[i].code)) > 0) allowed.push_back(static_cast<int>(i));
    }
    detector.Restrict(allowed);
  }
  typename Detector::Scratch scratch;
  return ScoreOn(set, [&](std::string_view text) {
    const Guess guess = detector.Detect(text, scratch);
    return std::pair(guess.language < 0 ? std::string_view("und")
                                        : languages[static_cast<size_t>(guess.language)].code,
                     guess.confidence);
  });
}

void PrintGroup(const Score& score, const std::vector<std::string>& group) {
  for (const std::string& code : group) {
    const auto right = score.by_language.find(code);
    if (right == score.by_language.end()) continue;
    std::printf("    %-3s %.3f", code.c_str(), right->second);
    for (const std::string& other : group) {
      const auto& answers = score.answers.at(code);
      const auto at = answers.find(other);
      if (other == code || at == answers.end()) continue;
      std::printf("  %s %.3f", other.c_str(),
                  static_cast<double>(at->second) / score.texts.at(code));
    }
    std::printf("\n");
  }
}

const std::vector<std::vector<std::string>> kClose = {
    {"bs", "hr", "sr"},       {"id", "ms"}, {"nb", "nn", "da"},       {"cs", "sk"},
    {"es", "gl", "pt", "ca"}, {"xh", "zu"}, {"ru", "uk", "be", "bg"}, {"fa", "ar", "ur"}};

void Report(benchmark::State& state) {
  const std::string folder = TEXTMILL_SOURCE_DIR "/../shared/data/langid/dev/";
  for (auto _ : state) {
    for (const std::string& name :
         std::vector<std::string>{"lingua.word", "lingua.wordpair", "lingua.sentence",
                                  "tatoeba.sentence", "udhr.paragraph"}) {
      const bool lingua = name[0] == 'l', udhr = name[0] == 'u';
      const ScoredSet set = ReadScoredSet(folder + name + ".tsv.gz", [&](const std::string& code) {
        // In the UDHR these three are in other scripts than in training.
        if (udhr && (code == "ckb" || code == "ug" || code == "nr")) return false;
        const auto all = BuiltinLanguages();
        return std::any_of(all.begin(), all.end(), [&](const auto& l) { return l.code == code; });
      });
      if (set.rows.empty()) {
        state.SkipWithError((folder + name + ".tsv.gz is not here").c_str());
        return;
      }
      for (const bool restricted : {true, false}) {
        if (restricted && !lingua) continue;
        const Score own = Run<BuiltinDetector>(set, restricted, BuiltinLanguages());
        const Score cld2 = Run<Cld2Detector>(set, restricted, Cld2Languages());
        std::printf(
            "%-17s %-9s %3zu languages: builtin %.4f (calibration %.4f), cld2 %.4f (%.4f)\n",
            name.c_str(), restricted ? "only them" : "all", own.by_language.size(), own.accuracy,
            own.calibration_error, cld2.accuracy, cld2.calibration_error);
        if (restricted) continue;
        for (const auto& group : kClose) PrintGroup(own, group);
      }
    }
  }
}
BENCHMARK(Report)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace textmill::language
