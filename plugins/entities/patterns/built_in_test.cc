#include "plugins/entities/patterns/built_in.h"

#include <gtest/gtest.h>

#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/month_date.h"
#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/entities/test_text.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

BuiltInPatterns All() {
  BuiltInPatterns all;
  for (uint32_t p = 0; p < kPatterns; ++p) all.Enable(static_cast<Pattern>(p));
  return all;
}

// What one pattern finds, as "text=value", with bars between.
std::string Find(Pattern pattern, std::string_view text, std::string_view written = "",
                 std::string_view language = "") {
  BuiltInPatterns one;
  one.Enable(pattern);
  Mentions mentions;
  one.Find(text, &mentions, ReadDay(written), language);
  std::string out;
  for (const Mention& m : mentions.list) {
    out += (out.empty() ? "" : "|") + std::string(text.substr(m.begin, m.end - m.begin)) + "=" +
           mentions.values.substr(m.value_begin, m.value_end - m.value_begin);
  }
  return out;
}

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

TEST(Dates, Relative) {
  // 2024-06-05 was a Wednesday.
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05T12:00:00Z"); };
  EXPECT_EQ(find("on Monday, Tuesday; Wednesday. Thursday"),
            "Monday=2024-06-03|Tuesday=2024-06-04|Wednesday=2024-06-05|Thursday=2024-05-30");
  EXPECT_EQ(find("last Wednesday, last Friday, next Wednesday, next Monday, this Sunday"),
            "last Wednesday=2024-05-29|last Friday=2024-05-31|next Wednesday=2024-06-12|next "
            "Monday=2024-06-10|this Sunday=2024-06-09");
  EXPECT_EQ(find("It will meet on Friday. It met on Friday."),
            "Friday=2024-06-07|Friday=2024-05-31");
  EXPECT_EQ(find("Yesterday, today and tomorrow"),
            "Yesterday=2024-06-04|today=2024-06-05|tomorrow=2024-06-06");
  EXPECT_EQ(find("last week, this month, next year; the week, last years"),
            "last week=2024-W22|this month=2024-06|next year=2025");
  EXPECT_EQ(find("three days ago, two weeks ago, a year ago, 18 months ago, 1.5 years ago"),
            "three days ago=2024-06-02|two weeks ago=2024-W21|a year ago=2023|18 months "
            "ago=2022-12|1.5 years ago=2022-12");
  EXPECT_EQ(find("Good Friday, on Ash Wednesday"), "");
  EXPECT_EQ(find("mondays holiday Mondays Sundayschool birthday midweek yearly toDay"), "");
  EXPECT_EQ(find("Wednesday, June 5; June 7; December 30; January 2"),
            "Wednesday, June 5=2024-06-05|June 7=2024-06-07|December 30=2023-12-30|January "
            "2=2024-01-02");
  EXPECT_EQ(find("Friday, June 5; February 29; June 5-7; June 5, 2019"),
            "Friday, June 5=2026-06-05|February 29=2024-02-29|June "
            "5-7=2024-06-05/2024-06-07|June 5, 2019=2019-06-05");
  EXPECT_EQ(Find(kDate, "on Monday, June 5, last week"), "Monday, June 5=--06-05|last week=");
  EXPECT_EQ(Find(kDate, "last week", "2021-01-02"), "last week=2020-W52");
  EXPECT_EQ(Find(kEmail, "monday@example.org"), "monday@example.org=monday@example.org");
}

TEST(Dates, RelativeAtEveryPlaceOfABlock) {
  for (size_t n = 0; n < 130; ++n) {
    const std::string blanks(n, ' ');
    EXPECT_EQ(Find(kDate, blanks + "last week on Sunday tomorrow, two months ago this year",
                   "2024-06-05"),
              "last week=2024-W22|Sunday=2024-06-02|tomorrow=2024-06-06|two months "
              "ago=2024-04|this year=2024");
  }
}

TEST(Dates, ReadDay) {
  EXPECT_TRUE(ReadDay("2024-06-05"));
  EXPECT_TRUE(ReadDay("2024-06-05 10:00"));
  for (const char* none : {"", "2024", "2024-6-5", "2024-02-30", "June 5, 2024", "2024-06-055"}) {
    EXPECT_FALSE(ReadDay(none)) << none;
  }
}

