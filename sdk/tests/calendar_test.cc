#include "textmill/calendar.hpp"

#include <gtest/gtest.h>
#include <time.h>

#include <cstdio>
#include <random>
#include <string>

namespace textmill {
namespace {

int64_t Seconds(const std::string& text) {
  const auto time = ParseIsoTime(text);
  EXPECT_TRUE(time.has_value()) << text;
  return time ? time->seconds : -1;
}
int32_t Nanos(const std::string& text) {
  const auto time = ParseIsoTime(text);
  EXPECT_TRUE(time.has_value()) << text;
  return time ? time->nanos : -1;
}

TEST(CalendarTest, EveryDayOfTwoErasFollowsTheOneBefore) {
  CivilDate last = CivilFromDays(-719528);  // 0000-01-01
  EXPECT_EQ(last.year, 0);
  for (int64_t days = -719527; days < -719527 + 2 * 146097; ++days) {
    const CivilDate date = CivilFromDays(days);
    ASSERT_EQ(DaysFromCivil(date), days);
    const bool month_ends = last.day == DaysInMonth(last.year, last.month);
    ASSERT_EQ(date.day, month_ends ? 1 : last.day + 1) << days;
    ASSERT_EQ(date.month, month_ends ? last.month % 12 + 1 : last.month) << days;
    ASSERT_EQ(date.year, last.year + (month_ends && last.month == 12)) << days;
    last = date;
  }
}

TEST(CalendarTest, FarAwayYears) {
  for (const int64_t days : {int64_t{-106751991168}, int64_t{-800000}, int64_t{106751991167}})
    EXPECT_EQ(DaysFromCivil(CivilFromDays(days)), days);
  EXPECT_EQ(CivilFromDays(-719530).year, -1);
}

TEST(CalendarTest, TimesAsTheCLibraryHasThem) {
  std::mt19937_64 random(11);
  std::uniform_int_distribution<int64_t> range(-62167219200, 253402300799);  // years 0 to 9999
  for (int round = 0; round < 20000; ++round) {
    const time_t seconds = range(random);
    tm parts{};
    ASSERT_NE(gmtime_r(&seconds, &parts), nullptr);
    char room[64];
    std::snprintf(room, sizeof room, "%04d-%02d-%02dT%02d:%02d:%02d", parts.tm_year + 1900,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    const std::string text = room;
    for (const char* utc : {"", "Z", "z", "+00:00", "-0000", "+00", " Z"})
      ASSERT_EQ(Seconds(text + utc), seconds) << text << utc;
    ASSERT_EQ(Seconds(text + "+05:30"), seconds - 19800) << text;
    ASSERT_EQ(Seconds(text + "-0100"), seconds + 3600) << text;
    ASSERT_EQ(Nanos(text + ".25Z"), 250000000) << text;
    ASSERT_EQ(Nanos(text + ",000001 -11:00"), 1000) << text;
    ASSERT_EQ(Nanos(text + ".123456789999Z"), 123456789) << text;
    ASSERT_EQ(Seconds(text.substr(0, 16)), seconds - parts.tm_sec) << text;
    ASSERT_EQ(Seconds(text.substr(0, 10)),
              seconds - parts.tm_sec - parts.tm_min * 60 - parts.tm_hour * 3600)
        << text;
  }
}

TEST(CalendarTest, LeapSecondsAtMidnightInUtcAlone) {
  EXPECT_EQ(Seconds("2016-12-31T23:59:60Z"), Seconds("2017-01-01T00:00:00Z"));
  EXPECT_EQ(Seconds("2017-01-01T05:29:60+05:30"), Seconds("2017-01-01T00:00:00Z"));
  EXPECT_EQ(Seconds("2016-12-31T15:59:60-08"), Seconds("2017-01-01T00:00:00Z"));
  EXPECT_FALSE(ParseIsoTime("2016-12-31T23:58:60Z"));
  EXPECT_FALSE(ParseIsoTime("2016-12-31T23:59:60+01:00"));
}

TEST(CalendarTest, WhatIsNoTimestamp) {
  for (const char* text : {"",
                           "2024",
                           "2024-05",
                           "20240605",
                           "2023-02-29",
                           "1900-02-29",
                           "2024-13-01",
                           "2024-00-01",
                           "2024-04-31",
                           "2024-01-00",
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
                           "2024-01-01T12:00 ",
                           "2024-01-01T12:00  Z",
                           "2024-01-01Z",
                           " 2024-01-01",
                           "2024-01-01 ",
                           "01.02.2024",
                           "-024-01-01",
                           "+024-01-01"})
    EXPECT_FALSE(ParseIsoTime(text)) << text;
}

TEST(CalendarTest, TheDayAtTheBeginning) {
  for (const char* text : {"2024-06-05", "2024-06-05T10:00:00Z", "2024-06-05, at noon"}) {
    const auto day = ParseIsoDay(text);
    ASSERT_TRUE(day) << text;
    EXPECT_EQ(DaysFromCivil(*day), 19879) << text;
  }
  for (const char* text : {"", "2024-06", "2024-06-051", "2024-06-31", "on 2024-06-05"})
    EXPECT_FALSE(ParseIsoDay(text)) << text;
}

}  // namespace
}  // namespace textmill
