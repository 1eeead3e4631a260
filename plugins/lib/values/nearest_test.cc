#include "plugins/lib/values/nearest.h"

#include <gtest/gtest.h>

namespace textmill::values {
namespace {

TEST(Nearest, NamesWhatWasMeantOrWhatThereIs) {
  EXPECT_EQ(NearestHint("outlt", {"id", "outlet", "date"}), "did you mean `outlet`?");
  EXPECT_EQ(NearestHint("Date", {"id", "outlet", "date"}), "did you mean `date`?");
  EXPECT_EQ(NearestHint("N", {"m", "n"}), "did you mean `n`?");
  EXPECT_EQ(NearestHint("country", {"id", "outlet", "date"}), "there are: id, outlet, date");
  EXPECT_EQ(NearestHint("x", {"n", "id"}), "there are: n, id");
}

TEST(Nearest, CountsSlips) {
  EXPECT_EQ(EditDistance("", "abc"), 3u);
  EXPECT_EQ(EditDistance("german", "germna"), 2u);
  EXPECT_EQ(EditDistance("english", "english"), 0u);
  EXPECT_EQ(EditDistance("polish", "spolis"), 2u);
}

}  // namespace
}  // namespace textmill::values