TEST(Dates, YearsOfRanges) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("from May 9 to July 2, 2011; August 1 – August 9, 2017; 3 May - 8 June 2015"),
            "May 9=2011-05-09|July 2, 2011=2011-07-02|August 1=2017-08-01|August 9, "
            "2017=2017-08-09|3 May=2015-05-03|8 June 2015=2015-06-08");
  EXPECT_EQ(
      find("Nov. 20 through Feb. 3, 2008; Nov. 20, 2007 to Feb. 3"),
      "Nov. 20=2007-11-20|Feb. 3, 2008=2008-02-03|Nov. 20, 2007=2007-11-20|Feb. 3=2008-02-03");
  EXPECT_EQ(find("On May 9 and 12, 2011; on 9 and 12 May 2011; May 9, 10 and 12, 2011"),
            "May 9=2011-05-09|12, 2011=2011-05-12|9=2011-05-09|12 May 2011=2011-05-12|May "
            "9=2011-05-09|10=2011-05-10|12, 2011=2011-05-12");
  EXPECT_EQ(find("between 9 and 12 May 2011; from 9 to 12 May 2011; May 9 to 12, 2011; May 9-12"),
            "9 and 12 May 2011=2011-05-09/2011-05-12|9 to 12 May 2011=2011-05-09/2011-05-12|May 9 "
            "to 12, 2011=2011-05-09/2011-05-12|May 9-12=2024-05-09/2024-05-12");
  EXPECT_EQ(find("vom 9. bis 12. Mai 2011; del 9 al 12 de mayo de 2011; du 9 au 12 mai 2011"),
            "9. bis 12. Mai 2011=2011-05-09/2011-05-12|9 al 12 de mayo de "
            "2011=2011-05-09/2011-05-12|9 au 12 mai 2011=2011-05-09/2011-05-12");
  EXPECT_EQ(find("On May 9 and 12 people came."), "May 9=2024-05-09");
  EXPECT_EQ(
      find("between Nov 29 and Feb 1, 2008; Nov. 29 and Feb. 1, 2008; Aug. 29 and May 1, 2008"),
      "Nov 29=2007-11-29|Feb 1, 2008=2008-02-01|Nov. 29=2007-11-29|Feb. 1, "
      "2008=2008-02-01|Aug. 29=2008-08-29|May 1, 2008=2008-05-01");
  EXPECT_EQ(find("on 2, 9 and 12 May 2011; on 9th and 12th May 2011; room 2, 9 May 2011"),
            "2=2011-05-02|9=2011-05-09|12 May 2011=2011-05-12|9th=2011-05-09|12th May "
            "2011=2011-05-12|9 May 2011=2011-05-09");
  EXPECT_EQ(find("May 9 and again on 12 August 2011; May 2-4 and 9-11, 2011"),
            "May 9=2011-05-09|12 August 2011=2011-08-12|May 2-4=2011-05-02/2011-05-04|9-11, "
            "2011=2011-05-09/2011-05-11");
  EXPECT_EQ(find("с 29 ноября по 1 февраля 2008; van 29 november tot 1 februari 2008; de 29 de "
                 "novembro a 1 de fevereiro de 2008; 2008年11月29日から12月1日"),
            "29 ноября=2007-11-29|1 февраля 2008=2008-02-01|29 november=2007-11-29|1 februari "
            "2008=2008-02-01|29 de novembro=2007-11-29|1 de fevereiro de "
            "2008=2008-02-01|2008年11月29日=2008-11-29|12月1日=2008-12-01");
  EXPECT_EQ(find("od 9 do 12 maja 2011; с 9 по 12 мая 2011"),
            "9 do 12 maja 2011=2011-05-09/2011-05-12|9 по 12 мая 2011=2011-05-09/2011-05-12");
  EXPECT_EQ(
      find("May 9 to July 2 last year; in May and July last year; May 9 and July 2 next year"),
      "May 9=2023-05-09|July 2 last year=2023-07-02|May=2023-05|July last year=2023-07|May "
      "9=2025-05-09|July 2 next year=2025-07-02");
}

TEST(Dates, YearsThatTheTextSays) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("In 1987, the strike went on from May 9 to July 2. On May 9 he left."),
            "1987=1987|May 9=1987-05-09|July 2=1987-07-02|May 9=2024-05-09");
  EXPECT_EQ(find("The strike of 1987. It was held in 1987, from May 9 to July 2."),
            "1987=1987|May 9=1987-05-09|July 2=1987-07-02");
  EXPECT_EQ(find("He came on 9 May 1987 and left on 2 July that year. She left on 4 July of the "
                 "following year."),
            "9 May 1987=1987-05-09|2 July=1987-07-02|4 July=1988-07-04");
  EXPECT_EQ(find("She left on 4 July of that year."), "4 July=--07-04");
  EXPECT_EQ(find("He was born in 1987 and left on July 2."), "1987=1987|July 2=2024-07-02");
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

TEST(Dates, MonthsAndYearsAlone) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("He left in April. It was shut in October. It will open in October, early August"),
            "April=2024-04|October=2023-10|October=2024-10|August=2024-08");
  EXPECT_EQ(find("last July; next July; this July; in July last year; at the end of January"),
            "last July=2023-07|next July=2024-07|this July=2024-07|July last year=2023-07|"
            "January=2024-01");
  EXPECT_EQ(find("from April to July 2016; April-July 2016; in April and July"),
            "April=2016-04|July 2016=2016-07|April=2016-04|July 2016=2016-07|April=2024-04|"
            "July=2024-07");
  EXPECT_EQ(find("from November 1974 to April; between November and April 1975"),
            "November 1974=1974-11|April=1975-04|November=1974-11|April 1975=1975-04");
  EXPECT_EQ(find("in April in 1974, in April of 1974"),
            "April in 1974=1974-04|April of 1974=1974-04");
  EXPECT_EQ(Find(kDate, "in April"), "April=--04");
  EXPECT_EQ(find("April spoke. May said so. in May's house, by May, the April vote, in Aprils"),
            "");
  EXPECT_EQ(find("in 2016, since 1998. From 1914 to 1918 it was; between 1998 and 2016; mid-2016"),
            "2016=2016|1998=1998|1914=1914|1918=1918|1998=1998|2016=2016|2016=2016");
  EXPECT_EQ(find("in 1998-2003; in 1998-99; in 1998/99"),
            "1998-2003=1998/2003|1998-99=1998/1999|1998/99=1998/1999");
  EXPECT_EQ(
      find("in 2000 cases; in 1500 homes; by 1200 votes; of 2016; in 2003-05; in 2016.5; room "
           "2016; in 20161; in 1998 AH; from 1900 GMT; by 2030 EST; in 2000 of the homes"),
      "");
}

