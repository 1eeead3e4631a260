#include "plugins/dedup/guard.h"

#include <gtest/gtest.h>

namespace textmill::dedup {
namespace {

TEST(Guard, FindsTheSurvivorThatStandsForTooMany) {
  Guard guard;
  for (uint32_t i = 0; i < 1000; ++i)
    guard.Count("", i % 10 == 0 ? std::optional<uint32_t>(7) : std::nullopt);
  ASSERT_TRUE(guard.Swallower(0.09));
  EXPECT_EQ(guard.Swallower(0.09)->document, 7u);
  EXPECT_EQ(guard.Swallower(0.09)->duplicates, 100u);
  EXPECT_FALSE(guard.Swallower(0.1));
}

TEST(Guard, FewDuplicatesAreNoMatter) {
  Guard guard;
  for (uint32_t i = 0; i < 20; ++i) guard.Count("a", i == 0 ? std::nullopt : std::optional(0u));
  EXPECT_FALSE(guard.Swallower(0.05));
}

TEST(Guard, CountsTheLargestEvenAmongVeryMany) {
  Guard guard;
  for (uint32_t i = 0; i < 400000; ++i) guard.Count("", i % 20 == 0 ? 5 : 1000 + i);
  const auto survivor = guard.Swallower(0.04);
  ASSERT_TRUE(survivor);
  EXPECT_EQ(survivor->document, 5u);
  EXPECT_NEAR(static_cast<double>(survivor->duplicates), 20000, 400000 / 65536.0 + 1);
}

TEST(Guard, FindsSourcesOfWhichNothingIsLeft) {
  Guard guard;
  for (uint32_t i = 0; i < 30; ++i) {
    guard.Count("all", 1);
    guard.Count("some", i == 3 ? std::nullopt : std::optional(1u));
    if (i < 9) guard.Count("small", 1);
  }
  EXPECT_EQ(guard.EmptiedSources(), std::vector<std::string>{"all"});
}

}  // namespace
}  // namespace textmill::dedup
