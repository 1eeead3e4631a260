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
  EXPECT_EQ(Read("1,23,456"), "123456|");
  EXPECT_EQ(Read("5,00,000 x"), "500000| x");
  EXPECT_EQ(Read("12,34,56,789.50"), "123456789.5|");
  EXPECT_EQ(Read("1,23,45"), "-");
  EXPECT_EQ(Read("1’000’000"), "1000000|");
  EXPECT_EQ(Read(std::string(31, '1')), "-");
  EXPECT_EQ(Read(std::string(30, '1')), std::string(30, '1') + "|");
  EXPECT_EQ(Read("x"), "-");
  EXPECT_EQ(Read(""), "-");
}

TEST(Number, OneMarkAndThreeDigitsAreInDoubt) {
  Number number;
  ASSERT_EQ(ReadNumber("1.250", 0, false, &number), 5u);
  EXPECT_EQ(number.doubt, Number::Doubt::kPoint);
  EXPECT_EQ(number.ToString(), "1.25");
  number.decimals = 0;
  EXPECT_EQ(number.ToString(), "1250");
  ASSERT_EQ(ReadNumber("1,250", 0, false, &number), 5u);
  EXPECT_EQ(number.doubt, Number::Doubt::kComma);
  ASSERT_EQ(ReadNumber("1,2500", 0, false, &number), 6u);
  EXPECT_EQ(number.doubt, Number::Doubt::kLong);
  for (const char* clear : {"1.25", "1.250.000", "1,250.5", "1250", "1.2500", "0,1250"}) {
    ASSERT_GT(ReadNumber(clear, 0, false, &number), 0u);
    EXPECT_EQ(number.doubt, Number::Doubt::kNone) << clear;
  }
}

TEST(Number, Fractions) {
  const auto read = [](std::string_view text) {
    Number number;
    const size_t end = ReadNumberWithFraction(text, 0, false, &number);
    return end == 0 ? "-" : number.ToString() + "|" + std::string(text.substr(end));
  };
  EXPECT_EQ(read("7-1/2 pct"), "7.5| pct");
  EXPECT_EQ(read("7 1/4"), "7.25|");
  EXPECT_EQ(read("10-1/16"), "10.0625|");
  EXPECT_EQ(read("3/4 mile"), "0.75| mile");
  EXPECT_EQ(read("2½ and ¼"), "2.5| and ¼");
  EXPECT_EQ(read("2 ¾"), "2.75|");
  for (const char* none : {"1/3", "9/11", "5/6/2024", "4/2"}) EXPECT_EQ(read(none), "-") << none;
  EXPECT_EQ(read("7-1/3"), "7|-1/3");
}

TEST(Number, IsLess) {
  EXPECT_TRUE(IsLess("9", "10"));
  EXPECT_TRUE(IsLess("1.5", "1.6"));
  EXPECT_TRUE(IsLess("1", "1.5"));
  EXPECT_FALSE(IsLess("10", "9.5"));
  EXPECT_FALSE(IsLess("2", "2"));
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