TEST(Dates, WhatIsAhead) {
  // A Wednesday.
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  for (const char* ahead : {"The report is due on Monday.",
                            "Talks are scheduled for Monday.",
                            "She'll sing on Monday.",
                            "A vote is to be held on Monday.",
                            "The union plans to strike on Monday.",
                            "He would leave on Monday.",
                            "Ministers are going to meet on Monday.",
                            "Are we set to meet on Monday?",
                            "Shall we go on Monday?",
                            "He won't sing on Monday.",
                            "Monday will be warm.",
                            "Monday's vote is expected to be close.",
                            "It lasts until Monday.",
                            "The fair opens on Monday.",
                            "He has to pay by Monday.",
                            "He said rain on Monday would end it.",
                            "The game is on Monday.",
                            "The game was put off until Monday.",
                            "The inquest was adjourned to Monday.",
                            "Markets reopen on Monday.",
                            "They leave on Monday.",
                            "Snow may hit on Monday.",
                            "The record, out on Monday, is good.",
                            "We're flying home on Monday.",
                            "We'd be there on Monday.",
                            "Don't sail on Monday.",
                            "From Monday, it costs more.",
                            "Tickets go on sale on Monday.",
                            "New rules come into force on Monday.",
                            "See you on Monday!",
                            "Let's meet Monday.",
                            "The tour starting Monday is long."}) {
    EXPECT_NE(find(ahead).find("=2024-06-10"), std::string::npos) << ahead << find(ahead);
  }
  for (const char* past :
       {"The report came out on Monday.", "He will resign, she said on Monday.",
        "On Monday he left.", "Two were killed Monday.", "It had been due, but was lost on Monday.",
        "Since Monday it has rained.", "Monday's attack will be debated.",
        "The shop was shut until Monday.", "The record came out on Monday.", "He'd left on Monday.",
        "They hit a wall on Monday.", "The results of the vote came in on Monday."}) {
    EXPECT_NE(find(past).find("=2024-06-03"), std::string::npos) << past << find(past);
  }
  EXPECT_EQ(find("It runs Tuesday through Monday. He was there from Friday to Monday."),
            "Tuesday=2024-06-11|Monday=2024-06-17|Friday=2024-05-31|Monday=2024-06-03");
  EXPECT_EQ(find("every Monday, a Monday, Sunday Telegraph, Monday week"), "");
  // What weekdays are counted from, or what is counted in them.
  EXPECT_EQ(find("the third Monday of the month, the last Monday in the month, the Monday before "
                 "last, the Monday before the fair, the day after Monday, a week from Monday, "
                 "Friday the 13th, Monday 22nd, Monday-to-Friday"),
            "");
  EXPECT_EQ(find("On Monday before noon; Monday 22 people came"),
            "Monday=2024-06-03|Monday=2024-06-03");
  EXPECT_EQ(find("Monday of last week, Monday of next week, Monday this week"),
            "Monday of last week=2024-05-27|Monday of next week=2024-06-10|Monday this "
            "week=2024-06-03");
}

TEST(Dates, FarDaysByTense) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(
      find("He was hurt on Nov. 20. The storm of Nov. 20 killed ten. It is about the November "
           "20 attack. The vote is on Nov. 20. It will be held on Feb. 3."),
      "Nov. 20=2023-11-20|Nov. 20=2023-11-20|November 20=2023-11-20|Nov. 20=2024-11-20|Feb. "
      "3=2025-02-03");
  EXPECT_EQ(find("July 1 last year, 1 July this year, July 1 next year"),
            "July 1 last year=2023-07-01|1 July this year=2024-07-01|July 1 next year=2025-07-01");
}

TEST(Dates, YearsOfListsInManyLanguages) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(
      find("Am 9. Mai und am 2. Juli 2011; le 9 mai et le 2 juillet 2011; el 9 de mayo y el 2 "
           "de julio de 2011; il 9 maggio e il 2 luglio 2011"),
      "9. Mai=2011-05-09|2. Juli 2011=2011-07-02|9 mai=2011-05-09|2 juillet "
      "2011=2011-07-02|9 de mayo=2011-05-09|2 de julio de 2011=2011-07-02|9 "
      "maggio=2011-05-09|2 luglio 2011=2011-07-02");
  EXPECT_EQ(find("9 травня та 2 липня 2011; 9 Mayıs ve 2 Temmuz 2011; 9 mai și 2 iulie 2011; 9 "
                 "Μαΐου και 2 Ιουλίου 2011; 9. toukokuuta ja 2. heinäkuuta 2011"),
            "9 травня=2011-05-09|2 липня 2011=2011-07-02|9 Mayıs=2011-05-09|2 Temmuz "
            "2011=2011-07-02|9 mai=2011-05-09|2 iulie 2011=2011-07-02|9 Μαΐου=2011-05-09|2 "
            "Ιουλίου 2011=2011-07-02|9. toukokuuta=2011-05-09|2. heinäkuuta 2011=2011-07-02");
  EXPECT_EQ(find("1° maggio 2011; 1-го мая 2011; 9 Agustus 2011; 9 مايو 2011; 9 अगस्त 2011"),
            "1° maggio 2011=2011-05-01|1-го мая 2011=2011-05-01|9 Agustus 2011=2011-08-09|9 مايو "
            "2011=2011-05-09|9 अगस्त 2011=2011-08-09");
  EXPECT_EQ(find("2011 թվականի մայիսի 9-ին, 2011թ. մայիսի 9"),
            "մայիսի 9=2011-05-09|մայիսի 9=2011-05-09");
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
            "this week=2024-W23");
  EXPECT_EQ(find("up 5 percent over a year ago; about two years ago; two months ago this year"),
            "a year ago=2023|two years ago=2022|two months ago=2024-04|this year=2024");
}

TEST(Dates, MonthsThatHaveJustBeen) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("Prices should rise by 1.5 percent after being flat in April."), "April=2024-04");
  EXPECT_EQ(find("The gap should widen to 1.5 billion in October."), "October=2024-10");
  EXPECT_EQ(find("The fair will be held in April. It will end by March."), "April=--04|March=--03");
  EXPECT_EQ(find("The fair will be held in April next. Holdings at the end of May versus the end "
                 "of April were as follows."),
            "April=2025-04|May=2024-05|April=2024-04");
  EXPECT_EQ(find("Sales rose to 1.5 million from April's 1.2 million."), "April=2024-04");
  EXPECT_EQ(find("The board raised the dividend, payable Dec. 29, and a bonus payable on Dec. 28."),
            "Dec. 29=2024-12-29|Dec. 28=2024-12-28");
  EXPECT_EQ(find("It is paid on May 1 each year, or every April 30, in January of every year."),
            "May 1=--05-01|April 30=--04-30|January=--01");
  EXPECT_EQ(find("Ha respinto la richiesta d'asilo il 9 febbraio."), "9 febbraio=2024-02-09");
  EXPECT_EQ(
      find("In 2020, sales fell, according to the April 9 report. In April he left for May 2."),
      "2020=2020|April 9=2024-04-09|April=2024-04|May 2=2024-05-02");
  EXPECT_EQ(find("the last Sunday of May; the last Friday of every month; they met last Friday in "
                 "Rome and a close last Friday of 1.5 francs"),
            "last Friday=2024-05-31|last Friday=2024-05-31");
  EXPECT_EQ(find("ROME, June 5 - Today's talks, NBC-Today"), "June 5=2024-06-05|Today=2024-06-05");
}

