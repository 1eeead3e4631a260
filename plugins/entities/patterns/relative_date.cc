#include "plugins/entities/patterns/relative_date.h"

#include <algorithm>
#include <cstdio>

#include "plugins/entities/is_one_of.h"
#include "plugins/entities/patterns/calendar_words.h"
#include "plugins/entities/patterns/spelled_number.h"
#include "plugins/entities/patterns/tense.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"
#include "textmill/calendar.hpp"

namespace textmill::entities {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

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

// The word before `at`, with blanks between, in lower case; where it begins.
std::string LowerBefore(std::string_view text, size_t at, size_t* begin) {
  const size_t end = SkipBlanksBefore(text, at);
  *begin = at;
  if (end == at) return {};
  const std::string_view word = WordBefore(text, end);
  if (word.empty() || InsideWord(text, end - word.size())) return {};
  *begin = end - word.size();
  return LowerWord(word);
}

// After a weekday or a date: "of last week", "last year". The unit's move from now, and where it
// ends; `at` where nothing is said.
struct Which {
  int move = 0;
  size_t end = 0;
};
Which WhichAfter(std::string_view text, size_t at, std::string_view unit) {
  size_t next = SkipBlanks(text, at);
  if (next == at) return {0, at};
  if (Is(text, next, "of ")) next += 3;
  const std::string_view word = WordAt(text, next);
  const int move = word == "last" ? -1 : word == "next" ? 1 : 0;
  if (move == 0 && word != "this") return {0, at};
  const size_t unit_at = SkipBlanks(text, next + word.size());
  if (unit_at == next + word.size() || WordAt(text, unit_at) != unit) return {0, at};
  const size_t end = unit_at + unit.size();
  return InsideWord(text, end) ? Which{0, at} : Which{move, end};
}

// "Friday the 13th", "Saturday 22nd": a day whose month is elsewhere.
bool IsNumberedDay(std::string_view text, size_t at) {
  size_t next = SkipBlanks(text, at);
  if (next == at) return false;
  const bool the = Is(text, next, "the ");
  if (the) next += 4;
  const size_t end = DigitsEnd(text.substr(0, std::min(text.size(), next + 3)), next);
  if (end == next || end > next + 2) {
    const std::string_view word = WordAt(text, next);
    return the && word.size() > 4 && (word.ends_with("th") || word.ends_with("first"));
  }
  for (const std::string_view suffix : {"st", "nd", "rd", "th"}) {
    if (Is(text, end, suffix)) return true;
  }
  return false;
}

// Whether what is around a weekday counts from or to it, or counts weekdays: "the first Monday in",
// "a week from Monday", "the day before Monday", "the Monday before last". `before` is where the
// word before it begins.
bool WeekdayIsCountedFrom(std::string_view text, std::string_view word, size_t before, size_t begin,
                          size_t end) {
  const size_t next = SkipBlanks(text, end);
  const std::string_view after = next > end ? WordAt(text, next) : std::string_view();
  if (IsOneOf(word, {"first", "second", "third", "fourth", "fifth"})) return true;
  if (word == "last" && (after == "in" || after == "of")) {
    const std::string_view whole = WordAt(text, SkipBlanks(text, next + after.size()));
    return MonthOf(whole).number > 0 ||
           (IsOneOf(whole, {"the", "each", "every", "a", "any", "this", "that", "next", "last"}) &&
            WhichAfter(text, end, "week").end == end);
  }
  if (word == "ago") return true;
  if (after == "before" || after == "after") {
    const std::string_view which = WordAt(text, SkipBlanks(text, next + after.size()));
    return word == "the" || which == "last" || which == "next";
  }
  if (word == "on") {  // a week on Monday, a year ago on Monday
    size_t unit_at, one_at;
    const std::string unit = LowerBefore(text, before, &unit_at);
    const std::string one = LowerBefore(text, unit_at, &one_at);
    if (unit == "ago") return true;
    if (IsOneOf(unit, {"week", "fortnight"}) && IsOneOf(one, {"a", "one"})) return true;
    if (unit == "weeks" && one != "recent" && one != "for") return true;
  }
  if (IsOneOf(after, {"week", "fortnight"})) return true;  // Monday week
  if (after == "a" && Is(text, next, "a week")) return true;
  if (IsOneOf(word, {"from", "before", "after", "following", "preceding"})) {
    size_t unit_at;
    const std::string unit = LowerBefore(text, before, &unit_at);
    return IsOneOf(unit, {"day", "days", "week", "weeks", "month", "months", "year", "years",
                          "night", "morning", "evening", "hours", "the"}) &&
           !(unit == "the" && word != "following" && word != "preceding");
  }
  // Monday-to-Friday
  return Is(text, end, "-to-") || (begin > 4 && Is(text, begin - 4, "-to-"));
}

// Monday, last Monday, on Monday, Monday of next week.
Found Weekday(std::string_view text, size_t begin, size_t end, int weekday, WrittenOn written) {
  size_t before;
  const std::string word = LowerBefore(text, begin, &before);
  for (const std::string_view named : {"good", "black", "bloody", "ash", "holy", "maundy", "palm",
                                       "easter", "cyber", "super", "whit"}) {
    if (word == named && IsCapitalised(text.substr(before))) return {};  // a day of its own
  }
  // No day in particular.
  if (IsOneOf(word, {"every", "each", "any", "a", "an", "one", "some", "another", "per"}))
    return {};
  const size_t next_at = SkipBlanks(text, end);
  const std::string_view after = next_at > end ? WordAt(text, next_at) : std::string_view();
  if (IsOneOf(after,
              {"Times",    "Telegraph", "Mirror", "Herald", "Mail", "Express",  "Independent",
               "Night",    "Post",      "School", "Star",   "Sun",  "Standard", "Nation",
               "Vanguard", "Tribune",   "Punch",  "World",  "Mass", "school",   "roast"})) {
    return {};
  }
  if (WeekdayIsCountedFrom(text, word, before, begin, end) || IsNumberedDay(text, end)) return {};
  const bool last = word == "last" || word == "past", next = word == "next" || word == "coming",
             same = word == "this";
  const Which week = WhichAfter(text, end, "week");
  Found found{last || next || same ? before : begin, week.end, ""};
  if (!written) return found;
  const int today = WeekdayOf(*written);
  const int since = (today - weekday + 7) % 7;                   // days ago, 0 for today
  const int in_this_week = (weekday + 6) % 7 - (today + 6) % 7;  // weeks begin with Monday
  int move = -since;
  if (week.end > end) {
    move = in_this_week + 7 * week.move;
  } else if ((last && in_this_week < 0) || (next && in_this_week > 0)) {
    return found;  // of this week or the one beside it: nobody knows
  } else if (last) {
    move = since == 0 ? -7 : -since;
  } else if (same) {
    move = in_this_week;
  } else if (next) {
    move = since == 0 ? 7 : 7 - since;
  } else if (TenseAt(text, begin, end) >= Tense::kAhead) {
    move = (7 - since) % 7;
  }
  found.value = Iso(*written + days(move));
  return found;
}

// Whether a time "ago" is only a bound of what is meant, or counted from another day: "more than
// two years ago", "two years ago next month", "a month ago today".
bool IsBoundOnly(std::string_view text, size_t begin, size_t end) {
  size_t before, more;
  const std::string word = LowerBefore(text, begin, &before);
  // "sales rose 5 percent over a year ago"
  if (word == "over" && text[begin] != 'a') return true;
  if (word == "than" && IsOneOf(LowerBefore(text, before, &more), {"more", "less", "fewer"})) {
    return true;
  }
  const size_t next = SkipBlanks(text, end);
  const std::string_view after = next > end ? WordAt(text, next) : std::string_view();
  if (IsOneOf(after, {"today", "tomorrow", "tonight", "yesterday"})) return true;
  const std::string_view unit = WordAt(text, SkipBlanks(text, next + after.size()));
  return IsOneOf(after, {"this", "next", "last"}) && IsOneOf(unit, {"week", "month", "weekend"});
}

// last week, this year, two months ago, a year and a half ago.
Found Span(std::string_view text, size_t begin, size_t end, std::string_view unit, bool plural,
           WrittenOn written) {
  size_t before;
  if (!plural && unit != "day") {
    const std::string word = LowerBefore(text, begin, &before);
    const bool last = word == "last", next = word == "next", same = word == "this";
    if (last || next || same) {
      const size_t of = SkipBlanks(text, end);
      if (WordAt(text, of) == "of") {  // last week of May
        const size_t whole = SkipBlanks(text, of + 2);
        if (IsDigit(text, whole) || MonthOf(WordAt(text, whole)).number > 0) return {};
      }
      if (!same && LowerBefore(text, before, &begin) == "the") return {};  // the last, next year
      return {before, end, written ? Moved(*written, unit, next ? 1 : last ? -1 : 0) : ""};
    }
  }
  size_t ago = SkipBlanks(text, end);
  if (ago == end) return {};
  constexpr std::string_view kAndAHalf = "and a half ";
  const bool and_a_half = Is(text, ago, kAndAHalf);
  if (and_a_half) ago += kAndAHalf.size();
  if (WordAt(text, ago) != "ago" || InsideWord(text, ago + 3)) return {};
  Halves amount = NumberBefore(text, begin);
  if (IsBoundOnly(text, amount.begin, ago + 3)) return {};
  if (amount.count == 0 || (and_a_half && amount.count % 2 != 0)) return {};
  if (and_a_half) ++amount.count;
  Found found{amount.begin, ago + 3, ""};
  if (!written) return found;
  if (amount.count % 2 == 0) {
    found.value = Moved(*written, unit, -amount.count / 2);
  } else if (unit == "year") {
    found.value = Moved(*written, "month", -6 * amount.count);
  } else {
    return {};  // half a week, half a month: nobody knows which day
  }
  return found;
}

// "last night", "this morning"; `word` is the part of the day.
Found PartOfDay(std::string_view text, size_t begin, size_t end, std::string_view word,
                WrittenOn written) {
  size_t which_at, more;
  const std::string which = LowerBefore(text, begin, &which_at);
  if (which != (word == "night" ? "last" : "this")) return {};
  if (word == "night") {  // the last night, last night of the tour
    const size_t next = SkipBlanks(text, end);
    if (LowerBefore(text, which_at, &more) == "the" || WordAt(text, next) == "of") return {};
  }
  return {which_at, end, written ? Iso(*written - days(word == "night" ? 1 : 0)) : ""};
}

// "last weekend", "this weekend": Saturday and Sunday.
Found Weekend(std::string_view text, size_t begin, size_t end, WrittenOn written) {
  size_t which_at, more;
  const std::string which = LowerBefore(text, begin, &which_at);
  const bool last = which == "last", next = which == "next";
  if (!last && !next && which != "this") return {};
  if (LowerBefore(text, which_at, &more) == "the" || WordAt(text, SkipBlanks(text, end)) == "of") {
    return {};
  }
  if (!written) return {which_at, end, ""};
  // Of the week that the day is in; on a Saturday or Sunday, the last one is a week before.
  const int to_saturday = 6 - (WeekdayOf(*written) + 6) % 7 - 1;  // Monday: 5, Sunday: -1
  const sys_days saturday = *written + days(to_saturday) + days(last ? -7 : next ? 7 : 0);
  return {which_at, end, Iso(saturday) + "/" + Iso(saturday + days(1))};
}

// Whether a word with a capital begins a sentence, a heading or what somebody says.
bool BeginsSentence(std::string_view text, size_t begin) {
  const size_t end = SkipBlanksBefore(text, begin);
  if (end == 0) return true;
  if (end < begin && text.substr(end, begin - end).find('\n') != std::string_view::npos)
    return true;
  return WordBefore(text, end).empty() && text[end - 1] != ',' &&
         (text[end - 1] != '-' || end < begin);  // NBC-Today
}

// The day before yesterday, the day after tomorrow.
Found DayBeside(std::string_view text, size_t begin, size_t end, int move, WrittenOn written) {
  size_t before, day;
  const std::string word = LowerBefore(text, begin, &before);
  if ((word == "before" && move < 0) || (word == "after" && move > 0)) {
    if (LowerBefore(text, before, &day) != "day") return {};
    begin = day;
    move *= 2;
  }
  return {begin, end, written ? Iso(*written + days(move)) : ""};
}

}  // namespace

