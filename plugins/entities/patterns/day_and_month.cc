#include "plugins/entities/patterns/day_and_month.h"

#include <algorithm>
#include <string>

#include "plugins/entities/patterns/calendar_words.h"
#include "plugins/entities/patterns/date_parts.h"
#include "plugins/entities/patterns/linking_words.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

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

// The day that is joined to one ending at `at`; 0 when there is none.
struct JoinedDay {
  int day = 0;
  size_t end = 0;
  DayLink join = DayLink::kNone;
};
JoinedDay JoinedDayAt(std::string_view text, size_t at, bool between) {
  size_t next;
  DayLink join = LinkAt(text, at, &next);
  if (join == DayLink::kNone) return {};
  if (join == DayLink::kList && between && text[at] != ',') join = DayLink::kSpan;
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
  const auto digits_before = [&](size_t last) {
    size_t begin = last;
    while (begin > 0 && last - begin < 3 && IsDigit(text, begin - 1)) --begin;
    return begin == last || last - begin > 2 ? last : begin;
  };
  const size_t begin = digits_before(end);
  if (begin == end) return at;
  // May 2-4 and 9
  const size_t dash = begin > 0 && text[begin - 1] == '-'     ? 1
                      : begin > 2 && Is(text, begin - 3, "–") ? 3
                                                              : 0;
  return dash > 0 ? digits_before(begin - dash) : begin;
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
    far = joined.end - (text[joined.end - 1] == '.' ? 1 : 0);
    if (joined.join == DayLink::kSpan) last = joined.day;
    list = list || joined.join == DayLink::kList;
    const NextYear year = YearAfter(text, far);
    if (!year.year.empty() || tight || IsClosed(text, far)) {
      return list ? FurtherDays{year, 0, end} : FurtherDays{year, last, far};
    }
    if (joined.join == DayLink::kSpan) break;
  }
  return {{}, 0, end};
}

// Whether a day comes before a month: "5 Jun 24" is no 24 June.
bool IsAfterDay(std::string_view text, size_t at) {
  const size_t end = SkipBlanksBefore(text, at);
  size_t begin = end;
  while (begin > 0 && end - begin < 3 && IsDigit(text, begin - 1)) --begin;
  return end < at && begin < end && end - begin < 3 && !InsideWord(text, begin) &&
         (begin == 0 || text[begin - 1] == ' ' || text[begin - 1] == '\n' ||
          text[begin - 1] == '(');
}

// Whether two digits after a date are rather its year than a count: "5 Jun 24, ".
bool HasBareShortYear(std::string_view text, size_t at) {
  const size_t next = SkipBlanks(text, at);
  const size_t end = DigitsEnd(text.substr(0, std::min(text.size(), next + 3)), next);
  return next > at && end == next + 2 && (IsClosed(text, end) || text[end] == ',');
}

// 05-Jun-2024, whose day ends at `end`.
Found Hyphened(std::string_view text, size_t at, size_t end) {
  const std::string_view word = WordAt(text, end + 1);
  const Month month = MonthOf(word);
  const size_t dash = end + 1 + word.size();
  if (month.number == 0 || !Is(text, dash, "-")) return {};
  const int day = Digits(text, at, 1, 2, &end);
  const int year = YearAt(text, dash + 1, &end);
  if (year == 0 || !EndsHere(text, end) || !IsDay(day, month.number, year)) return {};
  return {at, end, Iso(year, month.number, day)};
}

}  // namespace

// A blank, or what begins "th", "-7" and the like.
bool MayFollowDay(char c) {
  return static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view(" .,-\n\t\r\v\fsnrte").find(c) != std::string_view::npos;
}

Found DayFirst(std::string_view text, size_t at) {
  size_t end;
  const int day = Digits(text, at, 1, 2, &end);
  if (day == 0) return {};
  if (Is(text, end, "-") && !IsDigit(text, end + 1) && !Is(text, end, "-го"))
    return Hyphened(text, at, end);
  bool stop = false;
  for (const std::string_view suffix : {"st", "nd", "rd", "th", "er", "º", "°", "-го", "."}) {
    if (!Is(text, end, suffix)) continue;
    stop = suffix == ".";
    end += suffix.size();
    break;
  }
  const size_t first_end = stop ? end - 1 : end;
  int last_day = 0;
  bool list = false, comma = false;
  const bool between = BetweenBefore(text, at);
  for (int i = 0; i < 4; ++i) {
    const JoinedDay joined = JoinedDayAt(text, end, between);
    if (joined.day == 0) break;
    if (joined.join == DayLink::kSpan && (list || last_day != 0)) return {};
    if (joined.join == DayLink::kSpan) last_day = joined.day;
    list = list || joined.join == DayLink::kList;
    stop = text[joined.end - 1] == '.';
    comma = text[end] == ',';
    end = joined.end;
    if (joined.join == DayLink::kSpan) break;
  }
  if (comma) return {};  // "3, 5 July" is no list
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
  if (year.year.empty() && HasBareShortYear(text, end)) return {};
  return {WithWeekday(text, at), end, DaysValue(year.year, month.number, day, last_day)};
}

// The year that is right before a month: "2020 May 5", and not "in 2020 May 5".
struct EarlierYear {
  std::string year;
  size_t begin;
};
EarlierYear YearBefore(std::string_view text, size_t at) {
  const size_t end = SkipBlanksBefore(text, at);
  size_t year_end;
  if (end == at || end < 4 || (end > 4 && IsDigit(text, end - 5))) return {"", at};
  const size_t begin = end - 4;
  const int year = Digits(text, begin, 4, 4, &year_end);
  if (year < 1900 || year > 2099 || year_end != end || InsideWord(text, begin)) return {"", at};
  const std::string before = LowerWord(WordBefore(text, SkipBlanksBefore(text, begin)));
  return before == "in" ? EarlierYear{"", at} : EarlierYear{IsoYear(year), begin};
}

Found MonthFirst(std::string_view text, size_t at) {
  const auto [month, month_begin, listed] = FindMonthOfDay(text, at);
  if (month.number == 0 || IsAfterDay(text, month_begin)) return {};
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
  if (year.year.empty() && !listed) {
    const EarlierYear before = YearBefore(text, month_begin);
    if (!before.year.empty())
      return {before.begin, end, DaysValue(before.year, month.number, day, last_day)};
  }
  return {listed ? at : WithWeekday(text, month_begin), year_here ? year.end : end,
          DaysValue(year.year, month.number, day, last_day)};
}

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
  for (const std::string_view suffix : {"st", "nd", "rd", "th", "er", "º", "°", "-го", "."}) {
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

}  // namespace textmill::entities
