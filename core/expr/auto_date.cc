#include "core/expr/auto_date.h"

#include <unicode/uchar.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "core/expr/date_words.h"
#include "textmill/calendar.hpp"

namespace textmill::core::expr {
namespace {

constexpr size_t kLongest = 200;  // bytes of a date
constexpr int64_t kDayMicros = int64_t{86400} * 1000000;
constexpr int kBuddhistYears = 543, kFirstBuddhist = 2400;

struct Numeral {
  int value = 0, digits = 0;
  char16_t mark = ' ';  // before it: what parts it from the number before
};

constexpr DateWord kMorning{0, 0, true, false, false}, kAfternoon{0, 0, false, true, false};

// A text taken apart.
class DateParts {
 public:
  DateParts(const std::u16string& text, const DateLanguage& language)
      : text_(text), language_(language) {}

  // False when there is something that no date has.
  bool Take() {
    while (at_ < text_.size()) {
      if (DigitAt(at_) >= 0) {
        if (!TakeNumber()) return false;
      } else if (IsLetterAt(at_)) {
        if (!TakeWord()) return false;
      } else if (!TakeMark()) {
        return false;
      }
    }
    return true;
  }

  struct Word {
    const DateWord* means;
    int place;  // among all parts
  };
  std::vector<Numeral> numbers;  // but those of the time
  std::vector<Word> words;
  bool has_time = false, has_zone = false;
  int time_place = 0;
  int hour = 0, minute = 0, second = 0, zone = 0;  // the zone in minutes
  int64_t micros = 0;

 private:
  // -1: none. Those beyond the first 65,536 characters are not used in dates.
  int DigitAt(size_t at) const { return at < text_.size() ? u_charDigitValue(text_[at]) : -1; }
  bool IsLetterAt(size_t at) const { return IsInDateWord(text_, at); }
  bool Is(size_t at, char16_t c) const { return at < text_.size() && text_[at] == c; }

  // A run of digits, at most `most`; false when there are none, or more.
  bool Digits(int most, Numeral* number) {
    *number = {};
    for (int digit = DigitAt(at_); digit >= 0; digit = DigitAt(at_)) {
      if (++number->digits > most) return false;
      number->value = number->value * 10 + digit;
      ++at_;
    }
    return number->digits > 0;
  }
  std::u16string TakeLetters() {
    std::u16string word;
    for (; IsLetterAt(at_); ++at_)
      if (text_[at_] != '.') word += text_[at_];
    return word;
  }

  bool TakeNumber() {
    Numeral number;
    if (!Digits(4, &number)) return false;
    const bool time = Is(at_, ':') || (Is(at_, 'h') && DigitAt(at_ + 1) >= 0);
    if (time) return !has_time && number.digits <= 2 && TakeTime(number.value);
    ++place_;
    number.mark = mark_;
    mark_ = ' ';
    numbers.push_back(number);
    const size_t end = at_;  // of 1st, 1er, 5º
    const std::u16string word = TakeLetters();
    for (const std::u16string_view suffix : {u"st", u"nd", u"rd", u"th", u"er", u"re", u"o", u"a"})
      if (word == suffix) return true;
    at_ = end;
    return true;
  }
  // hh:mm[:ss[.fraction]], or 10h30.
  bool TakeTime(int hours) {
    has_time = true;
    time_place = ++place_;
    hour = hours;
    Numeral part;
    ++at_;
    if (!Digits(2, &part) || part.digits != 2) return false;
    minute = part.value;
    if (Is(at_, ':')) {
      ++at_;
      if (!Digits(2, &part) || part.digits != 2) return false;
      second = part.value;
      if ((Is(at_, '.') || Is(at_, ',')) && DigitAt(at_ + 1) >= 0) {
        ++at_;
        for (int64_t unit = 100000; DigitAt(at_) >= 0; unit /= 10) micros += DigitAt(at_++) * unit;
      }
    }
    may_be_zone_ = true;
    return hour < 24 && minute < 60 && second < 60;
  }

  bool TakeWord() {
    const std::u16string word = TakeLetters();
    if (word == u"z" || word == u"gmt" || word == u"utc") {
      if (!has_time || has_zone) return false;
      has_zone = true;
      return true;
    }
    if (word == u"t" && DigitAt(at_) >= 0) return true;  // 2024/06/05T10:00
    if ((word == u"a" || word == u"p") && has_time) {    // a.m., p. m.
      size_t next = at_;
      while (Is(next, '.') || Is(next, ' ')) ++next;
      if (Is(next, 'm') && !IsLetterAt(next + 1)) {
        at_ = next + 1;
        words.push_back({word == u"a" ? &kMorning : &kAfternoon, ++place_});
        return true;
      }
    }
    const DateWord* known = language_.Find(word);
    // An English date in a German text means what it means anywhere.
    if (known == nullptr) known = DateLanguageOf("").Find(word);
    if (known == nullptr) return false;
    words.push_back({known, ++place_});
    return true;
  }

