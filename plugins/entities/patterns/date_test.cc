#include <gtest/gtest.h>

#include "plugins/entities/patterns/test_find.h"

namespace textmill::entities {
namespace {

TEST(Dates, Digits) {
  const auto find = [](std::string_view text) { return Find(kDate, text); };
  EXPECT_EQ(find("on 2024-06-05, 2024/6/5"), "2024-06-05=2024-06-05|2024/6/5=2024-06-05");
  EXPECT_EQ(find("2024-06-05T10:00:00Z"), "2024-06-05=2024-06-05");
  EXPECT_EQ(find("5.6.2024, 05.06.2024 und 5. 6. 2024."),
            "5.6.2024=2024-06-05|05.06.2024=2024-06-05|5. 6. 2024=2024-06-05");
  EXPECT_EQ(find("5/6/2024 25/6/2024 6/25/2024 6/6/2024"),
            "5/6/2024=|25/6/2024=2024-06-25|6/25/2024=2024-06-25|6/6/2024=2024-06-06");
  EXPECT_EQ(find("2024-13-05 2024-02-30 30.2.2024 0.1.2024 32/32/2024"), "");
  EXPECT_EQ(find("29.2.2024 29.2.2023 29.2.1900 29.2.2000"),
            "29.2.2024=2024-02-29|29.2.2000=2000-02-29");
  EXPECT_EQ(find("1.2.3.2024 12024-06-05 2024-06-05-07 v2024-06-05x 192.168.1.2024"), "");
  EXPECT_EQ(find("2024年6月5日に、6月5日 2024년 6월 5일"),
            "2024年6月5日=2024-06-05|6月5日=--06-05|2024년 6월 5일=2024-06-05");
}

TEST(Dates, EnglishMonths) {
  const auto find = [](std::string_view text) { return Find(kDate, text); };
  EXPECT_EQ(find("on 5 June 2024 and on June 5, 2024"),
            "5 June 2024=2024-06-05|June 5, 2024=2024-06-05");
  EXPECT_EQ(find("June 5. June 5th, the 5th of June, 5th June, 2024"),
            "June 5=--06-05|June 5th=--06-05|5th of June=2024-06-05|5th June, 2024=2024-06-05");
  EXPECT_EQ(find("published on Wednesday, June 5"), "Wednesday, June 5=--06-05");
  EXPECT_EQ(find("Wed., Sept. 5, 2024; Thursday 6 June"),
            "Wed., Sept. 5, 2024=2024-09-05|Thursday 6 June=--06-06");
  EXPECT_EQ(find("in June 2024, in May, 2023"), "June 2024=2024-06|May, 2023=2023-05");
  EXPECT_EQ(find("June 5-7, 2024; 5–7 June"),
            "June 5-7, 2024=2024-06-05/2024-06-07|5–7 "
            "June=--06-05/--06-07");
  EXPECT_EQ(find("JUNE 5, 2024"), "JUNE 5, 2024=2024-06-05");
  EXPECT_EQ(find("5 march 2024, but 5 march on and you may 5"), "5 march 2024=2024-03-05");
  EXPECT_EQ(find("5\u00A0June\n2024"), "5\u00A0June\n2024=2024-06-05");
  EXPECT_EQ(find("June 31, 31 June, February 29, 2023, 31 June 2024"), "");
  EXPECT_EQ(find("March 10,000 people; May 1.5 be; Apr 5%"), "Apr 5=--04-05");
  EXPECT_EQ(find("Mayor 5 5 Mayor Juneau 5 sat 5 June xJune 5"), "5 June=--06-05");
  EXPECT_EQ(find("5 June 999 5 June 3000"), "5 June=--06-05|5 June=--06-05");
}

TEST(Dates, ReadDay) {
  EXPECT_TRUE(ReadDay("2024-06-05"));
  EXPECT_TRUE(ReadDay("2024-06-05 10:00"));
  for (const char* none : {"", "2024", "2024-6-5", "2024-02-30", "June 5, 2024", "2024-06-055"}) {
    EXPECT_FALSE(ReadDay(none)) << none;
  }
}

TEST(Dates, Reigns) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("昭和61年5月9日、民國98年7月2日。慶応3年5月9日"),
            "昭和61年5月9日=1986-05-09|民國98年7月2日=2009-07-02");
}