TEST(Dates, DaysTheWorldKnows) {
  const auto find = [](std::string_view text, const char* written) {
    return Find(kDate, text, written);
  };
  EXPECT_EQ(find("the 11 September terror attacks and 9/11", "2004-12-01"),
            "11 September=2001-09-11|9/11=2001-09-11");
  EXPECT_EQ(find("the July 7 bombings", "2015-03-01"), "July 7=2005-07-07");
  EXPECT_EQ(find("the July 7 bombings", "1999-03-01"), "July 7=1998-07-07");
  EXPECT_EQ(find("the September 11 concert", "2024-08-01"), "September 11=2024-09-11");
  EXPECT_EQ(find("9/11/2004, 19/11, 9/110, 9/11.5", "2024-08-01"), "9/11/2004=");
  EXPECT_EQ(find("the attacks of September 11, the events of Sept. 11", "2019-09-20"),
            "September 11=2001-09-11|Sept. 11=2001-09-11");
  EXPECT_EQ(find("the storming of the palace on January 6", "2024-06-05"), "January 6=2021-01-06");
  EXPECT_EQ(find("the storming of the palace on January 6", "2024-01-20"), "January 6=2024-01-06");
  EXPECT_EQ(find("since the invasion on February 24", "2023-09-01"), "February 24=2022-02-24");
  EXPECT_EQ(find("the 7/7 bombings, the 26/11 attacks, a 7/7 score, 26/11", "2024-08-01"),
            "7/7=2005-07-07|26/11=2008-11-26");
}

TEST(Dates, CompoundTimes) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("She works for Tomorrow and Asia Today. Today she is off."), "Today=2024-06-05");
  EXPECT_EQ(find("the day before yesterday, the day after tomorrow"),
            "day before yesterday=2024-06-03|day after tomorrow=2024-06-07");
  EXPECT_EQ(find("forty-two years ago, twenty years ago, half a year ago, three and a half years "
                 "ago, a year and a half ago, a dozen years ago, two hundred years ago"),
            "forty-two years ago=1982|twenty years ago=2004|half a year ago=2023-12|three and a "
            "half years ago=2020-12|a year and a half ago=2022-12|a dozen years ago=2012|two "
            "hundred years ago=1824");
  EXPECT_EQ(find("six or seven years ago, 10-15 years ago, 1,500 years ago, several years ago, two "
                 "hundred and six years ago, half a week ago, last week of May, last week of 2019, "
                 "the last year"),
            "");
}

