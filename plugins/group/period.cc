#include "plugins/group/period.h"

#include <cstdio>

#include "textmill/calendar.hpp"

namespace textmill::group {
namespace {

std::string Padded(int64_t number, int width) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*lld", width, static_cast<long long>(number));
  return text;
}

bool AreDigits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<Period> PeriodNamed(std::string_view name) {
  constexpr std::string_view kNames[] = {"day", "week", "month", "quarter", "year"};
  for (size_t i = 0; i < 5; ++i) {
    if (name == kNames[i]) return static_cast<Period>(i);
  }
  return std::nullopt;
}

std::string PeriodOf(Period period, int64_t day) {
  const CivilDate date = CivilFromDays(day);
  const std::string year = Padded(date.year, 4);
  switch (period) {
    case Period::kDay:
      return year + "-" + Padded(date.month, 2) + "-" + Padded(date.day, 2);
    case Period::kWeek: {
      const int64_t weekday = ((day + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; 0: Monday
      const int64_t thursday = day - weekday + 3;
      const int64_t its_year = CivilFromDays(thursday).year;
      const int64_t week = (thursday - DaysFromCivil({its_year, 1, 1})) / 7 + 1;
      return Padded(its_year, 4) + "-W" + Padded(week, 2);
    }
    case Period::kMonth:
      return year + "-" + Padded(date.month, 2);
    case Period::kQuarter:
      return year + "-Q" + Padded((date.month + 2) / 3, 1);
    case Period::kYear:
      break;
  }
  return year;
}

std::optional<std::string> PeriodOf(Period period, std::string_view date) {
  if (const auto day = ParseIsoDay(date)) return PeriodOf(period, DaysFromCivil(*day));
  const bool year = date.size() == 4 && AreDigits(date);
  const bool month = date.size() == 7 && date[4] == '-' && AreDigits(date.substr(0, 4)) &&
                     AreDigits(date.substr(5)) && date.substr(5) >= "01" && date.substr(5) <= "12";
  if (period == Period::kYear && (year || month)) return std::string(date.substr(0, 4));
  if (!month || period < Period::kMonth) return std::nullopt;
  return PeriodOf(period, std::string(date) + "-01");
}

}  // namespace textmill::group
