#include <gtest/gtest.h>

#include "plugins/entities/patterns/test_find.h"

namespace textmill::entities {
namespace {

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

TEST(Quantities, InTwoUnits) {
  const auto find = [](std::string_view text) { return Find(kQuantity, text); };
  EXPECT_EQ(find("6 ft 3 in. tall, 6ft 3in, 6 feet 3 inches, 6 ft in"),
            "6 ft 3 in=75 in|6ft 3in=75 in|6 feet 3 inches=75 in|6 ft=6 ft");
  EXPECT_EQ(find("7 MM and 7 mm"), "7 mm=7 mm");
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

TEST(Amounts, RangesOfTwoCurrenciesAreNone) {
  EXPECT_EQ(Find(kMoney, "$3m-£4m; US$3-€4; C$3-$4m; ¥3-¥4m"),
            "£4m=4000000 GBP|€4=4 EUR|C$3-$4m=3000000..4000000 CAD|¥3-¥4m=3000000..4000000 JPY");
}

TEST(Amounts, RangesOfPercentages) {
  EXPECT_EQ(Find(kPercent, "3%-5%, 3%–5.5%, 5%-3%, a 3%-point, 3%-5 km, 3%-5%-point"),
            "3%-5%=3..5%|3%–5.5%=3..5.5%|5%=5%|3%=3%|3%=3%");
}

TEST(Amounts, WordsThatMakeThemMore) {
  const auto find = [](std::string_view text, std::string_view language = "") {
    return Find(kMoney, text, "", language);
  };
  EXPECT_EQ(find("$30 grand; $30-odd million; $30-plus million; $30-something; ฿30 ล้าน; "
                 "R$ 30 mi"),
            "");
  EXPECT_EQ(find("R$ 30 mi e US$ 7 bi", "pt"), "R$ 30 mi=30000000 BRL|US$ 7 bi=7000000000 USD");
  EXPECT_EQ(find("€30 mi dice", "it"), "€30=30 EUR");
  EXPECT_EQ(find("₹7.5 लाख करोड़; 30 करोड़ रुपये; ₹30 কোটি"),
            "₹7.5 लाख करोड़=7500000000000 INR|30 करोड़ रुपये=300000000 XXX|₹30 কোটি=300000000 INR");
  EXPECT_EQ(find("₹30 करो\u095C; ₹7 ह\u095Bार"),
            "₹30 करो\u095C=300000000 INR|₹7 ह\u095Bार=7000 INR");
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
  EXPECT_EQ(find("1.5ドル, 7.25万円"), "1.5ドル=1.5 USD|7.25万円=72500 JPY");
  EXPECT_EQ(find("3万2億円, 700万人, 3億7万, 1.5万5000円, 1.23456万5000円"), "");
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

}  // namespace
}  // namespace textmill::entities
