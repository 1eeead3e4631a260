#include <gtest/gtest.h>

#include "plugins/entities/patterns/test_find.h"

namespace textmill::entities {
namespace {

std::string Money(std::string_view text) { return Find(kMoney, text); }

TEST(SpelledMoney, NumbersInWords) {
  EXPECT_EQ(Money("for seven hundred thousand dollars, Half a million euros and forty-two euros"),
            "seven hundred thousand dollars=700000 USD|Half a million euros=500000 EUR|forty-two "
            "euros=42 EUR");
  EXPECT_EQ(Money("a quarter of a billion pounds; three quarters of a million Swiss francs"),
            "a quarter of a billion pounds=250000000 GBP|three quarters of a million Swiss "
            "francs=750000 CHF");
  EXPECT_EQ(Money("two and a half trillion yen, a million and a half dollars, fifteen hundred "
                  "dollars"),
            "two and a half trillion yen=2500000000000 JPY|a million and a half dollars=1500000 "
            "USD|fifteen hundred dollars=1500 USD");
  EXPECT_EQ(Money("three million two hundred and fifty thousand U.S. dollars, a\nhundred euros"),
            "three million two hundred and fifty thousand U.S. dollars=3250000 USD|a\nhundred "
            "euros=100 EUR");
  EXPECT_EQ(Money("a fine of nine million rupees and eight million dollars"),
            "nine million rupees=9000000 XXX|eight million dollars=8000000 USD");
}

TEST(SpelledMoney, WhatIsNotWholeIsNotFound) {
  EXPECT_EQ(Money("several million dollars, a few hundred euros, hundreds of millions of dollars, "
                  "tens of thousands of euros, million dollars, a dollar"),
            "");
  EXPECT_EQ(Money("two to three million dollars, between two and three million euros, two or "
                  "three million dollars, 2 to three million dollars, a third of a million euros"),
            "");
  EXPECT_EQ(Money("a million-dollar smile, seven hundred people, hundred hundred dollars, two "
                  "three dollars, a hundred thousand million dollars, million million dollars"),
            "");
  EXPECT_EQ(Money("five pounds of rice, half dollars, dollar million, multi-million euros"), "");
  EXPECT_EQ(Money("2.5 million dollars"), "2.5 million dollars=2500000 USD");
}

}  // namespace
}  // namespace textmill::entities