  bool TakeMark() {
    const char16_t c = text_[at_++];
    const bool sign = c == '+' || c == '-' || c == u'\u2212';
    if (sign && may_be_zone_ && DigitAt(at_) >= 0 && DigitAt(at_ + 1) >= 0)
      return TakeZone(c != '+');
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return true;
    may_be_zone_ = false;
    if (std::u16string_view(u",./-()\u0970\u2013\u2019'\u060c\u3001\u00b0").find(c) ==
        std::u16string_view::npos)
      return false;
    if (mark_ == ' ' && c != ',') mark_ = c;
    return true;
  }
  // hh, hhmm or hh:mm
  bool TakeZone(bool minus) {
    may_be_zone_ = false;
    has_zone = true;
    Numeral part;
    if (!Digits(4, &part)) return false;
    int minutes = part.value % 100, hours = part.value / 100;
    if (part.digits == 2) {
      hours = part.value, minutes = 0;
      if (Is(at_, ':')) {
        ++at_;
        if (!Digits(2, &part) || part.digits != 2) return false;
        minutes = part.value;
      }
    } else if (part.digits != 4) {
      return false;
    }
    zone = (minus ? -1 : 1) * (hours * 60 + minutes);
    return hours < 24 && minutes < 60;
  }

  const std::u16string& text_;
  const DateLanguage& language_;
  size_t at_ = 0;
  int place_ = 0;
  char16_t mark_ = ' ';       // since the last number
  bool may_be_zone_ = false;  // after a time
};

// All that a text can mean, tried one by one.
class Readings {
 public:
  Readings(const DateParts& parts, const DateLanguage& language)
      : parts_(parts), language_(language) {}

  std::optional<int64_t> Only() {
    const auto n = static_cast<int>(parts_.words.size());
    for (int month = -1; month < n; ++month)
      for (int half = -1; half < n; ++half)
        if (month < 0 || month != half) Try(month, half);
    return several_ ? std::nullopt : found_;
  }

 private:
  // With these words as the month and as the half of the day; -1: none.
  void Try(int month, int half) {
    uint8_t weekdays = 0x7f;
    for (int i = 0; i < static_cast<int>(parts_.words.size()); ++i) {
      const DateWord& word = *parts_.words[static_cast<size_t>(i)].means;
      if (i == month || i == half || word.filler) continue;
      if (word.weekdays == 0) return;
      weekdays &= word.weekdays;
    }
    int64_t of_day = 0;
    if (parts_.has_time) {
      int hour = parts_.hour;
      if (half >= 0) {
        const auto& [means, place] = parts_.words[static_cast<size_t>(half)];
        if (std::abs(place - parts_.time_place) != 1 || means->morning == means->afternoon ||
            hour < 1 || hour > 12)
          return;
        hour = hour % 12 + (means->afternoon ? 12 : 0);
      }
      of_day = ((hour * 60 + parts_.minute - parts_.zone) * int64_t{60} + parts_.second) * 1000000 +
               parts_.micros;
    } else if (half >= 0) {
      return;
    }
    if (month >= 0)
      TryNamed(parts_.words[static_cast<size_t>(month)].means->months, weekdays, of_day);
    else
      TryFigures(weekdays, of_day);
  }

  void TryNamed(uint16_t months, uint8_t weekdays, int64_t of_day) {
    if (parts_.numbers.size() != 2) return;
    const Numeral &a = parts_.numbers[0], &b = parts_.numbers[1];
    const Numeral &year = a.digits == 4 ? a : b, &day = a.digits == 4 ? b : a;
    for (int month = 1; month <= 12; ++month)
      if ((months >> (month - 1) & 1) != 0) Add(year, month, day, weekdays, of_day);
  }

  void TryFigures(uint8_t weekdays, int64_t of_day) {
    if (parts_.numbers.size() != 3) return;
    const Numeral &a = parts_.numbers[0], &b = parts_.numbers[1], &c = parts_.numbers[2];
    if (b.mark != c.mark || b.digits > 2) return;
    if (a.digits == 4) return Add(a, b.value, c, weekdays, of_day);
    const bool day_first = IsDate(c.value, b.value, a.value);
    const bool month_first = IsDate(c.value, a.value, b.value);
    // The language decides where both are possible.
    if (day_first && (!month_first || language_.order != DateOrder::kMonthFirst))
      Add(c, b.value, a, weekdays, of_day);
    if (month_first && (!day_first || language_.order != DateOrder::kDayFirst))
      Add(c, a.value, b, weekdays, of_day);
  }

  void Add(const Numeral& year, int month, const Numeral& day, uint8_t weekdays, int64_t of_day) {
    if (year.digits != 4 || year.value < 1000 || day.digits > 2) return;
    int64_t of_era = year.value;
    if (language_.buddhist && of_era >= kFirstBuddhist) of_era -= kBuddhistYears;
    if (!IsDate(of_era, month, day.value)) return;
    const int64_t days = DaysFromCivil({of_era, month, day.value});
    const int64_t weekday = ((days + 3) % 7 + 7) % 7;  // 1970 began with a Thursday
    if ((weekdays >> weekday & 1) == 0) return;
    const int64_t time = days * kDayMicros + of_day;
    if (found_ && *found_ != time) several_ = true;
    found_ = time;
  }

  const DateParts& parts_;
  const DateLanguage& language_;
  std::optional<int64_t> found_;
  bool several_ = false;
};

}  // namespace

std::optional<int64_t> ReadAutoDate(std::string_view text, std::string_view language) {
  if (text.size() > kLongest) return std::nullopt;
  if (const auto time = ParseIsoTime(text)) return time->seconds * 1000000 + time->nanos / 1000;
  const DateLanguage& words = DateLanguageOf(language);
  const std::u16string folded = FoldedDate(text);
  DateParts parts(folded, words);
  if (!parts.Take() || parts.words.size() > 12) return std::nullopt;
  return Readings(parts, words).Only();
}

}  // namespace textmill::core::expr
