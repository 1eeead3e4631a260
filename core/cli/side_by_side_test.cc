#include "core/cli/side_by_side.h"

#include <gtest/gtest.h>

namespace textmill::core {
namespace {

TEST(SideBySide, WrapsAtBlanksAndCountsColumns) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(Wrap("", 10), Lines{});
  EXPECT_EQ(Wrap("one two\n\nthree\tfour", 9), (Lines{"one two", "three", "four"}));
  EXPECT_EQ(Wrap("abcdefghijkl mn", 5), (Lines{"abcde", "fghij", "kl mn"}));
  EXPECT_EQ(Wrap("東京は日本の首都", 6), (Lines{"東京は", "日本の", "首都"}));
  EXPECT_EQ(Columns("na\xc3\xafve \xe6\x9d\xb1"), 8u);
}

TEST(SideBySide, ShowsWhatIsSharedAndWhatDiffers) {
  SideBySideOptions options;
  options.width = 43;
  EXPECT_EQ(SideBySide(DiffWords("By A. Writer. The council voted on Monday.",
                                 "The council has voted on Monday. Share this!"),
                       options),
            "By A. Writer.        <\n"
            "The council            The council\n"
            "                     > has\n"
            "voted on Monday.       voted on Monday.\n"
            "                     > Share this!\n");
  options.color = true;
  EXPECT_EQ(SideBySide(DiffWords("a b", "a c"), options),
            "\x1b[2ma\x1b[0m                      \x1b[2ma\x1b[0m\n"
            "\x1b[31mb\x1b[0m                    | \x1b[32mc\x1b[0m\n");
}

TEST(SideBySide, AbridgesWhatIsLongAndShared) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "w" + std::to_string(i) + " ";
  SideBySideOptions options;
  options.width = 203;
  const auto parts = DiffWords(text, text);
  EXPECT_NE(SideBySide(parts, options).find("w7 [... 84 words ...] w92"), std::string::npos);
  options.full = true;
  EXPECT_NE(SideBySide(parts, options).find("w50"), std::string::npos);
}

}  // namespace
}  // namespace textmill::core
