// Dates with the name of a month in many languages: 5 June 2024, June 5-7, 2024, June 2024. Any
// thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_DAY_AND_MONTH_H_
#define TEXTMILL_PLUGINS_ENTITIES_DAY_AND_MONTH_H_

#include <string_view>

#include "plugins/entities/patterns/pattern.h"

namespace textmill::entities {

// 5 June 2024, 5th of June, 5-7 June, between 5 and 7 June, 5. Juni 2024, 5 de junio de 2024. Of "5
// and 7 June", the 5. The day is at `at`.
Found DayFirst(std::string_view text, size_t at);
// Whether the character may follow the digits of such a day.
bool MayFollowDay(char c);
// June 5, June 5, 2024, Sept. 5th, June 5-7, 2024, June 5 to 7, June 5 and 7, 2024: the last is
// found at each of its days. The day is at `at`.
Found MonthFirst(std::string_view text, size_t at);
// June 2024, junio de 2024: the year is at `at`.
Found MonthAndYear(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_DAY_AND_MONTH_H_
