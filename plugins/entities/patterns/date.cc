// Dates: 2024-06-05, 5.6.2024, 5 June 2024, June 5, 2024, Wednesday, June 5, June 2024,
// 2024年6月5日.
//
// The value is ISO 8601: 2024-06-05; --06-05 without a year; 2024-06 without a day;
// 2024-06-05/2024-06-07 for "June 5-7, 2024". 5/6/2024, where nobody knows which number is the day,
// has no value.
#include <utility>

#include "plugins/entities/patterns/date_parts.h"
#include "plugins/entities/patterns/day_and_month.h"
#include "plugins/entities/patterns/known_days.h"
#include "plugins/entities/patterns/other_orders.h"
#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/entities/patterns/year_date.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

// The separators of 2024-06-05, 5.6.2024, 5/6/2024.
bool IsSeparator(char c) { return c == '-' || c == '.' || c == '/'; }

Found YearFirst(std::string_view text, size_t at) {
  size_t end;
  const int year = Digits(text, at, 4, 4, &end);
  if (year == 0 || end >= text.size() || !IsSeparator(text[end])) return {};
  const char separator = text[end];
  const int month = Digits(text, end + 1, 1, 2, &end);
  if (month == 0 || end >= text.size() || text[end] != separator) return {};
  const int day = Digits(text, end + 1, 1, 2, &end);
  if (!IsDay(day, month, year)) return {};
  const bool time_follows = Is(text, end, "T") && IsDigit(text, end + 1);
  if (!EndsHere(text, end) && !time_follows) return {};
  if (end < text.size() && IsSeparator(text[end]) && IsDigit(text, end + 1)) return {};
  return {at, end, Iso(year, month, day)};
}

Found YearLast(std::string_view text, size_t at) {
  size_t end;
  const int first = Digits(text, at, 1, 2, &end);
  if (first == 0 || end >= text.size() || !IsSeparator(text[end])) return {};
  const char separator = text[end];
  const auto after_separator = [&](size_t p) {  // 5. 6. 2024
    return separator == '.' && Is(text, p + 1, " ") ? p + 2 : p + 1;
  };
  const int second = Digits(text, after_separator(end), 1, 2, &end);
  if (second == 0 || end >= text.size() || text[end] != separator) return {};
  const int year = YearAt(text, after_separator(end), &end);
  if (year == 0) return {};
  if (end < text.size() && IsSeparator(text[end]) && IsDigit(text, end + 1)) return {};
  const bool day_first = IsDay(first, second, year);
  const bool month_first = separator != '.' && IsDay(second, first, year);
  if (!day_first && !month_first) return {};
  if (day_first && month_first && first != second) return {at, end, ""};
  return {at, end, day_first ? Iso(year, second, first) : Iso(year, first, second)};
}

// What a year is counted from, whose name ends before `at`: 令和6年 is the sixth after 2018.
struct Reign {
  int before = 0;
  size_t size = 0;
};
Reign ReignBefore(std::string_view text, size_t at) {
  constexpr std::pair<std::string_view, int> kReigns[] = {
      {"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"大正", 1911},
      {"明治", 1867}, {"民國", 1911}, {"民国", 1911}};
  for (const auto& [name, before] : kReigns) {
    if (at >= name.size() && Is(text, at - name.size(), name)) return {before, name.size()};
  }
  return {};
}

// 2024年6月5日, 6月5日, 令和6年6月5日, 2024년 6월 5일.
Found EastAsian(std::string_view text, size_t at) {
  size_t end, begin = at;
  int year = 0;
  int number = Digits(text, at, 1, 4, &end);
  const auto sign = [&](std::string_view chinese, std::string_view korean) {
    if (!Is(text, end, chinese) && !Is(text, end, korean)) return false;
    end += chinese.size();
    return true;
  };
  if (sign("年", "년")) {
    year = number;
    const size_t month_at = SkipBlanks(text, end);
    number = Digits(text, month_at, 1, 2, &end);
    const Reign reign = ReignBefore(text, at);
    begin -= reign.size;
    year += reign.before;
    if (year < 1000) return {};
  } else if (at >= 3 && (Is(text, at - 3, "年") || Is(text, at - 3, "년") ||
                         Is(text, SkipBlanksBefore(text, at) - 3, "년"))) {
    return {};  // of a year that is not understood
  }
  const int month = number;
  if (!sign("月", "월")) return {};
  const int day = Digits(text, SkipBlanks(text, end), 1, 2, &end);
  if (!sign("日", "일") || !IsDay(day, month, year)) return {};
  return {begin, end, Iso(year, month, day)};
}

}  // namespace

Found FindDate(std::string_view text, size_t at) {
  // The middle of a number, a version, a date that was no date.
  if (at >= 2 && (IsSeparator(text[at - 1]) || text[at - 1] == ',' || text[at - 1] == ':') &&
      IsDigit(text, at - 2)) {
    return {};
  }
  // The forms that so many digits may begin, and what comes after them.
  const size_t end = DigitsEnd(text.substr(0, at + 5), at);
  const size_t digits = end - at;
  const char after = end < text.size() ? text[end] : ' ';
  Found best;
  const auto try_form = [&](Found (*form)(std::string_view, size_t)) {
    Found found = form(text, at);
    if (found.size() > 0 && found.size() >= best.size()) best = std::move(found);
  };
  if (digits != 4 && digits > 2) {
    if (digits == 3) try_form(YearAlone);
    return best;
  }
  if (IsSeparator(after)) try_form(digits == 4 ? YearFirst : YearLast);
  if (digits == 4 && after == '.') try_form(HungarianDate);
  if (digits == 4 && after == 's') try_form(Decade);
  if (static_cast<unsigned char>(after) >= 0x80) try_form(EastAsian);
  if (digits == 4) {
    try_form(MonthAndYear);
    try_form(YearAlone);
  } else {
    if (after == '/') try_form(KnownByFigures);
    if (after == ' ') try_form(YearAlone);
    if (after == ' ') try_form(VietnameseDate);
    if (after == ' ' || static_cast<unsigned char>(after) >= 0x80) try_form(ThaiDate);
    if (MayFollowDay(after)) try_form(DayFirst);
    try_form(MonthFirst);
  }
  return best;
}

}  // namespace textmill::entities
