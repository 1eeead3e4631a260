#include "plugins/entities/patterns/date_years.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "plugins/entities/patterns/calendar_words.h"
#include "plugins/entities/patterns/date_parts.h"
#include "plugins/entities/patterns/known_days.h"
#include "plugins/entities/patterns/linking_words.h"
#include "plugins/entities/patterns/tense.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr days kFar{30};

constexpr size_t kSameStory = 200;  // bytes between a year and "that year"

// A value that has a month and no year: --06-05, --06, and the same of a span.
bool LacksYear(std::string_view value) { return value.starts_with("--"); }
// 2024-06 or 2024-06-05, without a sign.
bool HasYearAndMonth(std::string_view value) {
  return value.size() >= 7 && IsDigit(value, 0) && value[4] == '-' && IsDigit(value, 5);
}
std::string_view MonthAndDay(std::string_view value) {
  return LacksYear(value) ? value.substr(2, 5) : value.substr(5, 5);
}

int MonthOfValue(std::string_view value) {
  const std::string_view month = MonthAndDay(value);
  return (month[0] - '0') * 10 + (month[1] - '0');
}

// Whether a new year begins between two dates: "from Dec. 28 to Jan. 3", and in a list, where
// "Dec. 30 and Jan. 2" does so, but not "July 7 and March 3".
bool TurnsYear(DayLink link, std::string_view first, std::string_view second) {
  if (link == DayLink::kSpan) return MonthAndDay(second) < MonthAndDay(first);
  return MonthOfValue(first) - MonthOfValue(second) > 6;
}

int Year(std::string_view value) {
  int year = 0;
  for (size_t i = 0; i < 4; ++i) year = year * 10 + (value[i] - '0');
  return year;
}

std::string FourDigits(int year) {
  char out[16];
  std::snprintf(out, sizeof out, "%04d", year);
  return out;
}

// With the year in place of each first `-` of --06-05/--06-07.
std::string WithYear(std::string_view value, int year) {
  std::string out;
  while (!value.empty()) {
    const size_t slash = std::min(value.find('/'), value.size());
    const std::string_view one = value.substr(0, slash);
    out += LacksYear(one) ? FourDigits(year) + std::string(one.substr(1)) : std::string(one);
    value.remove_prefix(slash);
    if (!value.empty()) {
      out += '/';
      value.remove_prefix(1);
    }
  }
  return out;
}

class Settler {
 public:
  Settler(std::string_view text, size_t first, uint32_t date, WrittenOn written, Mentions* mentions)
      : text_(text), date_(date), written_(written), mentions_(mentions) {
    for (size_t i = first; i < mentions->list.size(); ++i) {
      const Mention& m = mentions->list[i];
      if (m.source == Source::kPattern && m.what == date) dates_.push_back(i);
    }
  }

  void Settle() {
    if (written_) {
      for (const size_t index : dates_) Moved(&mentions_->list[index]);
    }
    for (size_t i = dates_.size(); i-- > 1;) FromNext(i - 1);
    for (size_t i = 1; i < dates_.size(); ++i) FromBefore(i);
    for (size_t i = 0; i < dates_.size(); ++i) {
      const std::string value = Value(At(i));
      if (LacksYear(value)) Resolve(i, value);
    }
    if (!written_) return;
    for (size_t i = 1; i < dates_.size(); ++i) Order(i);
    // "June 5 last year" took the "last year" that was found by itself.
    uint32_t end = 0;
    std::erase_if(mentions_->list, [&](const Mention& m) {
      const bool taken = m.source == Source::kPattern && m.what == date_ && m.begin < end;
      if (m.source == Source::kPattern && m.what == date_ && !taken) end = m.end;
      return taken;
    });
  }

 private:
  Mention& At(size_t i) { return mentions_->list[dates_[i]]; }
  std::string Value(const Mention& m) const {
    return mentions_->values.substr(m.value_begin, m.value_end - m.value_begin);
  }
  void Set(const std::string& value, Mention* m) {
    m->value_begin = static_cast<uint32_t>(mentions_->values.size());
    mentions_->values += value;
    m->value_end = static_cast<uint32_t>(mentions_->values.size());
  }
  DayLink Between(const Mention& a, const Mention& b) const {
    const DayLink link =
        LinkOf(text_.substr(a.end, std::min<size_t>(b.begin - a.end, kLongestLink + 1)));
    return link == DayLink::kList && BetweenBefore(text_, a.begin) ? DayLink::kSpan : link;
  }

