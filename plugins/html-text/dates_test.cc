#include "plugins/html-text/dates.h"

#include <gtest/gtest.h>

namespace textmill::html {
namespace {

constexpr int64_t kDay = int64_t{86400} * 1000000;
constexpr int64_t kMarch5 = 19787 * kDay;  // 2024-03-05
constexpr int64_t kHour = kDay / 24;

TEST(Dates, OfPages) {
  for (const char* text :
       {"2024-03-05", " 2024-03-05 ", "2024/03/05", "March 5, 2024", "5 March 2024",
        "Mar 5th, 2024", "Tue, 5 Mar 2024", "2024-03-05T00:00:00Z", "2024-03-05T01:00+01:00",
        "2024-03-05 something", "5 Mar 2024 10:00 PM"})
    EXPECT_EQ(ParsePageDate(text), kMarch5) << text;
  for (const char* text : {"Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05T10:00:00.000Z",
                           "2024-03-05T12:00:00+0200", "Tue, 5 Mar 2024 11:00:00 +0100"})
    EXPECT_EQ(ParsePageDate(text), kMarch5 + 10 * kHour) << text;
  for (const char* text : {"", "5/3/2024", "05.03.2024", "2024", "2024-03", "2024-13-05",
                           "0001-01-01", "1970-01-01", "March 2024", "yesterday", "20240305",
                           "2024-03-055", "5 6 March 2024", "March 5 2024 2023"})
    EXPECT_EQ(ParsePageDate(text), std::nullopt) << text;
}

TEST(Dates, OfAddresses) {
  EXPECT_EQ(DateOfAddress("https://a.example/2024/03/05/x.html"), kMarch5);
  EXPECT_EQ(DateOfAddress("https://a.example/x/2024-03-05-title"), kMarch5);
  for (const char* url : {"", "https://a.example/2024/03/x", "https://a.example/2024/03/055",
                          "https://a.example/2024/13/05/", "2024/03/05", "https://a.example/"})
    EXPECT_EQ(DateOfAddress(url), std::nullopt) << url;
}

}  // namespace
}  // namespace textmill::html
