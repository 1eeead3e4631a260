#include "core/pipeline/values/quantity.h"

#include <gtest/gtest.h>

#include <string>

namespace textmill::core {
namespace {

TEST(Quantity, WholeNumbers) {
  EXPECT_EQ(ParseInteger("0"), 0);
  EXPECT_EQ(ParseInteger("010"), 10);
  EXPECT_EQ(ParseInteger("-12"), -12);
  EXPECT_EQ(ParseInteger("+12"), 12);
  EXPECT_EQ(ParseInteger("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(ParseInteger("-9223372036854775808"), INT64_MIN);
  for (const char* bad : {"", "1.0", "1e3", "0x10", "1_000", "1,000", " 1", "1 ", "--1", "+-1", "+",
                          "-", "abc", "9223372036854775808"})
    EXPECT_EQ(ParseInteger(bad), std::nullopt) << bad;
}

TEST(Quantity, Numbers) {
  EXPECT_EQ(ParseNumber("0.8"), 0.8);
  EXPECT_EQ(ParseNumber(".5"), 0.5);
  EXPECT_EQ(ParseNumber("5."), 5.0);
  EXPECT_EQ(ParseNumber("-1"), -1.0);
  EXPECT_EQ(ParseNumber("+1e-3"), 0.001);
  for (const char* bad : {"", ".", "-", "e5", "inf", "nan", "-inf", ".inf", ".nan", "0x1p3", "1,5",
                          "1e", "1 ", "80%", "1e999", "+-1"})
    EXPECT_EQ(ParseNumber(bad), std::nullopt) << bad;
}

TEST(Quantity, Sizes) {
  EXPECT_EQ(ParseSize("4096"), 4096);
  EXPECT_EQ(ParseSize("64KiB"), 65536);
  EXPECT_EQ(ParseSize("64 kib"), 65536);
  EXPECT_EQ(ParseSize("10MB"), 10000000);
  EXPECT_EQ(ParseSize("2GiB"), int64_t{2} << 30);
  EXPECT_EQ(ParseSize("1.5GiB"), 1610612736);
  EXPECT_EQ(ParseSize("1TiB"), int64_t{1} << 40);
  EXPECT_EQ(ParseSize("7B"), 7);
  EXPECT_EQ(ParseSize("8388607TiB"), int64_t{8388607} << 40);
  for (const char* bad : {"", "KiB", "64K", "64 M", "-1KB", "1e3", "64  KiB", "64KiBs",
                          "8388608TiB", "99999999999999999999", "9999999999.5TiB", "1.KiB.", "."})
    EXPECT_EQ(ParseSize(bad), std::nullopt) << bad;
}

TEST(Quantity, Durations) {
  EXPECT_EQ(ParseDuration("500ms"), 500000000);
  EXPECT_EQ(ParseDuration("10s"), 10000000000);
  EXPECT_EQ(ParseDuration("5m"), 300000000000);
  EXPECT_EQ(ParseDuration("1h"), 3600000000000);
  EXPECT_EQ(ParseDuration("1.5 s"), 1500000000);
  EXPECT_EQ(ParseDuration("0"), 0);
  for (const char* bad : {"", "10", "10S", "10 sec", "1h30m", "-1s", "s", "1e3s", "300000d0",
                          "9223372037s", "99999999999h"})
    EXPECT_EQ(ParseDuration(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace textmill::core
