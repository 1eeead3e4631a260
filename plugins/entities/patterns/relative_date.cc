#include "plugins/entities/patterns/relative_date.h"

#include <array>
#include <cstdio>

#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"
#include "textmill/calendar.hpp"

namespace textmill::entities {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};

// 0 for Sunday to 6, -1 when it is none.
int WeekdayOf(std::string_view word) {
  if (word.size() < 3 || !IsCapitalised(word)) return -1;
  const std::string lower = LowerWord(word);
  for (size_t i = 0; i < kWeekdays.size(); ++i) {
    const bool shortened = lower.size() < 6 && kWeekdays[i].starts_with(lower);
    if (lower == kWeekdays[i] || shortened) return static_cast<int>(i);
  }
  return -1;
}

int WeekdayOf(sys_days day) { return static_cast<int>(std::chrono::weekday(day).c_encoding()); }

std::string Iso(sys_days day) {
  const year_month_day ymd(day);
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return out;
}

// 2024-W23
std::string IsoWeek(sys_days day) {
  const sys_days thursday = day + days(3 - (WeekdayOf(day) + 6) % 7);  // of the same week
  const year_month_day ymd(thursday);
  const int week = (thursday - sys_days(ymd.year() / 1 / 1)).count() / 7 + 1;
  char out[32];
  std::snprintf(out, sizeof out, "%04d-W%02d", static_cast<int>(ymd.year()), week);
  return out;
}

// `amount` of "day", "week", "month" or "year" from `written` on, as exact as the unit is.
std::string Moved(sys_days written, std::string_view unit, int amount) {
  if (unit == "day") return Iso(written + days(amount));
  if (unit == "week") return IsoWeek(written + days(7 * amount));
  const year_month_day ymd(written);
  if (unit == "year")
    return Iso(sys_days((ymd.year() + std::chrono::years(amount)) / 1 / 1)).substr(0, 4);
  const auto month = ymd.year() / ymd.month() + std::chrono::months(amount);
  return Iso(sys_days(month / 1)).substr(0, 7);
}

// The word before `at`, behind blanks, in lower case; where it begins.
std::string LowerBefore(std::string_view text, size_t at, size_t* begin) {
  const size_t end = SkipBlanksBefore(text, at);
  *begin = at;
  if (end == at) return {};
  const std::string_view word = WordBefore(text, end);
  if (word.empty() || InsideWord(text, end - word.size())) return {};
  *begin = end - word.size();
  return LowerWord(word);
}

// 1 to 999, in digits or as a word up to twelve; 0 when it is none.
int SmallNumberBefore(std::string_view text, size_t at, size_t* begin) {
  constexpr std::array<std::string_view, 13> kWords = {"",     "one",    "two",   "three", "four",
                                                       "five", "six",    "seven", "eight", "nine",
                                                       "ten",  "eleven", "twelve"};
  const size_t end = SkipBlanksBefore(text, at);
  if (end == at) return 0;
  size_t digits = end;
  while (digits > 0 && end - digits < 4 && IsDigit(text, digits - 1)) --digits;
  if (digits < end) {
    if (end - digits > 3 || (digits > 0 && InsideWord(text, digits))) return 0;
    if (digits > 0 && (text[digits - 1] == '.' || text[digits - 1] == ',')) return 0;
    *begin = digits;
    int value = 0;
    for (size_t i = digits; i < end; ++i) value = value * 10 + (text[i] - '0');
    return value;
  }
  const std::string word = LowerBefore(text, at, begin);
  if (word == "a" || word == "an") return 1;
  for (size_t i = 1; i < kWords.size(); ++i) {
    if (word == kWords[i]) return static_cast<int>(i);
  }
  return 0;
}

// Whether the clause before `at` speaks of what is to come.
bool InFuture(std::string_view text, size_t at) {
  const size_t from = at > 80 ? at - 80 : 0;
  const std::string_view before = text.substr(from, at - from);
  const size_t stop = before.find_last_of(".;\n");
  const std::string_view clause = stop == before.npos ? before : before.substr(stop);
  return clause.find(" will ") != clause.npos;
}