  // "June 5 last year", before its neighbours ask for its year.
  void Moved(Mention* m) {
    const std::string value = Value(*m);
    if (!LacksYear(value)) return;
    if (const int move = YearAfter(m); move != kNoMove) {
      Set(WithYear(value, static_cast<int>(year_month_day(*written_).year()) + move), m);
    }
  }

  // "March 3 to April 5, 2010"
  void FromNext(size_t i) {
    Mention &m = At(i), &next = At(i + 1);
    const DayLink link = Between(m, next);
    if (link == DayLink::kNone) return;
    const std::string value = Value(m), other = Value(next);
    if (!LacksYear(value) || !HasYearAndMonth(other)) return;
    const bool turn = TurnsYear(link, value, other);
    Set(WithYear(value, Year(other) - (turn ? 1 : 0)), &m);
  }
  // "March 3, 2010 to April 5"
  void FromBefore(size_t i) {
    Mention &m = At(i), &before = At(i - 1);
    const DayLink link = Between(before, m);
    if (link == DayLink::kNone || text_[before.end] == ',') return;
    const std::string value = Value(m), other = Value(before);
    if (!LacksYear(value) || !HasYearAndMonth(other)) return;
    const bool turn = TurnsYear(link, other, value);
    Set(WithYear(value, Year(other) + (turn ? 1 : 0)), &m);
  }

  void Resolve(size_t i, const std::string& value) {
    Mention* m = &At(i);
    if (const int said = YearSaid(i); said != 0) {
      if (said != kUnknownYear) Set(WithYear(value, said), m);
      return;
    }
    if (i > 0 && m->end - m->begin <= 4 && IsDigit(text_, m->begin)) {  // "May 5 and 6th"
      const std::string before = Value(At(i - 1));
      if (Between(At(i - 1), *m) == DayLink::kList && HasYearAndMonth(before) &&
          MonthOfValue(before) == MonthOfValue(value)) {
        return Set(WithYear(value, Year(before)), m);
      }
    }
    if (const KnownYear known = YearOfKnownDay(value, text_, m->begin, m->end); known.year != 0) {
      const auto in = [&](int y) {
        return sys_days(std::chrono::year(y) / Month(value) / Day(value));
      };
      const auto last = [&] {
        const int year = static_cast<int>(year_month_day(*written_).year());
        return in(in(year) <= *written_ ? year : year - 1);
      };
      if (known.sure ? !written_ || in(known.year) <= *written_
                     : written_ && in(known.year) <= *written_ && *written_ - last() > kFar) {
        return Set(WithYear(value, known.year), m);
      }
    }
    if (!written_) return;
    const int year = static_cast<int>(year_month_day(*written_).year());
    if (IsOfEachYear(*m)) return;
    if (value.size() == 4) {
      const int of_month = YearOfMonth(value, year, m);
      return of_month == kNoYear ? void() : Set(WithYear(value, of_month), m);
    }
    if (const int nearest = YearOfDay(value, year, *m); nearest != 0) {
      Set(WithYear(value, nearest), m);
    }
  }

