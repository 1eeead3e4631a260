// Dates: 2024-06-05, 5.6.2024, 5 June 2024, June 5, 2024, Wednesday, June 5, June 2024,
// 2024年6月5日.
//
// The value is ISO 8601: 2024-06-05; --06-05 without a year; 2024-06 without a day;
// 2024-06-05/2024-06-07 for "June 5-7, 2024". 5/6/2024, where nobody knows which number is the day,
// has no value.
#include <algorithm>
#include <array>
#include <string>

#include "absl/container/flat_hash_set.h"
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

// The centuries of a year in two figures after an apostrophe: '04, '68.
int ShortYearAt(std::string_view text, size_t at, size_t* end) {
  const size_t mark = Is(text, at, "'") ? 1 : Is(text, at, "’") ? 3 : 0;
  if (mark == 0) return 0;
  const int year = Digits(text, at + mark, 2, 2, end);
  if (*end != at + mark + 2 || !EndsHere(text, *end)) return 0;
  return year < 50 ? 2000 + year : 1900 + year;
}

// The era after or before a year: BC, AD. kOther for those of other calendars, which are not read.
enum class Era : uint8_t { kNone, kBefore, kAfter, kOther };

Era EraAt(std::string_view text, size_t at, size_t* end) {
  constexpr struct {
    std::string_view word;
    Era era;
  } kEras[] = {{"BCE", Era::kBefore},  {"BC", Era::kBefore},  {"B.C.E.", Era::kBefore},
               {"B.C.", Era::kBefore}, {"AD", Era::kAfter},   {"A.D.", Era::kAfter},
               {"CE", Era::kAfter},    {"C.E.", Era::kAfter}, {"AH", Era::kOther},
               {"BE", Era::kOther},    {"A.H.", Era::kOther}, {"AM", Era::kNone}};
  for (const auto& [word, era] : kEras) {
    if (!Is(text, at, word) || InsideWord(text, at + word.size())) continue;
    *end = at + word.size();
    return era;
  }
  return Era::kNone;
}

// A year with its era at `at`: 44 BC, AD 79, 79 A.D. The year as ISO 8601 counts it, where 1 BC is
// 0; `end` is 0 when there is none, and `known` is false when it is of another calendar.
struct EraYear {
  int year = 0;
  size_t end = 0;
  bool known = true;
};
EraYear EraYearAt(std::string_view text, size_t at) {
  size_t end = at;
  Era era = EraAt(text, at, &end);
  if (era == Era::kAfter) {
    const size_t digits = SkipBlanks(text, end);
    size_t digits_end;
    const int year = Digits(text, digits, 1, 4, &digits_end);
    return year > 0 && EndsHere(text, digits_end) ? EraYear{year, digits_end} : EraYear{};
  }
  if (era != Era::kNone) return {};
  size_t digits_end;
  const int year = Digits(text, at, 1, 4, &digits_end);
  if (year == 0) return {};
  const size_t word = SkipBlanks(text, digits_end);
  era = EraAt(text, word, &end);
  if (era == Era::kNone) return {};
  if (era == Era::kOther) return {0, end, false};
  return {era == Era::kBefore ? 1 - year : year, end};
}

