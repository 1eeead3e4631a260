#include "textmill/print.hpp"

#include <gtest/gtest.h>
#include <time.h>

#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

namespace textmill {
namespace {

std::string Take(Buffer& buffer) {
  std::string text(buffer.data(), buffer.size());
  buffer.Advance(0 - buffer.size());
  return text;
}

std::string Time(int64_t value, ValueKind unit) {
  Buffer out;
  AppendTimestamp(value, unit, out);
  return Take(out);
}

template <class T>
std::string Number(T value) {
  Buffer out;
  AppendNumber(value, out);
  return Take(out);
}

TEST(PrintTest, NumbersAreShortAndExact) {
  EXPECT_EQ(Number(int64_t{-9223372036854775807 - 1}), "-9223372036854775808");
  EXPECT_EQ(Number(uint64_t{18446744073709551615u}), "18446744073709551615");
  EXPECT_EQ(Number(9007199254740993), "9007199254740993");
  EXPECT_EQ(Number(0.1), "0.1");
  EXPECT_EQ(Number(0.1f), "0.1");
  EXPECT_EQ(Number(0.8), "0.8");
  EXPECT_EQ(Number(1.0), "1");
  EXPECT_EQ(Number(1e300), "1e+300");
  EXPECT_EQ(Number(9007199254740992.0), "9007199254740992");
  EXPECT_EQ(Number(1180591620717411303424.0), "1.1805916207174113e+21");  // not as an integer
  EXPECT_EQ(Number(-1180591620717411303424.0f), "-1.1805916e+21");
  EXPECT_EQ(Number(static_cast<double>(0.1f)), "0.10000000149011612");
}

TEST(PrintTest, FloatsHaveNoExponentUnlessTheyAreFarFromOne) {
  EXPECT_EQ(Number(600000.0), "600000");
  EXPECT_EQ(Number(-2e5f), "-200000");
  EXPECT_EQ(Number(1234500.25), "1234500.25");
  EXPECT_EQ(Number(9999999999999998.0), "9999999999999998");
  EXPECT_EQ(Number(1e16), "1e+16");
  EXPECT_EQ(Number(1e16f), "1e+16");
  EXPECT_EQ(Number(0.0001), "0.0001");
  EXPECT_EQ(Number(0.0001f), "0.0001");
  EXPECT_EQ(Number(0.00012345678901234567), "0.00012345678901234567");
  EXPECT_EQ(Number(0.00002), "2e-05");
  EXPECT_EQ(Number(0.0), "0");
  EXPECT_EQ(Number(-0.0), "-0");
}

TEST(PrintTest, FloatsReadBackAsTheSame) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    const uint64_t bits = random();
    double wide;
    float narrow;
    const uint32_t few = static_cast<uint32_t>(bits);
    std::memcpy(&wide, &bits, sizeof wide);
    std::memcpy(&narrow, &few, sizeof narrow);
    if (std::isfinite(wide)) {
      ASSERT_EQ(std::strtod(Number(wide).c_str(), nullptr), wide);
    }
    if (std::isfinite(narrow)) {
      ASSERT_EQ(std::strtof(Number(narrow).c_str(), nullptr), narrow);
    }
    // And where they have no exponent, which few of those above are.
    const double near =
        std::ldexp(static_cast<double>(bits >> 11), static_cast<int>(bits % 64) - 64);
    ASSERT_EQ(std::strtod(Number(near).c_str(), nullptr), near);
    const float small = static_cast<float>(near);
    ASSERT_EQ(std::strtof(Number(small).c_str(), nullptr), small);
  }
}

TEST(PrintTest, Timestamps) {
  EXPECT_EQ(Time(1717581600000000, ValueKind::kMicros), "2024-06-05T10:00:00Z");
  EXPECT_EQ(Time(0, ValueKind::kSeconds), "1970-01-01T00:00:00Z");
  EXPECT_EQ(Time(-1, ValueKind::kSeconds), "1969-12-31T23:59:59Z");
  EXPECT_EQ(Time(951782400, ValueKind::kSeconds), "2000-02-29T00:00:00Z");
  EXPECT_EQ(Time(4107542400, ValueKind::kSeconds), "2100-03-01T00:00:00Z");  // no leap year
  EXPECT_EQ(Time(253402300799, ValueKind::kSeconds), "9999-12-31T23:59:59Z");
  EXPECT_EQ(Time(253402300800, ValueKind::kSeconds), "+10000-01-01T00:00:00Z");
  EXPECT_EQ(Time(-62167219200, ValueKind::kSeconds), "0000-01-01T00:00:00Z");
  EXPECT_EQ(Time(-62167219201, ValueKind::kSeconds), "-0001-12-31T23:59:59Z");
}

TEST(PrintTest, FractionsInGroupsOfThreeDigits) {
  EXPECT_EQ(Time(500, ValueKind::kMillis), "1970-01-01T00:00:00.500Z");
  EXPECT_EQ(Time(500000, ValueKind::kMicros), "1970-01-01T00:00:00.500Z");
  EXPECT_EQ(Time(1, ValueKind::kMicros), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(Time(1, ValueKind::kNanos), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(Time(-1, ValueKind::kMicros), "1969-12-31T23:59:59.999999Z");
}

TEST(PrintTest, ExtremeTimestampsDoNoHarm) {
  for (const ValueKind unit :
       {ValueKind::kSeconds, ValueKind::kMillis, ValueKind::kMicros, ValueKind::kNanos}) {
    EXPECT_LT(Time(std::numeric_limits<int64_t>::min(), unit).size(), 40u);
    EXPECT_LT(Time(std::numeric_limits<int64_t>::max(), unit).size(), 40u);
  }
  EXPECT_EQ(Time(std::numeric_limits<int64_t>::max(), ValueKind::kNanos),
            "2262-04-11T23:47:16.854775807Z");
}

TEST(PrintTest, TimestampsAsTheCLibraryHasThem) {
  std::mt19937_64 random(2);
  std::uniform_int_distribution<int64_t> range(-62135596800, 253402300799);  // years 1 to 9999
  for (int i = 0; i < 20000; ++i) {
    const time_t seconds = range(random);
    tm parts;
    ASSERT_NE(gmtime_r(&seconds, &parts), nullptr);
    char expected[64];
    std::snprintf(expected, sizeof expected, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    ASSERT_EQ(Time(seconds, ValueKind::kSeconds), expected);
    ASSERT_EQ(Time(seconds * 1000000, ValueKind::kMicros), expected);
  }
}

TEST(PrintTest, KindsByFormat) {
  EXPECT_EQ(KindOf("u"), ValueKind::kUtf8);
  EXPECT_EQ(KindOf("tsu:UTC"), ValueKind::kMicros);
  EXPECT_EQ(KindOf("tsn:"), ValueKind::kNanos);
  EXPECT_EQ(KindOf("+l"), ValueKind::kList);
  for (const char* unknown : {"", "U", "+m", "tdD", "ts", "tsx:", "w:16"})
    EXPECT_EQ(KindOf(unknown), ValueKind::kUnknown) << unknown;
}

}  // namespace
}  // namespace textmill
