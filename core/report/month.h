// Months as numbers, counted from January of the year 0. Pure functions; any thread.
#ifndef CORE_REPORT_MONTH_H_
#define CORE_REPORT_MONTH_H_

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "textmill/calendar.hpp"

namespace textmill::core {

// Of a text that begins with a date: "2024-06-05".
inline std::optional<int> MonthOf(std::string_view text) {
  const auto day = ParseIsoDay(text.substr(0, 10));
  if (!day) return std::nullopt;
  return static_cast<int>(day->year) * 12 + day->month - 1;
}

// Of a timestamp whose Arrow format is `unit`; nothing for years that have not four digits.
inline std::optional<int> MonthOf(int64_t time, std::string_view unit) {
  const int64_t second = unit.starts_with("tss")   ? 1
                         : unit.starts_with("tsm") ? 1'000
                         : unit.starts_with("tsu") ? 1'000'000
                                                   : 1'000'000'000;
  const int64_t day = second * 86400;
  const CivilDate date = CivilFromDays(time / day - (time % day < 0 ? 1 : 0));
  if (date.year < 0 || date.year > 9999) return std::nullopt;
  return static_cast<int>(date.year) * 12 + date.month - 1;
}

// "2024-06"
inline std::string MonthName(int month) {
  char name[24];
  std::snprintf(name, sizeof name, "%04d-%02d", month / 12, month % 12 + 1);
  return name;
}

}  // namespace textmill::core

#endif  // CORE_REPORT_MONTH_H_