std::string IsoYear(int year) {
  const int size = year < 0 ? -year : year;
  const auto two = [](int number) {
    return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
  };
  return (year < 0 ? "-" : "") + two(size / 100) + two(size % 100);
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

// A year that follows a date, after a comma or a word such as "de": `year` is "" when none does,
// and `bad` when one of another calendar does.
struct NextYear {
  std::string year;
  int number = 0;  // 0 when there is none, and for those before our era
  size_t end = 0;
  bool bad = false;
};
NextYear YearAfter(std::string_view text, size_t at) {
  if (Is(text, at, ",")) ++at;
  size_t next = SkipBlanks(text, at);
  if (next == at) return {};
  for (const std::string_view word : {"de", "del", "of", "in"}) {
    if (Is(text, next, word) && SkipBlanks(text, next + word.size()) > next + word.size()) {
      next = SkipBlanks(text, next + word.size());
      break;
    }
  }
  if (const EraYear era = EraYearAt(text, next); era.end != 0) {
    if (!era.known) return {"", 0, 0, true};
    return {IsoYear(era.year), std::max(era.year, 0), era.end};
  }
  size_t end;
  int year = YearAt(text, next, &end);
  if (year == 0) year = ShortYearAt(text, next, &end);
  if (year == 0) return {};
  return {IsoYear(year), year, end};
}

// The end of "st", "nd", "rd", "th" at `at`.
size_t SkipSuffix(std::string_view text, size_t at) {
  for (const std::string_view suffix : {"st", "nd", "rd", "th"}) {
    if (Is(text, at, suffix)) return at + suffix.size();
  }
  return at;
}

// What is between two days of one month: "5-7 June", "June 5 to 7", "5 and 7 June".
enum class Join : uint8_t { kNone, kSpan, kList };

Join JoinAt(std::string_view text, size_t at, bool between, size_t* end) {
  for (const std::string_view span :
       {"-", "–", "—", " - ", " – ", " to ", " through ", " until ", " till ", " thru ", " bis ",
        " al ", " au ", " по ", " tot "}) {
    if (!Is(text, at, span)) continue;
    *end = at + span.size();
    return Join::kSpan;
  }
  for (const std::string_view list :
       {" and ", " or ", ", ", " & ", "/", " und ", " et ", " y ", " e ", " и "}) {
    if (!Is(text, at, list)) continue;
    *end = at + list.size();
    return between && list != ", " ? Join::kSpan : Join::kList;
  }
  return Join::kNone;
}

// Whether "between", or its like in other languages, ends before `at`.
bool BetweenBefore(std::string_view text, size_t at) {
  const size_t end = SkipBlanksBefore(text, at);
  if (end == at) return false;
  const std::string word = LowerWord(WordBefore(text, end));
  return word == "between" || word == "zwischen" || word == "entre" || word == "между";
}

// The day that is joined to one ending at `at`; 0 when there is none.
struct JoinedDay {
  int day = 0;
  size_t end = 0;
  Join join = Join::kNone;
};
JoinedDay JoinedDayAt(std::string_view text, size_t at, bool between) {
  size_t next;
  const Join join = JoinAt(text, at, between, &next);
  if (join == Join::kNone) return {};
  size_t end;
  const int day = Digits(text, next, 1, 2, &end);
  if (day == 0) return {};
  end = SkipSuffix(text, end);
  if (Is(text, end, ".") && Is(text, end + 1, " ")) ++end;  // vom 3. bis 5. Juni
  return {day, end, join};
}

std::string DaysValue(const std::string& year, int month, int day, int last_day) {
  const auto iso = [&](int d) { return (year.empty() ? "-" : year) + Iso(0, month, d).substr(1); };
  return last_day == 0 ? iso(day) : iso(day) + "/" + iso(last_day);
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

// 5 June 2024, 5th of June, 5-7 June, between 5 and 7 June, 5. Juni 2024, 5 de junio de 2024. Of "5
// and 7 June", the 5.
Found DayFirst(std::string_view text, size_t at) {
  size_t end;
  const int day = Digits(text, at, 1, 2, &end);
  if (day == 0) return {};
  const size_t first_end = end;
  bool stop = false;
  for (const std::string_view suffix : {"st", "nd", "rd", "th", "er", "º", "."}) {
    if (!Is(text, end, suffix)) continue;
    stop = suffix == ".";
    end += suffix.size();
    break;
  }
  int last_day = 0;
  bool list = false;
  const bool between = BetweenBefore(text, at);
  for (int i = 0; i < 4; ++i) {
    const JoinedDay joined = JoinedDayAt(text, end, between);
    if (joined.day == 0) break;
    if (joined.join == Join::kSpan && (list || last_day != 0)) return {};
    if (joined.join == Join::kSpan) last_day = joined.day;
    list = list || joined.join == Join::kList;
    stop = text[joined.end - 1] == '.';
    end = joined.end;
    if (joined.join == Join::kSpan) break;
  }
  size_t next = SkipBlanks(text, end);
  if (next == end) return {};
  for (const std::string_view word : {"of", "de"}) {
    if (!Is(text, next, word)) continue;
    const size_t after = SkipBlanks(text, next + word.size());
    if (after > next + word.size()) next = after;
    break;
  }
  const std::string_view word = WordAt(text, next);
  const Month month = MonthOf(word);
  if (month.number == 0 || (stop && !month.after_stop)) return {};
  end = next + word.size();
  if (!EndsHere(text, end)) return {};
  const size_t full_stop = month.short_form && Is(text, end, ".") ? 1 : 0;
  const NextYear year = YearAfter(text, end + full_stop);
  if (year.bad || !Fits(month, word, !year.year.empty())) return {};
  if (!IsDay(day, month.number, year.number)) return {};
  if (last_day != 0 && (last_day <= day || !IsDay(last_day, month.number, year.number))) return {};
  end = list ? first_end : !year.year.empty() ? year.end : end + full_stop;
  return {WithWeekday(text, at), end, DaysValue(year.year, month.number, day, last_day)};
}

// The month that ends before `at`, with blanks between and up to one of `marks`.
Month MonthBefore(std::string_view text, size_t at, std::string_view marks, bool with_year,
                  size_t* begin) {
  size_t end = SkipBlanksBefore(text, at);
  if (end == at) return {};
  if (end > 0 && marks.find(text[end - 1]) != std::string_view::npos) --end;
  std::string_view word = WordBefore(text, end);
  if (with_year && (word == "de" || word == "del" || word == "of" || word == "in")) {
    end = SkipBlanksBefore(text, end - word.size());
    word = WordBefore(text, end);
  }
  const Month month = MonthOf(word);
  *begin = end - word.size();
  if (!Fits(month, word, with_year) || InsideWord(text, *begin)) return {};
  return month;
}

// Whether a day without a year is one, and no count of what follows: "June 5 and 7." but not "June
// 5 and 7 people".
bool IsClosed(std::string_view text, size_t at) {
  if (at >= text.size()) return true;
  const size_t next = SkipBlanks(text, at);
  if (next > at) return false;
  return std::string_view(".;:)!?\"").find(text[at]) != std::string_view::npos &&
         !IsDigit(text, at + 1);
}

// Where the day of "5 and " or "5th, " begins that ends before `at`; `at` when there is none.
size_t ListedDayBefore(std::string_view text, size_t at) {
  size_t joint = 0;
  for (const std::string_view list : {" and ", " or ", ", ", " & "}) {
    if (at >= list.size() && Is(text, at - list.size(), list)) joint = list.size();
  }
  if (joint == 0) return at;
  size_t end = at - joint;
  for (const std::string_view suffix : {"st", "nd", "rd", "th"}) {
    if (end > 2 && Is(text, end - 2, suffix)) {
      end -= 2;
      break;
    }
  }
  size_t begin = end;
  while (begin > 0 && end - begin < 3 && IsDigit(text, begin - 1)) --begin;
  return begin == end || end - begin > 2 ? at : begin;
}

// The month of a day that begins at `at`: of "June 5", and over "June 5 and " of "June 5 and 7".
struct MonthOfDay {
  Month month;          // its number is 0 when there is none
  size_t begin = 0;     // of the month
  bool listed = false;  // there are days between
};

MonthOfDay FindMonthOfDay(std::string_view text, size_t at) {
  MonthOfDay of;
  of.month = MonthBefore(text, at, ".", false, &of.begin);
  for (int i = 0; i < 4 && of.month.number == 0; ++i) {
    const size_t day = ListedDayBefore(text, at);
    if (day == at) break;
    of.listed = true;
    at = day;
    of.month = MonthBefore(text, at, ".", false, &of.begin);
  }
  return of;
}

// What is joined to the day that ends at `end`: the 7 of "June 5-7, 2024" and "June 5 and 7, 2024".
struct FurtherDays {
  NextYear year;
  int last = 0;  // of a span; 0 when there is none
  size_t end;
};

// They are days if their year or the end of the sentence shows it.
FurtherDays FindFurtherDays(std::string_view text, size_t end, bool between) {
  size_t far = end;
  int last = 0;
  bool list = false;
  for (int i = 0; i < 4; ++i) {
    const JoinedDay joined = JoinedDayAt(text, far, between);
    if (joined.day == 0 || !EndsHere(text, joined.end)) break;
    const bool tight = Is(text, far, "-") || Is(text, far, "–");
    far = joined.end;
    if (joined.join == Join::kSpan) last = joined.day;
    list = list || joined.join == Join::kList;
    const NextYear year = YearAfter(text, far);
    if (!year.year.empty() || tight || IsClosed(text, far)) {
      return list ? FurtherDays{year, 0, end} : FurtherDays{year, last, far};
    }
    if (joined.join == Join::kSpan) break;
  }
  return {{}, 0, end};
}

// June 5, June 5, 2024, Sept. 5th, June 5-7, 2024, June 5 to 7, June 5 and 7, 2024: the last is
// found at each of its days.
Found MonthFirst(std::string_view text, size_t at) {
  const auto [month, month_begin, listed] = FindMonthOfDay(text, at);
  if (month.number == 0) return {};
  size_t end;
  const int day = Digits(text, at, 1, 2, &end);
  if (day == 0) return {};
  end = SkipSuffix(text, end);
  if (!EndsHere(text, end)) return {};
  const size_t first_end = end;
  NextYear year = YearAfter(text, end);
  int last_day = 0;
  if (year.year.empty() && !year.bad) {
    const FurtherDays more = FindFurtherDays(text, end, BetweenBefore(text, month_begin));
    year = more.year;
    last_day = more.last;
    end = more.end;
  }
  if (year.bad) return {};
  if (!IsDay(day, month.number, year.number)) return {};
  if (last_day != 0 && (last_day <= day || !IsDay(last_day, month.number, year.number))) return {};
  const bool year_here =
      !year.year.empty() && (last_day != 0 || YearAfter(text, first_end).end != 0);
  if (listed && year.year.empty() && !IsClosed(text, first_end)) return {};
  // June 5.3 or June 5:30 is no day.
  if (year.year.empty() && end < text.size() &&
      (text[end] == '.' || text[end] == ':' || text[end] == ',') && IsDigit(text, end + 1)) {
    return {};
  }
  return {listed ? at : WithWeekday(text, month_begin), year_here ? year.end : end,
          DaysValue(year.year, month.number, day, last_day)};
}

// June 2024, junio de 2024.
Found MonthAndYear(std::string_view text, size_t at) {
  size_t end;
  const int year = YearAt(text, at, &end);
  if (year == 0) return {};
  size_t begin;
  const Month month = MonthBefore(text, at, ".,", true, &begin);
  if (month.number == 0) return {};
  // Of a day that there is not: 31 June 2024.
  size_t before = SkipBlanksBefore(text, begin);
  if (const std::string_view of = WordBefore(text, before); of == "of" || of == "de") {
    before = SkipBlanksBefore(text, before - of.size());
  }
  for (const std::string_view suffix : {"st", "nd", "rd", "th", "."}) {
    if (before > suffix.size() && Is(text, before - suffix.size(), suffix)) {
      before -= suffix.size();
      break;
    }
  }
  if (before < begin && before > 0 && IsDigit(text, before - 1)) return {};
  size_t era_end;
  if (EraAt(text, SkipBlanks(text, end), &era_end) != Era::kNone) return {};
  return {begin, end, Iso(year, month.number, 1).substr(0, 7)};
}

// ---- A year alone

// Words that may follow a year, but not the number in "in 1500 homes".
bool MayFollowYear(std::string_view word) {
  static const absl::flat_hash_set<std::string_view> words = {
      "and",     "or",       "but",       "when",  "with",    "to",      "from",  "by",
      "for",     "the",      "a",         "an",    "as",      "at",      "on",    "in",
      "was",     "is",       "were",      "are",   "had",     "has",     "have",  "after",
      "before",  "that",     "which",     "who",   "he",      "she",     "it",    "they",
      "his",     "her",      "its",       "their", "because", "while",   "until", "over",
      "under",   "due",      "following", "among", "during",  "will",    "would", "did",
      "there",   "this",     "these",     "we",    "i",       "you",     "then",  "where",
      "if",      "than",     "through",   "since", "about",   "also",    "only",  "alone",
      "onwards", "onward",   "under",     "amid",  "despite", "against", "and",   "of",
      "not",     "although", "though",    "s",     "so",      "both",    "still", "into"};
  return words.contains(word);
}

constexpr int kMostYears = 4;  // of a list: "in 1990, 1994 or 1998"

// 1990-1995, 2019/20: the second year begins at `next`.
Found YearSpan(std::string_view text, size_t at, int year, size_t next) {
  size_t end;
  const int last = Digits(text, next, 2, 4, &end);
  if (!EndsHere(text, end) || Is(text, end, "-")) return {};
  if (end == next + 4 && last > year && last < 2100)
    return {at, end, IsoYear(year) + "/" + IsoYear(last)};
  if (end == next + 2 && last == (year + 1) % 100 && last > 12)
    return {at, end, IsoYear(year) + "/" + IsoYear(year + 1)};
  return {};
}

// Whether a number counts what follows it at `next`, and so is no year. `likely`: the word before
// it says that it is one.
bool CountsWhatFollows(std::string_view text, size_t next, bool likely) {
  if (IsDigit(text, next) || Is(text, next, "%") || Is(text, next, "°")) return true;
  size_t era_end;
  if (EraAt(text, next, &era_end) != Era::kNone) return true;
  const std::string_view after = WordAt(text, next);
  if (after.empty() || IsCapitalised(after) || MayFollowYear(after)) return false;
  // "in 2004 people" and "in 2019 alone": what it might count ends in s.
  return !likely || after.ends_with("s") || after == "people" || after == "million" ||
         after == "men" || after == "women" || after == "children" || after.size() <= 3;
}

// in 2022, since 1990, from 1990 to 1995, 1990-1995, in 44 BC. What else has four figures is no
// year by itself.
Found YearAlone(std::string_view text, size_t at, int listed = 0) {
  const size_t word_end = SkipBlanksBefore(text, at);
  const std::string_view word = WordBefore(text, word_end);
  const std::string before = LowerWord(word);
  const auto is = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), before) != words.end();
  };
  const bool apart = word_end < at;
  const bool mid = !apart && at > 0 && text[at - 1] == '-' && WordBefore(text, at - 1) == "mid";
  const bool sure =
      (apart && is({"in", "since", "during", "early", "late", "until", "till"})) || mid;
  const bool perhaps = apart && is({"by", "from", "before", "after", "between", "through", "year"});
  if (const EraYear era = EraYearAt(text, at); era.end != 0) {
    if (!era.known || !(sure || perhaps)) return {};
    return {at, era.end, IsoYear(era.year)};
  }
  size_t end;
  const int year = Digits(text, at, 4, 4, &end);
  if (end != at + 4 || year < 1000 || year > 2099 || !EndsHere(text, end)) return {};
  if ((Is(text, end, ".") || Is(text, end, ",")) && IsDigit(text, end + 1)) return {};
  // The second of two: "from 1990 to 1995".
  bool second = false;
  if (apart && is({"to", "and", "or", "until", "through"})) {
    const size_t first_end = SkipBlanksBefore(text, word_end - word.size());
    const size_t first = first_end - std::min<size_t>(first_end, 4);
    size_t digits_end;
    second = first_end < word_end - word.size() && Digits(text, first, 4, 4, &digits_end) > 0 &&
             listed < kMostYears && YearAlone(text, first, listed + 1).size() > 0;
  }
  if (!sure && !perhaps && !second) return {};
  size_t dash = end;
  for (const std::string_view one : {"-", "–", "/"}) {
    if (Is(text, end, one)) dash = end + one.size();
  }
  if (dash > end && dash < text.size() && IsDigit(text, dash)) {
    return YearSpan(text, at, year, dash);
  }
  if (static_cast<unsigned char>(end < text.size() ? text[end] : ' ') >= 0x80 &&
      !Is(text, end, "’") && !Is(text, end, "–") && !Is(text, end, "—") && !Is(text, end, "”")) {
    return {};
  }
  const size_t next = SkipBlanks(text, end);
  const bool recent = year >= 1900 && year <= 2049;
  if (next > end && CountsWhatFollows(text, next, sure && recent)) return {};
  if (!recent && !sure && !second) return {};
  return {at, end, IsoYear(year)};
}

Found OneYear(std::string_view text, size_t at) { return YearAlone(text, at); }

// The day that the world calls by its figures.
Found NineEleven(std::string_view text, size_t at) {
  constexpr std::string_view kName = "9/11";
  if (!Is(text, at, kName) || InsideWord(text, at + kName.size())) return {};
  const size_t end = at + kName.size();
  const bool goes_on =
      Is(text, end, "/") || ((Is(text, end, ".") || Is(text, end, ",")) && IsDigit(text, end + 1));
  return goes_on ? Found{} : Found{at, end, "2001-09-11"};
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
    if (digits == 3) try_form(OneYear);
    return best;
  }
  if (IsSeparator(after)) try_form(digits == 4 ? YearFirst : YearLast);
  if (static_cast<unsigned char>(after) >= 0x80) try_form(EastAsian);
  if (digits == 4) {
    try_form(MonthAndYear);
    try_form(OneYear);
  } else {
    if (after == '/') try_form(NineEleven);
    if (after == ' ') try_form(OneYear);
    if (MayFollowDay(after)) try_form(DayFirst);
    try_form(MonthFirst);
  }
  return best;
}

}  // namespace textmill::entities
