#include <array>
#include <charconv>
#include <chrono>
#include <string>

#include "core/expr/auto_date.h"
#include "core/expr/function.h"
#include "core/expr/time_format.h"

namespace textmill::core::expr {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int64_t kDayMicros = int64_t{86400} * 1000000;

// A point in time taken apart: the day, and the microseconds since its midnight.
struct Parts {
  year_month_day date;
  sys_days day;
  int64_t of_day;
};

// Years that the calendar of the standard library can hold.
bool Take(const Arguments& in, int64_t row, Parts* parts) {
  const auto micros = in[0].Time(row);
  if (!micros) return false;
  int64_t day = *micros / kDayMicros, of_day = *micros % kDayMicros;
  if (of_day < 0) {
    of_day += kDayMicros;
    --day;
  }
  if (day < -11000000 || day > 11000000) return false;
  parts->day = sys_days(days(day));
  parts->date = year_month_day(parts->day);
  parts->of_day = of_day;
  return true;
}

template <class Get>
void PartOfTime(const Arguments& in, int64_t row, Out* out, Get get) {
  Parts parts;
  if (!Take(in, row, &parts)) return out->Odd();
  out->Whole(get(parts));
}

int64_t MonthOf(const Parts& parts) { return static_cast<unsigned>(parts.date.month()); }

void Year(const Arguments& in, int64_t row, Out* out) {
  PartOfTime(in, row, out, [](const Parts& p) { return int64_t{static_cast<int>(p.date.year())}; });
}
void Quarter(const Arguments& in, int64_t row, Out* out) {
  PartOfTime(in, row, out, [](const Parts& p) { return (MonthOf(p) + 2) / 3; });
}
void Month(const Arguments& in, int64_t row, Out* out) { PartOfTime(in, row, out, MonthOf); }
void Day(const Arguments& in, int64_t row, Out* out) {
  PartOfTime(in, row, out,
             [](const Parts& p) { return int64_t{static_cast<unsigned>(p.date.day())}; });
}
void Hour(const Arguments& in, int64_t row, Out* out) {
  PartOfTime(in, row, out, [](const Parts& p) { return p.of_day / (kDayMicros / 24); });
}
void Weekday(const Arguments& in, int64_t row, Out* out) {
  PartOfTime(in, row, out,
             [](const Parts& p) { return int64_t{std::chrono::weekday(p.day).iso_encoding()}; });
}

void Truncate(const Arguments& in, int64_t row, Out* out) {
  Parts parts;
  if (!Take(in, row, &parts)) return out->Odd();
  const std::string_view unit = in[1].Text(row);
  const year_month_day& date = parts.date;
  sys_days day = parts.day;
  int64_t of_day = 0;
  if (unit == "year") {
    day = sys_days(date.year() / std::chrono::January / 1);
  } else if (unit == "quarter") {
    const auto month = std::chrono::month(static_cast<unsigned>((MonthOf(parts) - 1) / 3 * 3 + 1));
    day = sys_days(date.year() / month / 1);
  } else if (unit == "month") {
    day = sys_days(date.year() / date.month() / 1);
  } else if (unit == "week") {
    day -= days(std::chrono::weekday(day).iso_encoding() - 1);
  } else if (unit == "hour") {
    of_day = parts.of_day / (kDayMicros / 24) * (kDayMicros / 24);
  }  // else a day
  out->Time(day.time_since_epoch().count() * kDayMicros + of_day);
}

void DaysBetween(const Arguments& in, int64_t row, Out* out) {
  const auto from = in[0].Time(row), to = in[1].Time(row);
  if (!from || !to) return out->Odd();
  out->Real((static_cast<double>(*to) - static_cast<double>(*from)) /
            static_cast<double>(kDayMicros));
}

void Date(const Arguments& in, int64_t row, Out* out) {
  std::optional<int64_t> micros;
  if (in.size() == 1) {
    micros = in[0].Time(row);
  } else if (in[1].Text(row) == "auto") {
    micros = ReadAutoDate(in[0].Text(row), in.size() > 2 ? in[2].Text(row) : "");
  } else {
    micros = ReadTime(in[0].Text(row), in[1].Text(row));
  }
  if (!micros) return out->Odd();
  out->Time(*micros);
}

void FormatDate(const Arguments& in, int64_t row, Out* out) {
  const auto micros = in[0].Time(row);
  std::string text;
  if (!micros || !WriteTime(*micros, in[1].Text(row), &text)) return out->Odd();
  out->Text(text);
}

}  // namespace

const std::vector<Function>& TimeFunctions() {
  static const std::vector<Function> functions = {
      {"date", "d?Tt", 'd', Date, "date(text, \"format\", lang)",
       "A text as a point in time: ISO 8601 if no format is said, else as the format has it: %Y %m "
       "%d %H %M %S, %y, %b (Jan or January), %a (Mon or Monday), %p, %z; blanks match any "
       "number of them. A name of a month is in English. With \"auto\", any usual form in the "
       "words of the language lang, or of any language without one; never by a guess. Null, and "
       "counted, when it does not fit.",
       "date(title, \"auto\", lang) > \"2024-01-01\""},
      {"year", "d", 'i', Year, "year(date)", "The year.", "year(date) == 2024"},
      {"quarter", "d", 'i', Quarter, "quarter(date)", "The quarter, 1 to 4.", "quarter(date) == 1"},
      {"month", "d", 'i', Month, "month(date)", "The month, 1 to 12.", "month(date) in [6, 7, 8]"},
      {"day", "d", 'i', Day, "day(date)", "The day of the month.", "day(date) == 1"},
      {"weekday", "d", 'i', Weekday, "weekday(date)", "Monday is 1, Sunday 7.",
       "weekday(date) >= 6"},
      {"hour", "d", 'i', Hour, "hour(date)", "The hour, 0 to 23, in UTC.", "hour(date) < 12"},
      {"truncate", "dT", 'd', Truncate, "truncate(date, \"month\")",
       "The beginning of the year, quarter, month, week (a Monday), day or hour.",
       "truncate(date, \"month\") == \"2024-06-01\""},
      {"format_date", "dT", 't', FormatDate, "format_date(date, \"%Y-%m\")",
       "The date as text: %Y %m %d %H %M %S, %j (day of the year), %b %B (month), %a %A (weekday), "
       "%V "
       "%G (ISO week and its year), %%.",
       "format_date(date, \"%Y-%m\") == \"2024-06\""},
      {"days_between", "dd", 'r', DaysBetween, "days_between(from, to)",
       "Days from the first to the second, with decimals; negative when the second is earlier.",
       "days_between(date, fetched) < 2"},
  };
  return functions;
}

}  // namespace textmill::core::expr
