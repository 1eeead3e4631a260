#include "plugins/entities/patterns/number.h"

#include <gtest/gtest.h>

namespace textmill::entities {
namespace {

// The number at the beginning of a text, and what is left of the text.
std::string Read(std::string_view text, bool plain_spaces = false) {
  Number number;
  const size_t end = ReadNumber(text, 0, plain_spaces, &number);
  return end == 0 ? "-" : number.ToString() + "|" + std::string(text.substr(end));
}

TEST(Number, Forms) {
  EXPECT_EQ(Read("0"), "0|");
  EXPECT_EQ(Read("007"), "7|");
  EXPECT_EQ(Read("5 apples"), "5| apples");
  EXPECT_EQ(Read("1.5"), "1.5|");
  EXPECT_EQ(Read("1,5"), "1.5|");
  EXPECT_EQ(Read("0.50"), "0.5|");
  EXPECT_EQ(Read("10.00"), "10|");
  EXPECT_EQ(Read("1,200"), "1200|");
  EXPECT_EQ(Read("1,200,000.50"), "1200000.5|");
  EXPECT_EQ(Read("1.200.000,50"), "1200000.5|");
  EXPECT_EQ(Read("1'200'000"), "1200000|");
  EXPECT_EQ(Read("1\u00A0200\u00A0000"), "1200000|");
  EXPECT_EQ(Read("1\u202F200,5 x"), "1200.5| x");
  EXPECT_EQ(Read("1 200"), "1| 200");
  EXPECT_EQ(Read("1 200 000 x", true), "1200000| x");
  EXPECT_EQ(Read("2020 500", true), "2020| 500");
  EXPECT_EQ(Read("1,2000"), "1.2|");
  EXPECT_EQ(Read("5."), "5|.");
  EXPECT_EQ(Read("5, 6"), "5|, 6");
  EXPECT_EQ(Read("1.2.3"), "-");
  EXPECT_EQ(Read("192.168.0.1"), "-");
  EXPECT_EQ(Read("1,23,456"), "-");
  EXPECT_EQ(Read(std::string(31, '1')), "-");
  EXPECT_EQ(Read(std::string(30, '1')), std::string(30, '1') + "|");
  EXPECT_EQ(Read("x"), "-");
  EXPECT_EQ(Read(""), "-");
}

TEST(Number, OnePointAndThreeDigitsMayBeThousands) {
  Number number;
  ASSERT_EQ(ReadNumber("1.250", 0, false, &number), 5u);
  EXPECT_TRUE(number.point_may_part_thousands);
  EXPECT_EQ(number.ToString(), "1.25");
  number.decimals = 0;
  EXPECT_EQ(number.ToString(), "1250");
  ASSERT_EQ(ReadNumber("1.25", 0, false, &number), 4u);
  EXPECT_FALSE(number.point_may_part_thousands);
}

TEST(Number, ScalesExactly) {
  Number number;
  ReadNumber("1.2345", 0, false, &number);
  number.decimals -= 9;
  EXPECT_EQ(number.ToString(), "1234500000");
  number.decimals += 12;
  EXPECT_EQ(number.ToString(), "0.0012345");
}

}  // namespace
}  // namespace textmill::entities