TEST(Quantities, NumbersWithUnits) {
  const auto find = [](std::string_view text) { return Find(kQuantity, text); };
  EXPECT_EQ(find("12 km, 1,200 kilometres, 2.3 million barrels a day"),
            "12 km=12 km|1,200 kilometres=1200 km|2.3 million barrels a day=2300000 bpd");
  EXPECT_EQ(find("a 20-mile march over 300 square kilometers at 40°C or 104 degrees Fahrenheit"),
            "20-mile=20 mi|300 square kilometers=300 km²|40°C=40 °C|104 degrees Fahrenheit=104 "
            "°F");
  EXPECT_EQ(find("1,5 Tonnen, 5 км, 90 km/h, 15 m², 3.5 GB, 30 degrees"),
            "1,5 Tonnen=1.5 t|5 км=5 km|90 km/h=90 km/h|15 m²=15 m²|3.5 GB=3.5 GB|30 "
            "degrees=30 °");
  EXPECT_EQ(find("500 people, 5 m, 5 kmx, 5 inches12, B5 km, 1.2.3 km, 5 in a row"), "");
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

TEST(Money, SignsAndCodesBefore) {
  const auto find = [](std::string_view text) { return Find(kMoney, text); };
  EXPECT_EQ(
      find("$5, $1.2 million, $1,200.50. $5bn $5m $5k"),
      "$5=5 USD|$1.2 million=1200000 USD|$1,200.50=1200.5 USD|$5bn=5000000000 USD|$5m=5000000 "
      "USD|$5k=5000 USD");
  EXPECT_EQ(find("€500 £3.5 billion ¥100 ₽5 ֏2500"),
            "€500=500 EUR|£3.5 billion=3500000000 GBP|¥100=100 JPY|₽5=5 RUB|֏2500=2500 AMD");
  EXPECT_EQ(
      find("US$5 C$5 HK$5 NZ$1.1 billion U.S.$5 R$ 8.340"),
      "US$5=5 USD|C$5=5 CAD|HK$5=5 HKD|NZ$1.1 billion=1100000000 NZD|U.S.$5=5 USD|R$ 8.340=8340 "
      "BRL");
  EXPECT_EQ(find("EUR 300, USD 5 million, ABC 300"), "EUR 300=300 EUR|USD 5 million=5000000 USD");
  EXPECT_EQ(find("$1.250 billion"), "$1.250 billion=1250000000 USD");
  EXPECT_EQ(find("$1.2.3 $x $ and 5"), "");
}

TEST(Money, WordsAfter) {
  const auto find = [](std::string_view text) { return Find(kMoney, text); };
  EXPECT_EQ(find("500 euros, 5 dollars, 300 USD, 20 €"),
            "500 euros=500 EUR|5 dollars=5 USD|300 USD=300 USD|20 €=20 EUR");
  EXPECT_EQ(find("2.1 billion drams; 310 million tenge"),
            "2.1 billion drams=2100000000 AMD|310 million tenge=310000000 KZT");
  EXPECT_EQ(find("5 million Hong Kong dollars; 5 U.S. dollars; 7 Swiss francs; 20 francs"),
            "5 million Hong Kong dollars=5000000 HKD|5 U.S. dollars=5 USD|7 Swiss francs=7 CHF|20 "
            "francs=20 XXX");
  EXPECT_EQ(find("1,5 Mio. Euro, 740.000 Euro, 1.200 €, 12 Mrd. US-Dollar"),
            "1,5 Mio. Euro=1500000 EUR|740.000 Euro=740000 EUR|1.200 €=1200 EUR|12 Mrd. "
            "US-Dollar=12000000000 USD");
  EXPECT_EQ(find("6,5 millones de euros, cinq, 5 millions d'euros, 415 mil euros, 960 000 euros"),
            "6,5 millones de euros=6500000 EUR|5 millions d'euros=5000000 EUR|415 mil euros=415000 "
            "EUR|960 000 euros=960000 EUR");
  EXPECT_EQ(find("340 миллионов рублей, 5 млн руб, 6000円, 500万円"),
            "340 миллионов рублей=340000000 RUB|5 млн руб=5000000 RUB|6000円=6000 "
            "JPY|500万円=5000000 JPY");
  EXPECT_EQ(find("5 pounds of rice, 3 million pounds, 5 won, 5 million people, 5 m euros"),
            "3 million pounds=3000000 GBP");
  EXPECT_EQ(find("50 $20 notes"), "$20=20 USD");
}

TEST(Amounts, MarksByLanguage) {
  const auto money = [](std::string_view text, std::string_view language = "") {
    return Find(kMoney, text, "", language);
  };
  const auto quantity = [](std::string_view text, std::string_view language = "") {
    return Find(kQuantity, text, "", language);
  };
  // The word for millions says in which language.
  EXPECT_EQ(money("4.700 millones de euros, 2.150 Mio. Euro, 1.900 miliardi di euro, 3.250 miljoen "
                  "euro"),
            "4.700 millones de euros=4700000000 EUR|2.150 Mio. Euro=2150000000 EUR|1.900 miliardi "
            "di euro=1900000000000 EUR|3.250 miljoen euro=3250000000 EUR");
  EXPECT_EQ(money("The deal is worth $1.750 million"), "$1.750 million=1750000 USD");
  // The language does, of the column or of the text.
  EXPECT_EQ(quantity("2.500 km", "de") + quantity("2.500 km", "en"),
            "2.500 km=2500 km"
            "2.500 km=2.5 km");
  EXPECT_EQ(quantity("2,500 km", "fr") + quantity("2,500 km", "en"),
            "2,500 km=2.5 km"
            "2,500 km=2500 km");
  EXPECT_EQ(quantity("2.500 km"), "");
  EXPECT_EQ(quantity("Der Weg ist 2.500 km lang und steil"), "2.500 km=2500 km");
  EXPECT_EQ(quantity("The way is 2.500 km long"), "2.500 km=2.5 km");
  EXPECT_EQ(money("$3.459", "en") + money("R$ 3.459", "pt"),
            "$3.459=3.459 USD"
            "R$ 3.459=3459 BRL");
  EXPECT_EQ(Find(kPercent, "4,125 %", "", "de"), "4,125 %=4.125%");
  // Words that mean another number elsewhere.
  EXPECT_EQ(money("$4 mil", "en") + money("4 mil euros", "es") + money("4 mil. Kč", "cs"),
            "$4 mil=4000000 USD"
            "4 mil euros=4000 EUR"
            "4 mil. Kč=4000000 CZK");
  EXPECT_EQ(money("$4 mil"), "");
  EXPECT_EQ(money("It cost the owners $4 mil and $3 bil"),
            "$4 mil=4000000 USD|$3 bil=3000000000 USD");
  EXPECT_EQ(money("3 billions d'euros", "fr") + money("3 billion euros", "en"),
            "3 billions d'euros=3000000000000 EUR"
            "3 billion euros=3000000000 EUR");
}

TEST(Amounts, ScalesAndMarks) {
  const auto find = [](std::string_view text) { return Find(kMoney, text); };
  EXPECT_EQ(find("$7 MM; $2.5T; $4tn; €3 thousand million; 8 M€"),
            "$7 MM=7000000 USD|$2.5T=2500000000000 USD|$4tn=4000000000000 USD|€3 thousand "
            "million=3000000000 EUR|8 M€=8000000 EUR");
  EXPECT_EQ(find("Rs 2 lakh crore; Rs. 45,000; ₹12,50,000; Rs 300 cr; 7 crore rupees"),
            "Rs 2 lakh crore=2000000000000 XXX|Rs. 45,000=45000 XXX|₹12,50,000=1250000 INR|Rs 300 "
            "cr=3000000000 XXX|7 crore rupees=70000000 XXX");
  EXPECT_EQ(find("RM250; RM 4.5 million; 2’500’000 francs; R12.5 million; R12; KSh 900"),
            "RM250=250 MYR|RM 4.5 million=4500000 MYR|2’500’000 francs=2500000 XXX|R12.5 "
            "million=12500000 ZAR|KSh 900=900 KES");
  EXPECT_EQ(find("Canadian $4; $4 million Canadian; $4m AUD; EC$9; $9 Hong Kong dollars"),
            "$4=4 CAD|$4 million Canadian=4000000 CAD|$4m AUD=4000000 AUD|EC$9=9 XCD|$9 Hong Kong "
            "dollars=9 HKD");
  EXPECT_EQ(find("-$4 million; $-4; minus 4 euros; a 50-euro note"),
            "-$4 million=-4000000 USD|$-4=-4 USD|minus 4 euros=-4 EUR|50-euro=50 EUR");
  EXPECT_EQ(find("Q$4; $4q; $4 zillion; 3 million 200,000 euros; €1.2.3; Euro 2016; $1/3"), "");
  EXPECT_EQ(find("$1-1/4 billion; 3½ million euros; $.75"),
            "$1-1/4 billion=1250000000 USD|3½ million euros=3500000 EUR|$.75=0.75 USD");
}

TEST(Amounts, RangesAreReadWhole) {
  EXPECT_EQ(Find(kMoney, "$3-7 million; €3m-€7m; $3 to $7 million; $3–$7bn; 3 or 7 million euros"),
            "$3-7 million=3000000..7000000 USD|€3m-€7m=3000000..7000000 EUR|$3 to $7 "
            "million=3000000..7000000 USD|$3–$7bn=3000000000..7000000000 USD|3 or 7 million "
            "euros=3000000..7000000 EUR");
  EXPECT_EQ(Find(kMoney, "between 3 and 7 million euros; $800,000 to 2 million; 3 and 7 euros"),
            "3 and 7 million euros=3000000..7000000 EUR|$800,000 to 2 million=800000..2000000 "
            "USD|7 euros=7 EUR");
  EXPECT_EQ(Find(kMoney, "It lost $2 to $43; from $3 million to $7 million"),
            "$2=2 USD|$43=43 USD|$3 million=3000000 USD|$7 million=7000000 USD");
  EXPECT_EQ(Find(kQuantity, "fell in 2005 to 7 tonnes"), "7 tonnes=7 t");
  EXPECT_EQ(Find(kMoney, "COP26, COP500, USD5"), "COP500=500 COP|USD5=5 USD");
  EXPECT_EQ(Find(kMoney, "$7-3 million; $3 to 7 people; $3-7-9"), "$3=3 USD");
  EXPECT_EQ(Find(kPercent, "3-7%; 3 to 7 percent; 3% to 7%; 7-3%"),
            "3-7%=3..7%|3 to 7 percent=3..7%|3%=3%|7%=7%");
  EXPECT_EQ(Find(kQuantity,
                 "3-7 km; 30 to 70 tonnes; 3x7 m; between 3 and 7 miles; 1,000-2,000 t "
                 "or 1,000-2,000 tonnes"),
            "3-7 km=3..7 km|30 to 70 tonnes=30..70 t|3 and 7 miles=3..7 mi|1,000-2,000 "
            "tonnes=1000..2000 t");
}

TEST(Amounts, SignsAndDegrees) {
  EXPECT_EQ(Find(kQuantity, "-12°C; −3 degrees; minus 8 degrees Celsius; 9 degrees below zero"),
            "-12°C=-12 °C|−3 degrees=-3 °|minus 8 degrees Celsius=-8 °C|9 degrees below zero=-9 °");
  EXPECT_EQ(Find(kQuantity, "48°12'N 16°E; 5 feet 11 inches, 5-foot-11, 7 lb 6 oz; 1 200 km"),
            "5 feet 11 inches=71 in|5-foot-11=71 in|7 lb 6 oz=118 oz|1 200 km=1200 km");
  EXPECT_EQ(Find(kPercent, "minus 4 percent; ±4%; 10:45%; 2/3 percent; 4 %"),
            "minus 4 percent=-4%|4 %=4%");
}

TEST(Amounts, WithHalvesAndSlips) {
  EXPECT_EQ(Find(kMoney, "$3 and a half million; 3 and a quarter million euros; $3 and a halfling"),
            "$3 and a half million=3500000 USD|3 and a quarter million euros=3250000 EUR|$3=3 USD");
  EXPECT_EQ(Find(kPercent, "3 and a half percent"), "3 and a half percent=3.5%");
  EXPECT_EQ(Find(kMoney, "$7,0000; €12,34567") + Find(kMoney, "$7,0000", "", "en"), "");
  EXPECT_EQ(Find(kMoney, "1,0842 US-Dollar", "", "de") + Find(kPercent, "12,3456 %", "", "fr"),
            "1,0842 US-Dollar=1.0842 USD"
            "12,3456 %=12.3456%");
  EXPECT_EQ(Find(kMoney, "in 1998 dollars; in constant 2010 euros; he paid 1998 dollars"),
            "1998 dollars=1998 USD");
}

TEST(Amounts, BothMarks) {
  const auto find = [](std::string_view text) { return Find(kMoney, text); };
  EXPECT_EQ(find("7.654,30 Euro; 87.654,3 €; 7.654.321,05 €; 7,654.30 euros"),
            "7.654,30 Euro=7654.3 EUR|87.654,3 €=87654.3 EUR|7.654.321,05 €=7654321.05 "
            "EUR|7,654.30 euros=7654.3 EUR");
  EXPECT_EQ(find("7.654,321 Euro; 7.65,4 Euro; 7.654,3.2 Euro"), "");
}

TEST(Amounts, WordsThatMakeThemMore) {
  const auto find = [](std::string_view text, std::string_view language = "") {
    return Find(kMoney, text, "", language);
  };
  EXPECT_EQ(find("$30 grand; $30-odd million; $30-something; ฿30 ล้าน; R$ 30 mi"), "");
  EXPECT_EQ(find("R$ 30 mi e US$ 7 bi", "pt"), "R$ 30 mi=30000000 BRL|US$ 7 bi=7000000000 USD");
  EXPECT_EQ(find("€30 mi dice", "it"), "€30=30 EUR");
  EXPECT_EQ(find("₹7.5 लाख करोड़; 30 करोड़ रुपये; ₹30 কোটি"),
            "₹7.5 लाख करोड़=7500000000000 INR|30 करोड़ रुपये=300000000 XXX|₹30 কোটি=300000000 INR");
  EXPECT_EQ(find("Tsh 7 bilioni; 30 тис. грн; 7 mill. kr; 30 ألف دولار; 7 nghìn tỷ đồng"),
            "Tsh 7 bilioni=7000000000 TZS|30 тис. грн=30000 UAH|7 mill. kr=7000000 XXX|30 ألف "
            "دولار=30000 USD|7 nghìn tỷ đồng=7000000000000 VND");
  EXPECT_EQ(find("minus $7 million; Minus €3; minus $7-8 million"),
            "minus $7 million=-7000000 USD|Minus €3=-3 EUR");
  EXPECT_EQ(
      find("新台幣7億元; 人民幣30萬元; 港幣700元; 7兆元"),
      "新台幣7億元=700000000 TWD|人民幣30萬元=300000 CNY|港幣700元=700 HKD|7兆元=7000000000000 "
      "XXX");
  EXPECT_EQ(find("30 million CFA francs"), "30 million CFA francs=30000000 XXX");
  EXPECT_EQ(Find(kQuantity, "5ft 7in tall"), "5ft 7in=67 in");
}

TEST(Amounts, RangesInOtherLanguages) {
  const auto find = [](std::string_view text) { return Find(kMoney, text); };
  EXPECT_EQ(find("de 3 a 7 millones de euros; da 3 a 7 milioni di euro; от 3 до 7 млн рублей; od 3 "
                 "do 7 mln zł; 3 ila 7 milyon lira"),
            "3 a 7 millones de euros=3000000..7000000 EUR|3 a 7 milioni di euro=3000000..7000000 "
            "EUR|3 до 7 млн рублей=3000000..7000000 RUB|3 do 7 mln zł=3000000..7000000 PLN|3 ila "
            "7 milyon lira=3000000..7000000 TRY");
  EXPECT_EQ(find("at $30 a 42-gallon barrel"), "$30=30 USD");
  EXPECT_EQ(Find(kQuantity, "at $30 a 42-gallon barrel"), "42-gallon=42 gal");
}

TEST(Amounts, EastAsian) {
  const auto find = [](std::string_view text) { return Find(kMoney, text); };
  EXPECT_EQ(find("2兆3000億円、7億6500万円、1億2万3000円"),
            "2兆3000億円=2300000000000 JPY|7億6500万円=765000000 JPY|1億2万3000円=100023000 JPY");
  EXPECT_EQ(find("700万美元, 3.5亿元, 3億元, 80万欧元, 2,600억원에, 900만 원"),
            "700万美元=7000000 USD|3.5亿元=350000000 CNY|3億元=300000000 XXX|80万欧元=800000 "
            "EUR|2,600억원=260000000000 KRW|900만 원=9000000 KRW");
  EXPECT_EQ(find("3万2億円, 700万人, 3億7万"), "");
}

TEST(Amounts, OtherScripts) {
  EXPECT_EQ(Find(kMoney,
                 "30 مليون دولار; 12 εκατ. ευρώ; 4 מיליון דולר; GH¢300,000; 3 milyar TL; 2 tỷ "
                 "đồng; 5 billion Korean won"),
            "30 مليون دولار=30000000 USD|12 εκατ. ευρώ=12000000 EUR|4 מיליון דולר=4000000 "
            "USD|GH¢300,000=300000 GHS|3 milyar TL=3000000000 TRY|2 tỷ đồng=2000000000 VND|5 "
            "billion Korean won=5000000000 KRW");
}

TEST(Amounts, HugeOnesAreNone) {
  const std::string digits(400, '7');
  std::string grouped = "7", spaced = "7";
  for (int i = 0; i < 130; ++i) {
    grouped += ",777";
    spaced += " 777";
  }
  for (const std::string& amount : {digits, grouped, spaced, "7." + digits}) {
    EXPECT_EQ(Find(kMoney, amount + " euros, $" + amount + " million"), "") << amount;
    EXPECT_EQ(Find(kPercent, amount + "%"), "") << amount;
  }
}

TEST(Percentages, Forms) {
  const auto find = [](std::string_view text) { return Find(kPercent, text); };
  EXPECT_EQ(find("5% 12.5 % 12,5\u00A0% 1,200%"),
            "5%=5%|12.5 %=12.5%|12,5\u00A0%=12.5%|1,200%=1200%");
  EXPECT_EQ(find("5 percent, 5 per cent, 5 Prozent, 5 pour cent, 14 por ciento, 5 процентов, 5٪"),
            "5 percent=5%|5 per cent=5%|5 Prozent=5%|5 pour cent=5%|14 por ciento=14%|5 "
            "процентов=5%|5٪=5%");
  EXPECT_EQ(find("-5% (+3%) −2% 5-10%"), "-5%=-5%|+3%=3%|−2%=-2%|5-10%=5..10%");
  EXPECT_EQ(find("5 percentage points, 5 per centimetre, 5percent, B5%"), "");
}

TEST(Email, Forms) {
  const auto find = [](std::string_view text) { return Find(kEmail, text); };
  EXPECT_EQ(find("Write to Info.Desk+x@Example.ORG."),
            "Info.Desk+x@Example.ORG=Info.Desk+x@example.org");
  EXPECT_EQ(find("<a@b.co>, (c_d%e@f-g.h.museum)"),
            "a@b.co=a@b.co|c_d%e@f-g.h.museum=c_d%e@f-g.h.museum");
  EXPECT_EQ(find("@user a@b a@b.c a@.com a.@b.com a..b@c.com @@@ a@-b.com"), "");
  EXPECT_EQ(find("...info@x.org"), "info@x.org=info@x.org");
  EXPECT_EQ(find(std::string(65, 'a') + "@b.com"), "");
}

TEST(Url, Forms) {
  const auto find = [](std::string_view text) { return Find(kUrl, text); };
  EXPECT_EQ(find("See https://example.org/a?b=c#d, or http://x.org."),
            "https://example.org/a?b=c#d=|http://x.org=");
  EXPECT_EQ(find("(www.example.org) “https://x.org/y” <HTTP://X.ORG/>"),
            "www.example.org=|https://x.org/y=|HTTP://X.ORG/=");
  EXPECT_EQ(find("https://en.wikipedia.org/wiki/A_(b) (https://x.org/a)"),
            "https://en.wikipedia.org/wiki/A_(b)=|https://x.org/a=");
  EXPECT_EQ(find("http://президент.рф/путь。 ftp://x.org/f"),
            "http://президент.рф/путь=|ftp://x.org/f=");
  EXPECT_EQ(find("http:// :// foo://x www. www.x wwww.x.org xhttp://x.org http://... www.."), "");
  EXPECT_EQ(find("https://x.org/2024/06/05/"), "https://x.org/2024/06/05/=");
}

TEST(BuiltIn, EachAtItsPlace) {
  Mentions mentions;
  const std::string_view text =
      "On June 5, 2024 it paid $5 million (5%) to a@b.org: https://x.org/2024-06-05.";
  All().Find(text, &mentions);
  std::string out;
  for (const Mention& m : mentions.list) out += std::string(kPatternTypes[m.what]) + " ";
  EXPECT_EQ(out, "DATE MONEY PERCENT EMAIL URL ");
}

// Against asking the patterns at every byte, without any search for likely places.
TEST(BuiltIn, FindsWhatIsThere) {
  RandomText random(
      4,
      {"5",     "12",     "2024",       "1,200",     ".",
       ",",     "-",      "/",          " ",         " ",
       " ",     " ",      "June",       "May",       "мая",
       "月",    "日",     "million",    "$",         "€",
       "euros", "USD",    "%",          "percent",   "@",
       "a",     "x.org",  "http",       "://",       "www.",
       "\n",    "(",      ")",          "é",         "of",
       "de",    "Monday", "T",          "last week", "ago",
       "days",  "km",     "\U0001F600", "\xCC\x81",  "a longer piece of text without any digits"});
  const BuiltInPatterns all = All();
  size_t found = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::string text = random.Make(random.Below(8) == 0 ? 90 : 12);
    Mentions mentions;
    all.Find(text, &mentions);
    NumberLanguage language(text, "");
    std::vector<std::pair<size_t, size_t>> naive;
    size_t from = 0, settled = 0;  // a weekday may yet become part of a longer date
    for (size_t at = 0; at < text.size(); ++at) {
      if (at < from) continue;
      Found best;
      bool relative = false;
      const bool glued = InsideWord(text, at);
      if (IsDigit(text, at) && (at == 0 || !IsDigit(text, at - 1)) &&
          (!glued || IsGluedToCurrency(text, at))) {
        if (!glued) best = FindDate(text, at);
        if (best.begin < settled) best = {};
        for (const auto f : {FindMoney, FindPercent, FindQuantity}) {
          if (glued && f != FindMoney) continue;
          Found one = f(NumberPlace(text, at, &language));
          if (one.size() > best.size() && one.begin >= from) best = one;
        }
      } else if (MayBeginMonth(text, at) &&
                 (at == 0 || static_cast<signed char>(text[at - 1]) > 0) &&
                 (at == 0 || text[at - 1] <= '@')) {
        best = FindMonth(text, at);
        relative = true;
      } else if (at > 1 && (text.substr(at - 2, 3) == "day" || text.substr(at - 2, 4) == "week")) {
        best = FindRelativeDate(text, at - 2, {});
        relative = true;
      } else if (text[at] == '@') {
        best = FindEmail(text, at);
      } else if (text.substr(at, 3) == "://" || (at >= 3 && text.substr(at - 3, 4) == "www.")) {
        best = FindUrl(text, at);
      }
      if (best.size() == 0 || best.begin < (relative ? from : settled)) continue;
      if (best.begin < from) naive.pop_back();
      naive.emplace_back(best.begin, best.end);
      settled = relative && text[at] != 'J' && text[at] != 'M' ? from : best.end;
      from = best.end;
    }
    ASSERT_EQ(mentions.list.size(), naive.size()) << text;
    for (size_t i = 0; i < naive.size(); ++i) {
      ASSERT_EQ(mentions.list[i].begin, naive[i].first) << text;
      ASSERT_EQ(mentions.list[i].end, naive[i].second) << text;
      ASSERT_TRUE(OnBoundary(text, naive[i].first) && OnBoundary(text, naive[i].second)) << text;
      ++found;
    }
  }
  EXPECT_GT(found, 2000u);
}

