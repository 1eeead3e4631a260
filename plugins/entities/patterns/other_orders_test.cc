#include <gtest/gtest.h>

#include "plugins/entities/patterns/test_find.h"
#include "plugins/entities/test_text.h"

namespace textmill::entities {
namespace {

std::string Date(std::string_view text) { return Find(kDate, text); }

TEST(OtherOrders, Hungarian) {
  EXPECT_EQ(Date("2019. március 9-én, 2019. Május, május 9-én"),
            "2019. március 9=2019-03-09|2019. Május=2019-05|május 9=--05-09");
  EXPECT_EQ(Date("2019. február 30., 2019. alma 5."), "");
}

TEST(OtherOrders, Vietnamese) {
  EXPECT_EQ(Date("ngày 9 tháng 12 năm 2019, 9 tháng 3, 2019; 9 tháng 3/2019; 9 tháng 3."),
            "9 tháng 12 năm 2019=2019-12-09|9 tháng 3, 2019=2019-03-09|9 tháng "
            "3/2019=2019-03-09|9 tháng 3=--03-09");
  EXPECT_EQ(Date("trong 9 tháng năm 2019, 9 tháng 13, 31 tháng 2 năm 2019"), "");
}

TEST(OtherOrders, Thai) {
  EXPECT_EQ(Date("9 มีนาคม 2562, ๙ มีนาคม พ.ศ. ๒๕๖๒, 9 มีนาคม ค.ศ. 2019, 9 มีนาคม 2019, 9 มีนาคมนี้"),
            "9 มีนาคม 2562=2019-03-09|๙ มีนาคม พ.ศ. ๒๕๖๒=2019-03-09|9 มีนาคม ค.ศ. 2019=2019-03-09|9 "
            "มีนาคม 2019=2019-03-09|9 มีนาคม=--03-09");
  EXPECT_EQ(Date("31 เมษายน 2562, 9 มีนาคม พ.ศ. ก่อน"), "");
}

TEST(OtherOrders, MonthsOfOtherLanguages) {
  EXPECT_EQ(Date("9 Machi 2019; 9 במרץ 2019; 9 فوریه 2019; 9 جنوری 2019; 9 এপ্রিল 2019"),
            "9 Machi 2019=2019-03-09|9 במרץ 2019=2019-03-09|9 فوریه 2019=2019-02-09|9 جنوری "
            "2019=2019-01-09|9 এপ্রিল 2019=2019-04-09");
}

TEST(AsciiDigits, DigitsOfOtherScripts) {
  EXPECT_EQ(Date("९ जून २०१९; ٩ يونيو ٢٠١٩; ۹ ژوئن ۲۰۱۹"),
            "९ जून २०१९=2019-06-09|٩ يونيو ٢٠١٩=2019-06-09|۹ ژوئن ۲۰۱۹=2019-06-09");
  EXPECT_EQ(Find(kMoney, "۵٫۵ میلیون دلار, ١٬٢٠٠ يورو, ₹५ लाख, ５ euros"),
            "۵٫۵ میلیون دلار=5500000 USD|١٬٢٠٠ يورو=1200 EUR|₹५ लाख=500000 INR|５ euros=5 EUR");
  EXPECT_EQ(Find(kMoney, "५ मिलियन डॉलर", "", "hi"), "५ मिलियन डॉलर=5000000 USD");
  EXPECT_EQ(Find(kPercent, "٥% é 7%"), "٥%=5%|7%=7%");
}

TEST(AsciiDigits, PlacesAreOnBoundaries) {
  RandomText random(11, {"५", "۵", "5", "٫", "٬", " ", "%", "€", "é", "जून", "June", "2019", "-",
                         "\xE0", "\xD9", "𝟓", "km"});
  for (int i = 0; i < 5000; ++i) {
    const std::string text = random.Make(14);
    BuiltInPatterns all;
    for (uint32_t p = 0; p < kPatterns; ++p) all.Enable(static_cast<Pattern>(p));
    Mentions mentions;
    all.Find(text, &mentions);
    uint32_t from = 0;
    for (const Mention& m : mentions.list) {
      ASSERT_LE(from, m.begin) << text;
      ASSERT_LT(m.begin, m.end) << text;
      ASSERT_LE(m.end, text.size()) << text;
      ASSERT_TRUE(OnBoundary(text, m.begin) && OnBoundary(text, m.end)) << text;
      from = m.end;
    }
  }
}

}  // namespace
}  // namespace textmill::entities