WrittenOn ReadDay(std::string_view iso) {
  const auto day = ParseIsoDay(iso);
  if (!day || day->year < 1) return {};
  return sys_days(days(DaysFromCivil(*day)));
}

bool SaysWhenAgo(std::string_view text, size_t at) {
  size_t begin;
  std::string word = LowerBefore(text, at, &begin);
  if (IsOneOf(word, {"in", "on", "during"})) word = LowerBefore(text, begin, &begin);
  return word == "ago";
}

namespace {

// Whether a time is counted from what begins at `at`: "two years before last week".
bool IsCountedFrom(std::string_view text, size_t at) {
  size_t begin, before;
  return IsOneOf(LowerBefore(text, at, &begin), {"before", "after", "from"}) &&
         IsOneOf(LowerBefore(text, begin, &before),
                 {"days", "week", "weeks", "month", "months", "year", "years", "hours"});
}

Found RelativeDateAt(std::string_view text, size_t at, WrittenOn written) {
  // The whole word.
  size_t begin = at;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  while (begin > 0 && at - begin < 12 && is_letter(text[begin - 1])) --begin;
  size_t end = at;
  while (end < text.size() && end - at < 12 && is_letter(text[end])) ++end;
  if (InsideWord(text, begin) || InsideWord(text, end)) return {};
  const std::string_view word = text.substr(begin, end - begin);

  if (const int weekday = EnglishWeekday(word); weekday >= 0 && word.size() > 5) {
    return Weekday(text, begin, end, weekday, written);
  }
  const std::string lower = LowerWord(word);
  if (word == "weekend") return Weekend(text, begin, end, written);
  for (const std::string_view part : {"night", "morning", "afternoon", "evening"}) {
    if (word == part) return PartOfDay(text, begin, end, part, written);
  }
  for (const auto& [name, move] :
       {std::pair{"today", 0}, {"tonight", 0}, {"yesterday", -1}, {"tomorrow", 1}}) {
    if (lower != name) continue;
    if (Is(text, end, " Show")) return {};
    // USA Today, a film called Yesterday
    const bool title = IsCapitalised(word) && !IsCapitalised(word.substr(1));
    if (title && !BeginsSentence(text, begin)) return {};
    return DayBeside(text, begin, end, move, written);
  }
  for (const std::string_view unit : {"day", "week", "month", "year"}) {
    if (word == unit) return Span(text, begin, end, unit, false, written);
    if (word.size() == unit.size() + 1 && word.starts_with(unit) && word.back() == 's') {
      return Span(text, begin, end, unit, true, written);
    }
  }
  return {};
}

}  // namespace

Found FindRelativeDate(std::string_view text, size_t at, WrittenOn written) {
  const Found found = RelativeDateAt(text, at, written);
  if (found.size() == 0) return {};
  return SaysWhenAgo(text, found.begin) || IsCountedFrom(text, found.begin) ? Found{} : found;
}

}  // namespace textmill::entities