  static constexpr int kUnknownYear = -1;
  // The year that the text says beside a date that has none: "in 2010, from June 5 to July 7",
  // "June 5 of that year". kUnknownYear where it says one that is not known; else 0.
  int YearSaid(size_t i) {
    Mention& m = At(i);
    for (const auto& [words, move] : {std::pair{" that year", 0},
                                      {" of that year", 0},
                                      {" the same year", 0},
                                      {" of the same year", 0},
                                      {" the following year", 1},
                                      {" of the following year", 1}}) {
      const size_t size = std::string_view(words).size();
      if (!Is(text_, m.end, words) || InsideWord(text_, m.end + size)) continue;
      for (size_t j = i; j-- > 0 && m.begin - At(j).end < kSameStory;) {
        const std::string value = Value(At(j));
        if (value.size() >= 4 && IsDigit(value, 0)) return Year(value) + move;
      }
      return kUnknownYear;
    }
    if (const int before = YearBefore(m.begin); before != 0) return before;
    if (i == 0) return 0;
    // Of two, the year before the first is the second's, too.
    size_t before = i - 1;
    if (before > 0 && Between(At(before), m) == DayLink::kSpan) --before;
    const Mention& year = At(before);
    if (Value(year).size() != 4 || LacksYear(Value(year)) ||
        At(before + 1).begin - year.end > kSameStory)
      return 0;
    const std::string_view gap = text_.substr(year.end, At(before + 1).begin - year.end);
    for (const std::string_view words : {" from ", ", from ", " on ", ", on ", " between "}) {
      if (gap == words) return Year(Value(year));
    }
    return BeginsSentence(year.begin) && !HoldsStop(gap) && !NamesSource(gap) ? Year(Value(year))
                                                                              : 0;
  }
  // The year right before a month in Armenian: 2010 թվականի մարտի 3.
  int YearBefore(size_t at) const {
    for (const std::string_view words : {" թվականի ", "-ի ", " թ. ", "թ. ", " թ.-ի "}) {
      const size_t end = at - std::min(at, words.size());
      size_t digits_end;
      if (end < 4 || !Is(text_, end, words) || (end > 4 && IsDigit(text_, end - 5))) continue;
      const int year = Digits(text_, end - 4, 4, 4, &digits_end);
      if (digits_end == end && year >= 1000) return year;
    }
    return 0;
  }
  // Whether "In " at the beginning of a sentence comes before `at`.
  bool BeginsSentence(size_t at) const {
    if (at < 3 || !Is(text_, at - 3, "In ")) return false;
    const size_t end = SkipBlanksBefore(text_, at - 3);
    return end == 0 || text_[end - 1] == '.' || text_[end - 1] == '\n' || text_[at - 4] == '\n';
  }
  // "In 1986, farmers planted 61 million acres, according to the February 9 report."
  static bool NamesSource(std::string_view gap) {
    for (const std::string_view words :
         {" said ", " says ", " told ", " according to ", " added ", " reported "}) {
      if (gap.find(words) != std::string_view::npos) return true;
    }
    return false;
  }
  static bool HoldsStop(std::string_view gap) {
    for (size_t i = 0; i < gap.size(); ++i) {
      if (gap[i] == '\n' || ((gap[i] == '.' || gap[i] == '!' || gap[i] == '?' || gap[i] == ';') &&
                             Is(gap, i + 1, " "))) {
        return true;
      }
    }
    return false;
  }

  static constexpr int kNoMove = 9;
  // "June 5 last year": the move, and the mention's new end.
  int YearAfter(Mention* m) {
    for (const auto& [words, move] : {std::pair{" last year", -1},
                                      {" of last year", -1},
                                      {" this year", 0},
                                      {" of this year", 0},
                                      {" next year", 1},
                                      {" of next year", 1}}) {
      const size_t size = std::string_view(words).size();
      if (!Is(text_, m->end, words) || InsideWord(text_, m->end + size)) continue;
      m->end += static_cast<uint32_t>(size);
      return move;
    }
    return kNoMove;
  }

  static std::chrono::month Month(std::string_view value) {
    return std::chrono::month(static_cast<unsigned>((value[2] - '0') * 10 + (value[3] - '0')));
  }
  static std::chrono::day Day(std::string_view value) {
    return std::chrono::day(static_cast<unsigned>((value[5] - '0') * 10 + (value[6] - '0')));
  }

  // "May 1 each year", "every March": no year in particular.
  bool IsOfEachYear(const Mention& m) const {
    for (const std::string_view words : {" each year", " every year", " of each year",
                                         " of every year", " annually", " of any year"}) {
      if (Is(text_, m.end, words)) return true;
    }
    const std::string_view word = WordBefore(text_, SkipBlanksBefore(text_, m.begin));
    return word == "every" || word == "each";
  }

