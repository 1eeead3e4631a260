#include "core/expr/auto_date.h"

#include <gtest/gtest.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>

#include <memory>
#include <random>
#include <string>

#include "textmill/print.hpp"

namespace textmill::core::expr {
namespace {

// As "2024-06-05 10:30:00"; "null" for what is no date, or more than one.
std::string Read(std::string_view text, std::string_view language = "") {
  const auto micros = ReadAutoDate(text, language);
  if (!micros) return "null";
  const icu::UnicodeString pattern("yyyy-MM-dd HH:mm:ss");
  UErrorCode status = U_ZERO_ERROR;
  icu::SimpleDateFormat format(pattern, icu::Locale::getRoot(), status);
  format.setTimeZone(*icu::TimeZone::getGMT());
  icu::UnicodeString out;
  format.format(static_cast<UDate>(*micros / 1000), out);
  std::string utf8;
  return out.toUTF8String(utf8);
}
std::string Day(std::string_view text, std::string_view language = "") {
  return Read(text, language).substr(0, 10);
}

TEST(AutoDate, FiguresAreReadWhenTheyCanMeanOneDayAlone) {
  EXPECT_EQ(Day("03/04/2010"), "null");
  EXPECT_EQ(Day("03.04.2010"), "null");
  EXPECT_EQ(Day("25/12/2010"), "2010-12-25");
  EXPECT_EQ(Day("12-25-2010"), "2010-12-25");
  EXPECT_EQ(Day("04/04/2010"), "2010-04-04");
  EXPECT_EQ(Day("Sat, 03/04/2010"), "2010-04-03");
  EXPECT_EQ(Day("Thu, 03/04/2010"), "2010-03-04");
  EXPECT_EQ(Day("2010/3/4"), "2010-03-04");
  EXPECT_EQ(Day("2010. 3. 4."), "2010-03-04");
  EXPECT_EQ(Day("2010年3月4日"), "2010-03-04");
  for (const char* text : {"03/04/10", "2010", "3/2010", "30/02/2010", "13/13/2010", "3/4.2010",
                           "20100403", "3/4/20100", "3 4"})
    EXPECT_EQ(Day(text, "de"), "null") << text;
}

TEST(AutoDate, TheLanguageSaysWhichFigureIsTheDay) {
  for (const char* day_first : {"de", "deu", "fr", "es", "ru", "pt-BR", "en-GB", "en_GB", "de-AT"})
    EXPECT_EQ(Day("03/04/2010", day_first), "2010-04-03") << day_first;
  for (const char* month_first : {"en-US", "fil", "tl"})
    EXPECT_EQ(Day("03/04/2010", month_first), "2010-03-04") << month_first;
  // English alone has both; Swedish and Chinese begin with the year; the others are no languages.
  for (const char* unknown : {"en", "eng", "en-XX", "sv", "zh", "und", "xx", "", "tlh"})
    EXPECT_EQ(Day("03/04/2010", unknown), "null") << unknown;
}

TEST(AutoDate, NamesAreThoseOfTheLanguage) {
  EXPECT_EQ(Day("Mittwoch, den 5. Juni 2024", "de"), "2024-06-05");
  EXPECT_EQ(Day("5. Jänner 2024", "de"), "2024-01-05");
  EXPECT_EQ(Day("1er juin 2024", "fr"), "2024-06-01");
  EXPECT_EQ(Day("5 de junio de 2024", "es"), "2024-06-05");
  EXPECT_EQ(Day("mar, 5 mar 2024", "es"), "2024-03-05");  // martes, and marzo
  EXPECT_EQ(Day("5 июня 2024 года", "ru"), "2024-06-05");
  EXPECT_EQ(Day("5 listopada 2024", "pl"), "2024-11-05");
  EXPECT_EQ(Day("5. listopada 2024.", "hr"), "2024-10-05");
  EXPECT_EQ(Day("5 listopada 2024"), "null");  // November, or October
  EXPECT_EQ(Day("wtorek, 5 listopada 2024"), "2024-11-05");
  EXPECT_EQ(Day("5 HAZİRAN 2024", "tr"), "2024-06-05");
  EXPECT_EQ(Day("٥ حزيران ٢٠٢٤", "ar"), "2024-06-05");
  EXPECT_EQ(Day("5 ביוני 2024", "he"), "2024-06-05");
  EXPECT_EQ(Day("ngày 5 tháng 6 năm 2024", "vi"), "2024-06-05");
  EXPECT_EQ(Day("5 มิถุนายน 2567", "th"), "2024-06-05");
  EXPECT_EQ(Day("5 มิ.ย. ค.ศ. 2024", "th"), "2024-06-05");
  EXPECT_EQ(Day("2024年6月5日水曜日", "ja"), "2024-06-05");
  EXPECT_EQ(Day("2024年6月5日木曜日", "ja"), "null");  // it was no Thursday
  EXPECT_EQ(Day("5 d’abril de 2024", "ca"), "2024-04-05");
  EXPECT_EQ(Day("Fri, 1 Mar 2024", "de"), "2024-03-01");  // no German, but clear
}

TEST(AutoDate, WithoutALanguageTheNamesOfAllCount) {
  for (const char* text :
       {"5 June 2024", "June 5th, 2024", "JUNE 5 2024", "05-Jun-2024", "5. Juni 2024",
        "le 5 juin 2024", "5 giugno 2024", "５ June ２０２４", " 5 June 2024 "})
    EXPECT_EQ(Day(text), "2024-06-05") << text;
  EXPECT_EQ(Day("5 May 2024"), "2024-05-05");
  EXPECT_EQ(Day("5 Mar 2024"), "2024-03-05");
}

TEST(AutoDate, ATextHasToBeADateAsAWhole) {
  for (const char* text : {"",
                           " ",
                           "June",
                           "5 June",
                           "June 2024",
                           "5 June 24",
                           "5 June '24",
                           "31 June 2024",
                           "29 February 2023",
                           "Thu, 5 June 2024",
                           "5-7 June 2024",
                           "5 June 2024 and 6 June 2024",
                           "5 June 2024 10",
                           "Published 5 June 2024",
                           "5 June 2024!",
                           "5 Junius 2024",
                           "10:30",
                           "5 June 2024 24:00",
                           "5 June 2024 10:60",
                           "5 June 2024 10:3",
                           "5 June 2024 10:30 EST",
                           "5 June 2024 13:30 PM",
                           "\xff 5 June 2024"})
    EXPECT_EQ(Read(text), "null") << text;
  EXPECT_EQ(Read("5 June 2024" + std::string(1000, ' ')), "null");
}

TEST(AutoDate, TimesAndZones) {
  EXPECT_EQ(Read("2024-06-05T10:00:00+02:00"), "2024-06-05 08:00:00");
  EXPECT_EQ(Read("Wed, 05 Jun 2024 10:00:00 -0530"), "2024-06-05 15:30:00");
  EXPECT_EQ(Read("Wed, 05 Jun 2024 10:00:00 GMT"), "2024-06-05 10:00:00");
  EXPECT_EQ(Read("2024/06/05T10:00:00Z"), "2024-06-05 10:00:00");
  EXPECT_EQ(Read("June 5, 2024 at 3:30 PM"), "2024-06-05 15:30:00");
  EXPECT_EQ(Read("June 5, 2024 12:05 a.m."), "2024-06-05 00:05:00");
  EXPECT_EQ(Read("5 de junio de 2024 a las 15:30", "es"), "2024-06-05 15:30:00");
  EXPECT_EQ(Read("5 juin 2024 à 10h30", "fr"), "2024-06-05 10:30:00");
  EXPECT_EQ(Read("2024년 6월 5일 오후 3:30", "ko"), "2024-06-05 15:30:00");
  EXPECT_EQ(Read("12:00 am 5. Juni 2024", "de"), "null");  // noon, on the 5th; or midnight
}

// Whatever CLDR writes is either read back as what it is, or not at all.
TEST(AutoDate, WhatAnyLanguageWritesIsNeverReadAsAnotherDay) {
  std::mt19937 random(16);
  int32_t n;
  const icu::Locale* const locales = icu::Locale::getAvailableLocales(n);
  int read = 0, all = 0;
  for (int32_t i = 0; i < n; ++i) {
    if (*locales[i].getCountry() != '\0') continue;
    for (const auto style : {icu::DateFormat::kFull, icu::DateFormat::kLong,
                             icu::DateFormat::kMedium, icu::DateFormat::kShort}) {
      const std::unique_ptr<icu::DateFormat> format(icu::DateFormat::createDateInstance(
          style, icu::Locale((std::string(locales[i].getName()) + "@calendar=gregorian").c_str())));
      ASSERT_NE(format, nullptr);
      format->setTimeZone(*icu::TimeZone::getGMT());
      const auto day = static_cast<int64_t>(random() % 36500) - 10000;
      icu::UnicodeString text;
      format->format(static_cast<UDate>(day * 86400000), text);
      std::string utf8;
      text.toUTF8String(utf8);
      const auto found = ReadAutoDate(utf8, locales[i].getName());
      ++all;
      if (!found) continue;
      ++read;
      EXPECT_EQ(*found, day * 86400 * 1000000) << locales[i].getName() << " " << utf8;
    }
  }
  EXPECT_GT(read, all * 6 / 10);
}

}  // namespace
}  // namespace textmill::core::expr
