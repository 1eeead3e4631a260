// Days, weeks, months, quarters and years, and which of them a date is in. Pure; any thread.
#ifndef TEXTMILL_PLUGINS_GROUP_PERIOD_H_
#define TEXTMILL_PLUGINS_GROUP_PERIOD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace textmill::group {

enum class Period { kDay, kWeek, kMonth, kQuarter, kYear };

std::optional<Period> PeriodNamed(std::string_view name);

// "2024-06-05", "2024-W23" (ISO 8601: weeks begin on Monday, and belong to the year of their
// Thursday), "2024-06", "2024-Q2", "2024". `day` counts from 1970-01-01.
std::string PeriodOf(Period period, int64_t day);

// Of a date as text: one at its beginning, as the calendar of the SDK reads it, or a month
// ("2024-06") or year ("2024") alone where that is enough. Nothing when it is not one.
std::optional<std::string> PeriodOf(Period period, std::string_view date);

}  // namespace textmill::group

#endif  // TEXTMILL_PLUGINS_GROUP_PERIOD_H_
