#include "plugins/lib/io/typed_value.h"

#include <gtest/gtest.h>

namespace textmill::io {
namespace {

int64_t Time(std::string_view text) {
  TypedValue value{};
  EXPECT_TRUE(ParseValue(ValueType::kTimestamp, text, value)) << text;
  return value.integer;
}

bool Parses(ValueType type, std::string_view text) {
  TypedValue value{};
  return ParseValue(type, text, value);
}

TEST(TypedValue, ReadsTimestamps) {
  constexpr int64_t kSecond = 1000000, kDay = 86400 * kSecond;
  EXPECT_EQ(Time("1970-01-01"), 0);
  EXPECT_EQ(Time("1969-12-31"), -kDay);
  EXPECT_EQ(Time("2000-02-29T12:34"), 951827640 * kSecond);
  EXPECT_EQ(Time("2000-02-29 12:34:56"), 951827696 * kSecond);
  EXPECT_EQ(Time("2000-02-29T12:34:56Z"), 951827696 * kSecond);
  EXPECT_EQ(Time("2000-02-29T12:34:56.5Z"), 951827696 * kSecond + 500000);
  EXPECT_EQ(Time("2000-02-29T12:34:56,123456789Z"), 951827696 * kSecond + 123456);
  EXPECT_EQ(Time("2000-02-29T14:34:56+02:00"), 951827696 * kSecond);
  EXPECT_EQ(Time("2000-02-29T14:34:56 +0200"), 951827696 * kSecond);
  EXPECT_EQ(Time("2000-02-29T01:04:56-11"), 951827696 * kSecond - 1800 * kSecond);
  EXPECT_EQ(Time("0001-01-01"), -719162 * kDay);
  EXPECT_EQ(Time("9999-12-31T23:59:59.999999Z"), 2932897 * kDay - 1);
  for (const char* text : {"",
                           "2024",
                           "2024-05",
                           "2023-02-29",
                           "2024-13-01",
                           "2024-00-01",
                           "2024-01-32",
                           "24-01-01",
                           "2024-1-1",
                           "2024-01-01T",
                           "2024-01-01T24:00",
                           "2024-01-01T12",
                           "2024-01-01T12:60",
                           "2024-01-01T12:00:61",
                           "2024-01-01T12:00:00.",
                           "2024-01-01T12:00+2",
                           "2024-01-01T12:00+24:00",
                           "2024-01-01T12:00Zx",
                           " 2024-01-01",
                           "2024-01-01 ",
                           "01.02.2024",
                           "-024-01-01"})
    EXPECT_FALSE(Parses(ValueType::kTimestamp, text)) << text;
}

TEST(TypedValue, ReadsNumbers) {
  TypedValue value{};
  ASSERT_TRUE(ParseValue(ValueType::kInt, "-9223372036854775808", value));
  EXPECT_EQ(value.integer, INT64_MIN);
  ASSERT_TRUE(ParseValue(ValueType::kFloat, "-1.5e3", value));
  EXPECT_EQ(value.number, -1500);
  EXPECT_TRUE(Parses(ValueType::kInt, "+7"));
  for (const char* text : {"", "-", "1.0", "1e3", "0x1", "9223372036854775808", "1 ", "+-1"})
    EXPECT_FALSE(Parses(ValueType::kInt, text)) << text;
  for (const char* text : {"", ".", "1e999", "inf", "nan", "1,5", "1.5x"})
    EXPECT_FALSE(Parses(ValueType::kFloat, text)) << text;
}

TEST(TypedValue, ReadsTruth) {
  TypedValue value{};
  for (const char* text : {"true", "TRUE", "True", "1"}) {
    ASSERT_TRUE(ParseValue(ValueType::kBool, text, value));
    EXPECT_TRUE(value.flag);
  }
  for (const char* text : {"false", "False", "0"}) {
    ASSERT_TRUE(ParseValue(ValueType::kBool, text, value));
    EXPECT_FALSE(value.flag);
  }
  for (const char* text : {"", "yes", "2", "true ", "truetrue"})
    EXPECT_FALSE(Parses(ValueType::kBool, text)) << text;
}

}  // namespace
}  // namespace textmill::io
