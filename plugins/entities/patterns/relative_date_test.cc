#include <gtest/gtest.h>

#include "plugins/entities/patterns/test_find.h"

namespace textmill::entities {
namespace {

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

TEST(Dates, PartsOfDays) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("Tonight, tonight; last night, Last night; this morning, This afternoon, this "
                 "evening"),
            "Tonight=2024-06-05|tonight=2024-06-05|last night=2024-06-04|Last "
            "night=2024-06-04|this morning=2024-06-05|This afternoon=2024-06-05|this "
            "evening=2024-06-05");
  EXPECT_EQ(find("the last night, last night of the fair, Last Night, every morning, fortnight, "
                 "on Tonight, Tonight Show, last nights"),
            "");
}

TEST(Dates, Weekends) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("last weekend, this weekend, next weekend, the last weekend, over the weekend"),
            "last weekend=2024-06-01/2024-06-02|this weekend=2024-06-08/2024-06-09|next "
            "weekend=2024-06-15/2024-06-16");
  EXPECT_EQ(Find(kDate, "last weekend, this weekend", "2024-06-09"),
            "last weekend=2024-06-01/2024-06-02|this weekend=2024-06-08/2024-06-09");
}

TEST(Dates, RelativeAtEveryPlaceOfABlock) {
  for (size_t n = 0; n < 130; ++n) {
    const std::string blanks(n, ' ');
    EXPECT_EQ(Find(kDate, blanks + "last week on Sunday tomorrow, two months ago; this year",
                   "2024-06-05"),
              "last week=2024-W22|Sunday=2024-06-02|tomorrow=2024-06-06|two months "
              "ago=2024-04|this year=2024");
  }
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

TEST(Dates, WhatATimeAgoCountsFrom) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("a year ago today; ten years ago this month; two years ago this week; a year ago "
                 "this weekend; twenty years ago next week; a year ago yesterday"),
            "");
  EXPECT_EQ(find("30 years ago in May; three years ago last March; five years before last week; a "
                 "month after this year"),
            "30 years ago=1994|three years ago=2021");
  EXPECT_EQ(
      find("long before last week, he left; soon after this year; a year ago. In May he left"),
      "last week=2024-W22|this year=2024|a year ago=2023|May=2024-05");
}

// Said on a Wednesday, "next Friday" may be in this week or in the next one.
TEST(Dates, WeekdaysThatMayBeTwo) {
  const auto find = [](std::string_view text) { return Find(kDate, text, "2024-06-05"); };
  EXPECT_EQ(find("next Friday, last Monday, next Monday, last Friday, next Wednesday, this Friday"),
            "next Friday=|last Monday=|next Monday=2024-06-10|last Friday=2024-05-31|next "
            "Wednesday=2024-06-12|this Friday=2024-06-07");
}

}  // namespace
}  // namespace textmill::entities