TEST(Dates, ErasAndShortYears) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("2 September 31 BC; August 24, 79 A.D.; in 753 BC; 4 July AD 64"),
            "2 September 31 BC=-0030-09-02|August 24, 79 A.D.=0079-08-24|753 BC=-0752|4 July AD "
            "64=0064-07-04");
  EXPECT_EQ(find("3 May 1445 AH; in 2567 BE; June '04; in 1398 SH; in 1444 hijri; in 2079 BS"), "");
  EXPECT_EQ(
      find("am 2. September 31 v. Chr.; 2 septembre 31 av. J.-C.; 2 сентября 31 года до н. э.; "
           "el 2 de septiembre de 31 a. C.; 24 sierpnia 79 n.e."),
      "2. September 31 v. Chr.=-0030-09-02|2 septembre 31 av. J.-C.=-0030-09-02|2 сентября "
      "31 года до н. э.=-0030-09-02|2 de septiembre de 31 a. C.=-0030-09-02|24 "
      "sierpnia 79 n.e.=0079-08-24");
  EXPECT_EQ(find("around 753 BC"), "753 BC=-0752");
  EXPECT_EQ(find("4 July '76; July 4, '04"), "4 July '76=1976-07-04|July 4, '04=2004-07-04");
  EXPECT_EQ(find("30 February 2024; February 30, 2024; 31st of April 2024; 2024-02-30"), "");
}

TEST(Dates, WhatIsNotUnderstoodWhole) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("7 Mar 21; on 7 Mar 21, he; 31-Feb-2019; 7-Mar-20211; 7-Mar-21"), "");
  EXPECT_EQ(find("07-Mar-2021; 7-March-2021; on 7 March 21 people came"),
            "07-Mar-2021=2021-03-07|7-March-2021=2021-03-07|7 March=2024-03-07");
  EXPECT_EQ(find("Monday after next; a week on Monday; two weeks on Monday"), "");
  EXPECT_EQ(find("a year ago on Monday; last week on Monday"),
            "a year ago=2023|last week=2024-W22|Monday=2024-06-03");
  EXPECT_EQ(find("more than two years ago; less than a week ago; over ten years ago; two years ago "
                 "this week he left"),
            "");
  EXPECT_EQ(find("up 5 percent over a year ago; about two years ago; two months ago this year"),
            "a year ago=2023|two years ago=2022|two months ago=2024-04");
}

TEST(Dates, ListedDaysAreOfOneYear) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-12"); };
  EXPECT_EQ(find("Fairs: June 3; May 5 and 6."), "June 3=2024-06-03|May 5=2024-05-05|6=2024-05-06");
  EXPECT_EQ(find("They met on May 5-7. He left."), "May 5-7=2024-05-05/2024-05-07");
}

TEST(Dates, AYearBeforeTheMonth) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-12"); };
  EXPECT_EQ(find("2020 May 5; 2020 May 5-7. In 2019 June 3 fell on a Monday; 12020 May 5"),
            "2020 May 5=2020-05-05|2020 May 5-7=2020-05-05/2020-05-07|2019=2019|June 3=2019-06-03|"
            "May 5=2024-05-05");
}

TEST(Dates, OtherLanguages) {
  const auto find = [](std::string_view text) { return Find(kDate, text); };
  EXPECT_EQ(find("am Mittwoch, den 5. Juni 2024"), "Mittwoch, den 5. Juni 2024=2024-06-05");
  EXPECT_EQ(find("le 1er août 2024, samedi 22 juin"),
            "1er août 2024=2024-08-01|samedi 22 juin=--06-22");
  EXPECT_EQ(find("el 3 de octubre de 2024 y en noviembre de 2025"),
            "3 de octubre de 2024=2024-10-03|noviembre de 2025=2025-11");
  EXPECT_EQ(find("5 июня 2024 года, 2 МАРТА"), "5 июня 2024=2024-06-05|2 МАРТА=--03-02");
  EXPECT_EQ(find("21 Eylül 2024, 14 մայիսի, 5 czerwca, 9 maggio, 5. února"),
            "21 Eylül 2024=2024-09-21|14 մայիսի=--05-14|5 czerwca=--06-05|9 maggio=--05-09|5. "
            "února=--02-05");
}

}  // namespace
}  // namespace textmill::entities
