#include "plugins/dedup/store/space.h"

#include <gtest/gtest.h>

namespace textmill::dedup {
namespace {

TEST(Space, IsToldBeforehand) {
  EXPECT_EQ(SpaceNote(-1, 2), "takes up to 2 times the size of the texts in the work folder");
  EXPECT_EQ(SpaceNote(10'000'000'000, 1.5),
            "takes up to 15 GB in the work folder, 1.5 times the size of the texts (the input has "
            "10 GB as stored; compressed files hold more)");
}

TEST(Space, TooLittleIsWarnedOf) {
  EXPECT_EQ(SpaceWarning("/tmp", 1000, 2), "");
  EXPECT_EQ(SpaceWarning("/tmp", -1, 2), "");
  EXPECT_EQ(SpaceWarning("/nowhere/at/all", 1000, 2), "");
  const std::string warning = SpaceWarning("/tmp", int64_t{1} << 60, 2);
  EXPECT_EQ(warning.find("the step may take 2.31e+09 GB in the work folder /tmp, where only "), 0u)
      << warning;
}

}  // namespace
}  // namespace textmill::dedup
