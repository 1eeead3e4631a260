// Accuracy on development sets that are not part of this repository: words, sentences and
// paragraphs of many languages.
#include <gtest/gtest.h>

#include <cstdio>

#include "plugins/language/cld2.h"
#include "plugins/language/scored_set.h"
#include "plugins/lib/language-model/detector.h"

namespace textmill::language {
namespace {

constexpr size_t kSample = 1024;  // the stage's own

TEST(Accuracy, OfCld2OnSentences) {
  const ScoredSet set = ReadDevelopmentSet("lingua.sentence");
  if (set.rows.empty())
    GTEST_SKIP() << "needs langid of tests/data/MANIFEST.tsv in ../shared/data; "
                    "tests/quality_test.cc has a sample";
  const Score score = ScoreOn(set, Cld2Detector(kSample), Cld2Languages(), false);
  std::printf("mean over %zu languages: %.4f; with a confidence of 0.9 and more: %.4f\n",
              score.by_language.size(), score.accuracy, score.sure);
  for (const auto& [code, share] : score.by_language) {
    if (share < 0.8) std::printf("  %s %.3f\n", code.c_str(), share);
  }
  EXPECT_GT(score.accuracy, 0.94);
  EXPECT_GT(score.sure, 0.95);
}

// Each set with the accuracy that the model is to have at least, first for all languages, then,
// where asked, for a choice among those of the set.
TEST(Accuracy, OfTheBuiltinModel) {
  constexpr size_t kEvery = 4;  // the benchmark takes all
  struct Case {
    const char* set;
    double least_free, least_restricted;
  };
  for (const Case& c : {Case{"lingua.word", 0.74, 0.755}, Case{"lingua.wordpair", 0.87, 0.885},
                        Case{"lingua.sentence", 0.95, 0.955}, Case{"tatoeba.sentence", 0.915, 0},
                        Case{"udhr.paragraph", 0.965, 0}}) {
    const ScoredSet set = ReadDevelopmentSet(c.set, kEvery);
    if (set.rows.empty())
      GTEST_SKIP() << "needs langid of tests/data/MANIFEST.tsv in ../shared/data; "
                      "tests/quality_test.cc has a sample";
    for (const bool restricted : {false, true}) {
      const double least = restricted ? c.least_restricted : c.least_free;
      if (least == 0) continue;
      const char* const choice = restricted ? "restricted" : "free";
      const Score score = ScoreOn(set, BuiltinDetector(kSample), BuiltinLanguages(), restricted);
      std::printf(
          "%-16s %-10s %3zu languages: %.4f, calibration error %.4f, of those at 0.9: %.4f\n",
          c.set, choice, score.by_language.size(), score.accuracy, score.calibration_error,
          score.sure);
      EXPECT_GE(score.accuracy, least) << c.set << ' ' << choice;
      EXPECT_LE(score.calibration_error, 0.05) << c.set << ' ' << choice;
    }
  }
}

}  // namespace
}  // namespace textmill::language
