// The accuracy report: how often each detector is right, how true its confidence is, and what
// becomes of languages that are close to each other.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <string>
#include <vector>

#include "plugins/language/cld2.h"
#include "plugins/language/scored_set.h"
#include "plugins/lib/language-model/detector.h"

namespace textmill::language {
namespace {

constexpr size_t kSample = 1024;

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
  for (auto _ : state) {
    for (const std::string name : {"lingua.word", "lingua.wordpair", "lingua.sentence",
                                   "tatoeba.sentence", "udhr.paragraph"}) {
      const ScoredSet set = ReadDevelopmentSet(name);
      if (set.rows.empty()) {
        state.SkipWithError("the development sets outside of the repository are not here");
        return;
      }
      for (const bool restricted : {true, false}) {
        if (restricted && name[0] != 'l') continue;
        const Score own = ScoreOn(set, BuiltinDetector(kSample), BuiltinLanguages(), restricted);
        const Score cld2 = ScoreOn(set, Cld2Detector(kSample), Cld2Languages(), restricted);
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
