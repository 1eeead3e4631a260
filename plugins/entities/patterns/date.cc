// Dates: 2024-06-05, 5.6.2024, 5 June 2024, June 5, 2024, Wednesday, June 5, June 2024,
// 2024年6月5日.
//
// The value is ISO 8601: 2024-06-05; --06-05 without a year; 2024-06 without a day;
// 2024-06-05/2024-06-07 for "June 5-7, 2024". 5/6/2024, where nobody knows which number is the day,
// has no value.
#include <array>

#include "plugins/entities/patterns/calendar_words.h"
#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"
#include "textmill/calendar.hpp"

namespace textmill::entities {
namespace {

// Without a year (0) 29 February counts: the year 0 is a leap year.
bool IsDay(int day, int month, int year) { return IsDate(year, month, day); }

std::string Iso(int year, int month, int day) {
  const auto two = [](int number) {
    return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
  };
  return (year == 0 ? "-" : two(year / 100) + two(year % 100)) + "-" + two(month) + "-" + two(day);
}

// One to four digits at `at`, of at least `least` and at most `most` figures, and the end of them;
// 0 when there are fewer or more.
int Digits(std::string_view text, size_t at, size_t least, size_t most, size_t* end) {
  *end = DigitsEnd(text.substr(0, at + 5), at);
  if (*end - at < least || *end - at > most) return 0;
  int value = 0;
  for (size_t i = at; i < *end; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

bool EndsHere(std::string_view text, size_t at) { return !InsideWord(text, at); }

// A year of four digits that is not the beginning of another number.
int YearAt(std::string_view text, size_t at, size_t* end) {
  const int year = Digits(text, at, 4, 4, end);
  if (year < 1000 || year > 2999 || !EndsHere(text, *end)) return 0;
  if ((Is(text, *end, ".") || Is(text, *end, ",")) && IsDigit(text, *end + 1)) return 0;
  return year;
}

// ---- Digits alone

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

// 2024年6月5日, 6月5日, 2024년 6월 5일.
Found EastAsian(std::string_view text, size_t at) {
  size_t end;
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
    if (year < 1000) return {};
  }
  const int month = number;
  if (!sign("月", "월")) return {};
  const int day = Digits(text, SkipBlanks(text, end), 1, 2, &end);
  if (!sign("日", "일") || !IsDay(day, month, year)) return {};
  return {at, end, Iso(year, month, day)};
}

// ---- With the name of a month

// Moves a date's begin before its weekday: "Wednesday, June 5", "Mittwoch, den 5. Juni".
size_t WithWeekday(std::string_view text, size_t begin) {
  size_t at = SkipBlanksBefore(text, begin);
  std::string_view word = WordBefore(text, at);
  if (word == "den" || word == "the" || word == "dem") {
    at = SkipBlanksBefore(text, at - word.size());
  }
  for (const char mark : {',', '.'}) {
    if (at > 0 && text[at - 1] == mark) --at;
  }
  if (at == begin) return begin;
  word = WordBefore(text, at);
  return IsWeekday(word) && !InsideWord(text, at - word.size()) ? at - word.size() : begin;
}

// A year that follows a date, behind a comma or a word such as "de"; 0 when none does.
int YearAfter(std::string_view text, size_t at, size_t* end) {
  if (Is(text, at, ",")) ++at;
  size_t next = SkipBlanks(text, at);
  if (next == at) return 0;
  for (const std::string_view word : {"de", "del", "of"}) {
    if (Is(text, next, word) && SkipBlanks(text, next + word.size()) > next + word.size()) {
      next = SkipBlanks(text, next + word.size());
      break;
    }
  }
  return YearAt(text, next, end);
}

// The second day of 5-7; 0 when there is none.
int SecondDay(std::string_view text, size_t at, size_t* end) {
  if (Is(text, at, "-")) {
    ++at;
  } else if (Is(text, at, "–")) {
    at += std::string_view("–").size();
  } else {
    return 0;
  }
  return Digits(text, at, 1, 2, end);
}

std::string DaysValue(int year, int month, int day, int last_day) {
  const std::string from = Iso(year, month, day);
  return last_day == 0 ? from : from + "/" + Iso(year, month, last_day);
}

bool Fits(const Month& month, std::string_view word, bool with_year) {
  if (month.number == 0) return false;
  if (IsCapitalised(word)) return true;
  return !month.short_form && (!month.capital || with_year);
}

// A blank, or what begins "th", "-7" and the like.
bool MayFollowDay(char c) {
  return static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view(" .-\n\t\r\v\fsnrte").find(c) != std::string_view::npos;
}

// 5 June 2024, 5th of June, 5-7 June, 5. Juni 2024, 5 de junio de 2024.
Found DayFirst(std::string_view text, size_t at) {
  size_t end;
  const int day = Digits(text, at, 1, 2, &end);
  if (day == 0) return {};
  size_t range_end;
  const int last_day = SecondDay(text, end, &range_end);
  if (last_day != 0) end = range_end;
  bool stop = false;
  for (const std::string_view suffix : {"st", "nd", "rd", "th", "er", "º", "."}) {
    if (!Is(text, end, suffix)) continue;
    stop = suffix == ".";
    end += suffix.size();
    break;
  }
  size_t next = SkipBlanks(text, end);
  if (next == end) return {};
  for (const std::string_view word : {"of", "de"}) {
    if (!Is(text, next, word)) continue;
    const size_t behind = SkipBlanks(text, next + word.size());
    if (behind > next + word.size()) next = behind;
    break;
  }
  const std::string_view word = WordAt(text, next);
  const Month month = MonthOf(word);
  if (month.number == 0 || (stop && !month.after_stop)) return {};
  end = next + word.size();
  if (!EndsHere(text, end)) return {};
  size_t year_end;
  const size_t full_stop = month.short_form && Is(text, end, ".") ? 1 : 0;
  const int year = YearAfter(text, end + full_stop, &year_end);
  if (!Fits(month, word, year != 0)) return {};
  if (!IsDay(day, month.number, year)) return {};
  if (last_day != 0 && (last_day <= day || !IsDay(last_day, month.number, year))) return {};
  end = year != 0 ? year_end : end + full_stop;
  return {WithWeekday(text, at), end, DaysValue(year, month.number, day, last_day)};
}

// The month that ends before `at`, behind blanks and up to one of `marks`.
Month MonthBefore(std::string_view text, size_t at, std::string_view marks, bool with_year,
                  size_t* begin) {
  size_t end = SkipBlanksBefore(text, at);
  if (end == at) return {};
  if (end > 0 && marks.find(text[end - 1]) != std::string_view::npos) --end;
  std::string_view word = WordBefore(text, end);
  if (with_year && (word == "de" || word == "del" || word == "of")) {
    end = SkipBlanksBefore(text, end - word.size());
    word = WordBefore(text, end);
  }
  const Month month = MonthOf(word);
  *begin = end - word.size();
  if (!Fits(month, word, with_year) || InsideWord(text, *begin)) return {};
  return month;
}

// June 5, June 5, 2024, Sept. 5th, June 5-7, 2024.
Found MonthFirst(std::string_view text, size_t at) {
  size_t begin;
  const Month month = MonthBefore(text, at, ".", false, &begin);
  if (month.number == 0) return {};
  size_t end;
  const int day = Digits(text, at, 1, 2, &end);
  if (day == 0) return {};
  size_t range_end;
  const int last_day = SecondDay(text, end, &range_end);
  if (last_day != 0) {
    end = range_end;
  } else {
    for (const std::string_view suffix : {"st", "nd", "rd", "th"}) {
      if (Is(text, end, suffix)) end += suffix.size();
    }
  }
  if (!EndsHere(text, end)) return {};
  size_t year_end;
  const int year = YearAfter(text, end, &year_end);
  if (!IsDay(day, month.number, year)) return {};
  if (last_day != 0 && (last_day <= day || !IsDay(last_day, month.number, year))) return {};
  // June 5.3 or June 5:30 is no day.
  if (year == 0 && end < text.size() &&
      (text[end] == '.' || text[end] == ':' || text[end] == ',') && IsDigit(text, end + 1)) {
    return {};
  }
  return {WithWeekday(text, begin), year != 0 ? year_end : end,
          DaysValue(year, month.number, day, last_day)};
}

// June 2024, junio de 2024.
Found MonthAndYear(std::string_view text, size_t at) {
  size_t end;
  const int year = YearAt(text, at, &end);
  if (year == 0) return {};
  size_t begin;
  const Month month = MonthBefore(text, at, ".,", true, &begin);
  if (month.number == 0) return {};
  return {begin, end, Iso(year, month.number, 1).substr(0, 7)};
}

}  // namespace

Found FindDate(std::string_view text, size_t at) {
  // The middle of a number, a version, a date that was no date.
  if (at >= 2 && (IsSeparator(text[at - 1]) || text[at - 1] == ',' || text[at - 1] == ':') &&
      IsDigit(text, at - 2)) {
    return {};
  }
  // The forms that so many digits may begin, and what stands behind them.
  const size_t end = DigitsEnd(text.substr(0, at + 5), at);
  const size_t digits = end - at;
  const char behind = end < text.size() ? text[end] : ' ';
  Found best;
  const auto try_form = [&](Found (*form)(std::string_view, size_t)) {
    Found found = form(text, at);
    if (found.size() > 0 && found.size() >= best.size()) best = std::move(found);
  };
  if (digits != 4 && digits > 2) return best;
  if (IsSeparator(behind)) try_form(digits == 4 ? YearFirst : YearLast);
  if (static_cast<unsigned char>(behind) >= 0x80) try_form(EastAsian);
  if (digits == 4) {
    try_form(MonthAndYear);
  } else {
    if (MayFollowDay(behind)) try_form(DayFirst);
    try_form(MonthFirst);
  }
  return best;
}

}  // namespace textmill::entities
