// Dates against the C library's calendar.
#include "core/expr/date.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <ctime>
#include <random>

namespace textmill::core::expr {
namespace {

constexpr Nanos kSecond = 1000000000;

TEST(ParseDate, AgreesWithTheCLibrary) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 20000; ++round) {
    const int64_t seconds = std::uniform_int_distribution<int64_t>(
        -62167219200, 253402300799)(random);  // years 0 to 9999
    const std::time_t time = seconds;
    std::tm parts{};
    ASSERT_NE(gmtime_r(&time, &parts), nullptr);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", parts.tm_year + 1900,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    for (const char* utc : {"", "Z", "z", "+00:00", "-0000", "+00"}) {
      ASSERT_TRUE(ParseDate(std::string(text) + utc) == seconds * kSecond) << text << utc;
    }
    ASSERT_TRUE(ParseDate(std::string(text) + "+05:30") == (seconds - 19800) * kSecond) << text;
    ASSERT_TRUE(ParseDate(std::string(text) + "-0100") == (seconds + 3600) * kSecond) << text;
    ASSERT_TRUE(ParseDate(std::string(text) + ".25Z") == seconds * kSecond + kSecond / 4) << text;
    ASSERT_TRUE(ParseDate(std::string(text) + ".123456789999Z") == seconds * kSecond + 123456789)
        << text;
    const int64_t second = parts.tm_sec;
    ASSERT_TRUE(ParseDate(std::string(text, 16)) == (seconds - second) * kSecond) << text;
    const int64_t day = second + parts.tm_min * 60 + parts.tm_hour * 3600;
    ASSERT_TRUE(ParseDate(std::string(text, 10)) == (seconds - day) * kSecond) << text;
  }
}

}  // namespace
}  // namespace textmill::core::expr