// Monday, last Monday, on Monday.
Found Weekday(std::string_view text, size_t begin, size_t end, int weekday, WrittenOn written) {
  size_t before;
  const std::string word = LowerBefore(text, begin, &before);
  for (const std::string_view named : {"good", "black", "bloody", "ash", "holy", "maundy", "palm",
                                       "easter", "cyber", "super", "whit"}) {
    if (word == named && IsCapitalised(text.substr(before))) return {};  // a day of its own
  }
  const bool last = word == "last" || word == "past", next = word == "next" || word == "coming",
             same = word == "this";
  Found found{last || next || same ? before : begin, end, ""};
  if (!written) return found;
  const int today = WeekdayOf(*written);
  const int since = (today - weekday + 7) % 7;  // days ago, 0 for today
  int move = -since;
  if (last) {
    move = since == 0 ? -7 : -since;
  } else if (same) {
    move = (weekday + 6) % 7 - (today + 6) % 7;  // weeks begin with Monday
  } else if (next || InFuture(text, begin)) {
    move = next && since == 0 ? 7 : (7 - since) % 7;
  }
  found.value = Iso(*written + days(move));
  return found;
}

// last week, this year, two months ago.
Found Span(std::string_view text, size_t begin, size_t end, std::string_view unit, bool plural,
           WrittenOn written) {
  size_t before;
  if (!plural && unit != "day") {
    const std::string word = LowerBefore(text, begin, &before);
    const bool last = word == "last", next = word == "next", same = word == "this";
    if (last || next || same) {
      return {before, end, written ? Moved(*written, unit, next ? 1 : last ? -1 : 0) : ""};
    }
  }
  const size_t ago = SkipBlanks(text, end);
  if (ago == end || WordAt(text, ago) != "ago" || InsideWord(text, ago + 3)) return {};
  const int amount = SmallNumberBefore(text, begin, &before);
  if (amount == 0) return {};
  return {before, ago + 3, written ? Moved(*written, unit, -amount) : ""};
}

}  // namespace

WrittenOn ReadDay(std::string_view iso) {
  const auto day = ParseIsoDay(iso);
  if (!day || day->year < 1) return {};
  return sys_days(days(DaysFromCivil(*day)));
}

Found FindRelativeDate(std::string_view text, size_t at, WrittenOn written) {
  // The whole word.
  size_t begin = at;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  while (begin > 0 && at - begin < 12 && is_letter(text[begin - 1])) --begin;
  size_t end = at;
  while (end < text.size() && end - at < 12 && is_letter(text[end])) ++end;
  if (InsideWord(text, begin) || InsideWord(text, end)) return {};
  const std::string_view word = text.substr(begin, end - begin);

  if (const int weekday = WeekdayOf(word); weekday >= 0 && word.size() > 5) {
    return Weekday(text, begin, end, weekday, written);
  }
  const std::string lower = LowerWord(word);
  for (const auto& [name, move] : {std::pair{"today", 0}, {"yesterday", -1}, {"tomorrow", 1}}) {
    if (lower == name) return {begin, end, written ? Iso(*written + days(move)) : ""};
  }
  for (const std::string_view unit : {"day", "week", "month", "year"}) {
    if (word == unit) return Span(text, begin, end, unit, false, written);
    if (word.size() == unit.size() + 1 && word.starts_with(unit) && word.back() == 's') {
      return Span(text, begin, end, unit, true, written);
    }
  }
  return {};
}

void ResolveYear(std::string_view date_text, sys_days written, std::string* value) {
  if (!value->starts_with("--") || value->size() < 7) return;
  const auto two = [&](size_t at) {
    return static_cast<unsigned>(((*value)[at] - '0') * 10 + ((*value)[at + 1] - '0'));
  };
  const std::chrono::month_day day{std::chrono::month(two(2)), std::chrono::day(two(5))};
  const int weekday = WeekdayOf(WordAt(date_text, 0));
  const std::chrono::year middle = year_month_day(written).year();
  // Twelve years around hold each date on each weekday, but for the rarest.
  std::optional<sys_days> best;
  const int around = weekday >= 0 ? 6 : 4;
  for (int i = -around; i <= around; ++i) {
    const year_month_day ymd = (middle + std::chrono::years(i)) / day;
    if (!ymd.ok()) continue;
    const sys_days candidate(ymd);
    if (weekday >= 0 && WeekdayOf(candidate) != weekday) continue;
    const auto distance = [&](sys_days d) { return d < written ? written - d : d - written; };
    if (!best || distance(candidate) < distance(*best)) best = candidate;
  }
  if (!best) return;
  const std::string year = Iso(*best).substr(0, 4);
  if (const size_t second = value->find("/--"); second != value->npos) {
    value->replace(second + 1, 1, year);
  }
  value->replace(0, 1, year);
}

}  // namespace textmill::entities