  static constexpr int kJustBeen = 3;  // months
  static constexpr int kNoYear = 0;
  // "last March", "in March": the nearest, or by the tense the one before or after.
  int YearOfMonth(std::string_view value, int year, Mention* m) {
    const int month = static_cast<int>(static_cast<unsigned>(Month(value)));
    const int now = static_cast<int>(static_cast<unsigned>(year_month_day(*written_).month()));
    const std::string first = LowerWord(WordAt(text_, m->begin));
    if (first == "last") return month < now ? year : year - 1;
    const bool after = Is(text_, m->end, " next") && !InsideWord(text_, m->end + 5);
    if (first == "next" || after) return month > now ? year : year + 1;
    if (first == "this") return year;
    const int past = month <= now ? year : year - 1, ahead = month >= now ? year : year + 1;
    const Tense tense = TenseAt(text_, m->begin, m->end);
    if (tense == Tense::kPast || Is(text_, m->begin - std::min<size_t>(m->begin, 6), "since "))
      return past;
    const int back = (now - month + 12) % 12;
    if (tense == Tense::kFuture || tense == Tense::kAhead) {
      // Of a month that has just been, the next would be called so: "should rise 0.5 percent after
      // being flat in January".
      if (back == 0 || back > kJustBeen) return ahead;
      return IsPlannedFor(text_, m->begin) ? kNoYear : past;
    }
    return back <= 6 ? past : ahead;
  }

  // 0: none of the years around has it on its weekday.
  int YearOfDay(const std::string& value, int year, const Mention& m) const {
    const std::chrono::month_day day = Month(value) / Day(value);
    const int weekday = Weekday(m.begin);
    // Twelve years around hold each date on each weekday, but for the rarest.
    const int around = weekday >= 0 ? 6 : 4;
    std::optional<sys_days> best, before, after;
    const auto distance = [&](sys_days d) { return d < *written_ ? *written_ - d : d - *written_; };
    for (int i = -around; i <= around; ++i) {
      const year_month_day ymd = std::chrono::year(year + i) / day;
      if (!ymd.ok()) continue;
      const sys_days candidate(ymd);
      if (weekday >= 0 && WeekdayOf(candidate) != weekday) continue;
      if (!best || distance(candidate) < distance(*best)) best = candidate;
      if (candidate <= *written_) before = candidate;
      if (candidate >= *written_ && !after) after = candidate;
    }
    if (!best) return 0;
    // "last June 5": before the document's day, "next June 5" after it.
    const std::string which = LowerWord(WordBefore(text_, SkipBlanksBefore(text_, m.begin)));
    if (which == "last" || which == "next") {
      const bool last = which == "last";
      const int y = static_cast<int>(
          year_month_day(last ? before.value_or(*best) : after.value_or(*best)).year());
      const bool same = (last ? before : after) == *written_;
      return same ? (last ? y - 1 : y + 1) : y;
    }
    if (weekday < 0 && distance(*best) > kFar) {
      const Tense tense = TenseAt(text_, m.begin, m.end);
      const std::string_view noun = WordAt(text_, SkipBlanks(text_, m.end));
      const bool past = tense == Tense::kPast || IsPastEvent(noun);
      if (*best > *written_ && past && before) best = before;
      if (*best < *written_ && tense == Tense::kFuture && !past && after) best = after;
    }
    return static_cast<int>(year_month_day(*best).year());
  }

  // 0 for Sunday, -1 when there is no weekday at `at`.
  int Weekday(size_t at) const { return EnglishWeekday(WordAt(text_, at)); }
  static int WeekdayOf(sys_days day) {
    return static_cast<int>(std::chrono::weekday(day).c_encoding());
  }

  // "Monday through Friday": the end is not before the beginning.
  void Order(size_t i) {
    Mention &from = At(i - 1), &to = At(i);
    if (Weekday(from.begin) < 0 || Weekday(to.begin) < 0) return;
    if (Between(from, to) != DayLink::kSpan) return;
    const std::string begin = Value(from), end = Value(to);
    if (begin.size() != 10 || end.size() != 10 || begin <= end) return;
    const bool past = TenseAt(text_, from.begin, to.end) == Tense::kPast;
    Mention* moved = past ? &from : &to;
    const WrittenOn day = ReadDay(past ? begin : end);
    if (!day) return;
    const year_month_day ymd(*day + days(past ? -7 : 7));
    char out[32];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
    Set(out, moved);
  }

  const std::string_view text_;
  const uint32_t date_;
  const WrittenOn written_;
  Mentions* const mentions_;
  std::vector<size_t> dates_;
};

}  // namespace

void SettleDates(std::string_view text, size_t first, uint32_t date, WrittenOn written,
                 Mentions* mentions) {
  Settler(text, first, date, written, mentions).Settle();
}

}  // namespace textmill::entities
