#include "plugins/dedup/keys/bands.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plugins/dedup/keys/minhash.h"

namespace textmill::dedup {
namespace {

TEST(Bands, PlansReachTheRecallWithTheMostRowsAndThenTheFewestBands) {
  for (double threshold = 0.1; threshold <= 1.0; threshold += 0.05) {
    for (const double recall : {0.5, 0.9, 0.99, 0.999}) {
      const auto plan = PlanBands(threshold, recall);
      ASSERT_TRUE(plan) << threshold << " " << recall;
      EXPECT_LE(plan->values(), kMostValues);
      EXPECT_GE(plan->Recall(threshold), recall);
      EXPECT_LT((Bands{plan->bands - 1, plan->rows}.Recall(threshold)), recall);
      const uint32_t rows = plan->rows + 1;
      const Bands longer{static_cast<uint32_t>(kMostValues) / rows, rows};
      EXPECT_TRUE(rows > 32 || longer.Recall(threshold) < recall);
    }
  }
  const auto usual = PlanBands(0.8, 0.99);
  EXPECT_EQ(usual->bands, 16u);
  EXPECT_EQ(usual->rows, 6u);
}

TEST(Bands, SomeRecallsAreOutOfReach) {
  EXPECT_FALSE(PlanBands(0.01, 0.99));
  EXPECT_NEAR(HighestRecall(0.01), 1 - std::pow(0.99, 128), 1e-12);
  EXPECT_TRUE(PlanBands(0.01, HighestRecall(0.01)));
}

TEST(Bands, KeysDifferByBandAndRows) {
  const uint32_t rows[] = {1, 2, 3, 4};
  EXPECT_EQ(BandKey(rows, 3, 0), BandKey(rows, 3, 0));
  EXPECT_NE(BandKey(rows, 3, 0), BandKey(rows, 3, 1));
  EXPECT_NE(BandKey(rows, 3, 0), BandKey(rows + 1, 3, 0));
}

}  // namespace
}  // namespace textmill::dedup
