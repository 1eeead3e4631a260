#include "plugins/language/mix.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

namespace textmill::language {
namespace {

constexpr int kEnglish = 3, kGerman = 5, kFrench = 7;

std::string Show(LanguageMix& mix) {
  std::ostringstream out;
  const std::vector<LanguageMix::Part> parts = mix.Take();
  for (const LanguageMix::Part& p : parts)
    out << p.language << ' ' << p.share << ' ' << p.confidence << "; ";
  const Guess main = LanguageMix::Main(parts);
  out << "main " << main.language << ' ' << main.confidence;
  return out.str();
}

TEST(LanguageMix, OfNothingIsNothing) {
  LanguageMix mix;
  EXPECT_EQ(Show(mix), "main -1 0");
  mix.Add({}, 10);
  EXPECT_EQ(Show(mix), "-1 1 0; main -1 0");
}

TEST(LanguageMix, SharesAreOfCharactersAndTheLargestIsFirst) {
  LanguageMix mix;
  mix.Add({kEnglish, 1.0F}, 100);
  mix.Add({kGerman, 1.0F}, 200);
  mix.Add({kEnglish, 0.99F}, 100);
  mix.Add({kGerman, 1.0F}, 100);
  mix.Add({}, 500);
  // Numbers and the like do not speak against a language.
  EXPECT_EQ(Show(mix), "5 0.3 1; 3 0.2 0.995; -1 0.5 0; main 5 0.6");
}

TEST(LanguageMix, DoubtfulParagraphsCountWithTheSureOneBeforeThem) {
  LanguageMix mix;
  mix.Add({kFrench, 0.4F}, 50);  // a heading
  mix.Add({kEnglish, 0.99F}, 100);
  mix.Add({kFrench, 0.9F}, 50);  // a name, or a line of figures
  mix.Add({kEnglish, 0.5F}, 50);
  mix.Add({kGerman, 0.99F}, 200);
  mix.Add({kFrench, 0.7F}, 50);
  EXPECT_EQ(Show(mix), "3 0.5 0.496; 5 0.5 0.792; main 3 0.248");
}

TEST(LanguageMix, WithoutASureOneAllCountForTheLikeliest) {
  LanguageMix mix;
  mix.Add({kFrench, 0.5F}, 100);
  mix.Add({kEnglish, 0.4F}, 100);
  mix.Add({kFrench, 0.3F}, 100);
  mix.Add({}, 100);
  EXPECT_EQ(Show(mix), "7 0.75 0.266667; -1 0.25 0; main 7 0.266667");
}

TEST(LanguageMix, WithoutASureOneTheWholeTextDecidesWhereItsLanguageIsKnown) {
  LanguageMix mix;
  mix.Add({kFrench, 0.5F}, 50);  // lines of figures
  mix.Add({kFrench, 0.9F}, 50);
  mix.Add({}, 100);
  EXPECT_TRUE(mix.InDoubt());
  const auto parts = mix.Take({kEnglish, 0.75F});
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].language, kEnglish);
  EXPECT_EQ(parts[0].share, 0.5F);
  EXPECT_EQ(parts[0].confidence, 0.75F);
  EXPECT_EQ(parts[1].language, -1);
  EXPECT_FALSE(mix.InDoubt());
  mix.Add({kGerman, 0.99F}, 10);
  EXPECT_FALSE(mix.InDoubt());
}

TEST(LanguageMix, OfEqualSharesTheSmallerNumberIsFirst) {
  LanguageMix mix;
  mix.Add({kGerman, 0.99F}, 10);
  mix.Add({kEnglish, 0.99F}, 10);
  EXPECT_EQ(Show(mix), "3 0.5 0.99; 5 0.5 0.99; main 3 0.495");
}

TEST(LanguageMix, SharesAddUpAndNothingLeavesItsBounds) {
  std::mt19937 random(1);
  LanguageMix mix;
  for (int round = 0; round < 5000; ++round) {
    for (size_t n = random() % 8 + 1; n > 0; --n) {
      const int language = static_cast<int>(random() % 5) - 1;
      const float confidence = static_cast<float>(random() % 1001) / 1000;
      mix.Add(language < 0 ? Guess{} : Guess{language, confidence}, random() % 300 + 1);
    }
    const std::vector<LanguageMix::Part> parts = mix.Take();
    double sum = 0;
    for (size_t i = 0; i < parts.size(); ++i) {
      sum += static_cast<double>(parts[i].share);
      EXPECT_GE(parts[i].confidence, 0);
      EXPECT_LE(parts[i].confidence, 1);
      if (i > 0 && parts[i].language >= 0) {
        EXPECT_LE(parts[i].share, parts[i - 1].share);
      }
    }
    EXPECT_NEAR(sum, 1, 1e-6);
    const Guess main = LanguageMix::Main(parts);
    EXPECT_EQ(main.language, parts[0].language);
    EXPECT_LE(main.confidence, 1);
  }
}

}  // namespace
}  // namespace textmill::language
