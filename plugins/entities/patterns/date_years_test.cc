#include <gtest/gtest.h>

#include "plugins/entities/patterns/test_find.h"

namespace textmill::entities {
namespace {

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

TEST(Dates, DecadesAndPartsOfYears) {
  EXPECT_EQ(Find(kDate, "in the 1960s, mid-1970s and 1980s"),
            "1960s=1960/1969|1970s=1970/1979|1980s=1980/1989");
  EXPECT_EQ(Find(kDate, "the 1900s, 2000s, 1990's, 1975s, $1970s, 1970sq, '70s"), "");
  EXPECT_EQ(Find(kDate, "by the end of 2019, at the beginning of 2018. Mid-2017."),
            "2019=2019|2018=2018|2017=2017");
}

TEST(Dates, BesideWhatHasThem) {
  EXPECT_EQ(Find(kDate, "the war of 1994 and the 2002 World Cup, his 2016 campaign, the 1998 law"),
            "1994=1994|2002=2002|2016=2016|1998=1998");
  EXPECT_EQ(Find(kDate, "a total of 1994, the 2000 men, the 1500 Metres, a crowd of 2000"), "");
  EXPECT_EQ(Find(kDate,
                 "the January fall, its August meeting, better than July; the March of "
                 "Dimes, the April in Paris, better than May"),
            "January=--01|August=--08|July=--07");
  EXPECT_EQ(Find(kDate, "last February 9, last May 9, next February 9, next May 9", "2019-03-05"),
            "February 9=2019-02-09|May 9=2018-05-09|February 9=2020-02-09|May 9=2019-05-09");
}

TEST(Dates, YearsThatTheTextSays) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("In 1987, the strike went on from May 9 to July 2. On May 9 he left."),
            "1987=1987|May 9=1987-05-09|July 2=1987-07-02|May 9=2024-05-09");
  EXPECT_EQ(find("The strike of 1987. It was held in 1987, from May 9 to July 2."),
            "1987=1987|1987=1987|May 9=1987-05-09|July 2=1987-07-02");
  EXPECT_EQ(find("He came on 9 May 1987 and left on 2 July that year. She left on 4 July of the "
                 "following year."),
            "9 May 1987=1987-05-09|2 July=1987-07-02|4 July=1988-07-04");
  EXPECT_EQ(find("She left on 4 July of that year."), "4 July=--07-04");
  EXPECT_EQ(find("He was born in 1987 and left on July 2."), "1987=1987|July 2=2024-07-02");
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
  EXPECT_EQ(find("April spoke. May said so. in May's house, by May, in Aprils"), "");
  EXPECT_EQ(find("the April vote"), "April=2024-04");
  EXPECT_EQ(find("in 2016, since 1998. From 1914 to 1918 it was; between 1998 and 2016; mid-2016"),
            "2016=2016|1998=1998|1914=1914|1918=1918|1998=1998|2016=2016|2016=2016");
  EXPECT_EQ(find("in 1998-2003; in 1998-99; in 1998/99"),
            "1998-2003=1998/2003|1998-99=1998/1999|1998/99=1998/1999");
  EXPECT_EQ(
      find("in 2000 cases; in 1500 homes; by 1200 votes; of 2016; in 2003-05; in 2016.5; room "
           "2016; in 20161; in 1998 AH; from 1900 GMT; by 2030 EST; in 2000 of the homes"),
      "");
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

}  // namespace
}  // namespace textmill::entities
