// Periods of the calendar as names that sort by time: 2024-05-06, 2024-W19, 2024-05, 2024-Q2, 2024.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_CORPUS_PERIOD_H_
#define TEXTMILL_PLUGINS_CORPUS_PERIOD_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "textmill/calendar.hpp"

namespace textmill::corpus {

// The period that a day is in, days counted since 1970-01-01; `per` is day, week, month, quarter or
// year. Weeks are those of ISO 8601: they begin on Monday, and belong to the year of their
// Thursday.
inline std::string PeriodOf(int64_t day, std::string_view per) {
  const auto padded = [](int64_t n, size_t width) {
    std::string digits = std::to_string(n < 0 ? -n : n);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return (n < 0 ? "-" : "") + digits;
  };
  if (per == "week") {
    const int64_t weekday = ((day + 3) % 7 + 7) % 7;  // Monday is 0; 1970-01-01 was a Thursday
    const int64_t thursday = day - weekday + 3;
    const int64_t year = CivilFromDays(thursday).year;
    const int64_t week = (thursday - DaysFromCivil({year, 1, 1})) / 7 + 1;
    return padded(year, 4) + "-W" + padded(week, 2);
  }
  const CivilDate date = CivilFromDays(day);
  std::string name = padded(date.year, 4);
  if (per == "year") return name;
  if (per == "quarter") return name + "-Q" + std::to_string((date.month + 2) / 3);
  name += "-" + padded(date.month, 2);
  return per == "month" ? name : name + "-" + padded(date.day, 2);
}

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_PERIOD_H_