TEST(BuiltIn, BearsAnyBytesAndAnyLength) {
  std::vector<std::string> pieces = {"5", "June", "$", "@", "://", "www.", "%", " ", ".", ","};
  for (int c = 0x80; c < 0x100; ++c) pieces.emplace_back(1, static_cast<char>(c));
  RandomText random(6, pieces);
  const BuiltInPatterns all = All();
  for (int round = 0; round < 5000; ++round) {
    const std::string text = random.Make(100);
    Mentions mentions;
    all.Find(text, &mentions);
    uint32_t from = 0;
    for (const Mention& m : mentions.list) {
      ASSERT_LE(from, m.begin);
      ASSERT_LT(m.begin, m.end);
      ASSERT_LE(m.end, text.size());
      from = m.end;
    }
  }
  // Nothing here takes more than linear time.
  for (const std::string piece :
       {"5",        "@",         "a@",    "://",        "http://",    "www.",       "5,",
        "1 ",       "June 5 ",   "$",     "5 million ", "(",          ".",          "5-",
        "\xCC\x81", "2004 and ", "5 to ", "March to ",  "Monday to ", "June 5 and "}) {
    std::string text;
    while (text.size() < 1 << 19) text += piece;
    Mentions mentions;
    all.Find(text, &mentions);
  }
}

}  // namespace
}  // namespace textmill::entities
