#include "plugins/html-text/title.h"

#include <gtest/gtest.h>

namespace textmill::html {
namespace {

TEST(Title, WithoutTheNameOfTheSite) {
  EXPECT_EQ(ChooseTitle({"", "", "", "Bridge shut | The Example", "The Example"}), "Bridge shut");
  EXPECT_EQ(ChooseTitle({"", "", "", "Bridge shut - Town - The Example", "the example"}),
            "Bridge shut - Town");
  EXPECT_EQ(ChooseTitle({"", "", "", "The Example: news » Bridge shut by a lorry", ""}),
            "The Example: news » Bridge shut by a lorry");
  EXPECT_EQ(ChooseTitle({"", "", "", "Bridge shut by a lorry » Example", ""}),
            "Bridge shut by a lorry");
  EXPECT_EQ(ChooseTitle({"", "", "", "The Example | Bridge shut", "The Example"}), "Bridge shut");
  EXPECT_EQ(ChooseTitle({"", "", "", "Rain - and what comes after", ""}),
            "Rain - and what comes after")
      << "no sign that it is a site";
}

TEST(Title, TheHeadingThatSomethingElseSays) {
  EXPECT_EQ(ChooseTitle({"Bridge shut", "", "", "Bridge shut – The Example", ""}), "Bridge shut");
  EXPECT_EQ(ChooseTitle({"Bridge shut!", "Bridge shut", "", "", ""}), "Bridge shut!");
  EXPECT_EQ(ChooseTitle({"News of the day", "", "Bridge shut", "Bridge shut | X", ""}),
            "Bridge shut");
  EXPECT_EQ(ChooseTitle({"The Example", "", "", "", "The Example"}), "");
  EXPECT_EQ(ChooseTitle({"Alone", "", "", "", ""}), "Alone");
  EXPECT_EQ(ChooseTitle({"", "", "", "", ""}), "");
}

}  // namespace
}  // namespace textmill::html
