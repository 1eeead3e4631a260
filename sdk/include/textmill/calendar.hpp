// The calendar, and dates as ISO 8601 writes them. The way back, a timestamp as text, is print.hpp.
//
// The calendar is the Gregorian one, also before it was introduced. The grammar, which is the same
// wherever Textmill reads a date:
//
//     timestamp = date [ ("T" / "t" / " ") time [ [" "] zone ] ]
//     date      = YYYY "-" MM "-" DD                        ; a day that exists
//     time      = hh ":" mm [ ":" ss [ ("." / ",") 1*digit ] ]
//     zone      = "Z" / "z" / ("+" / "-") hh [ [":"] mm ]
//
// A date alone is its midnight, a time without a zone is UTC. Hours go from 00 to 23; the second is
// 60 only in a leap second, 23:59:60 in UTC, which is the midnight after it. Digits beyond
// nanoseconds are cut off. What could mean two things is not taken: 5/6/2024, years of two digits,
// 20240605.
//
// The standard library alone; no state, no locale, any thread.
#ifndef TEXTMILL_CALENDAR_HPP_
#define TEXTMILL_CALENDAR_HPP_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace textmill {

struct CivilDate {
  int64_t year;
  int month;  // 1 to 12
  int day;    // 1 to 31
};

inline int DaysInMonth(int64_t year, int month) {
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2                                              ? (leap ? 29 : 28)
         : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                 : 31;
}

// Whether there is such a day.
inline bool IsDate(int64_t year, int month, int day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= DaysInMonth(year, month);
}

namespace internal {
// The calendar repeats after 400 years. Years are counted from March, so that the leap day is a
// year's last.
inline constexpr int64_t kDaysInEra = 146097;
inline constexpr int64_t kEpoch = 719468;  // 1970-01-01, in days since 0000-03-01
}  // namespace internal

// Days since 1970-01-01.
inline int64_t DaysFromCivil(const CivilDate& date) {
  const int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t of_era = year - era * 400;
  const int64_t in_year =
      (153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5 + date.day - 1;
  return era * internal::kDaysInEra + of_era * 365 + of_era / 4 - of_era / 100 + in_year -
         internal::kEpoch;
}

inline CivilDate CivilFromDays(int64_t days) {
  const int64_t from_march = days + internal::kEpoch;
  int64_t era = from_march / internal::kDaysInEra, in_era = from_march % internal::kDaysInEra;
  if (in_era < 0) {
    in_era += internal::kDaysInEra;
    --era;
  }
  const int64_t of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
  const int64_t in_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
  const int64_t march_month = (5 * in_year + 2) / 153;
  const int month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
  return {era * 400 + of_era + (month <= 2 ? 1 : 0), month,
          static_cast<int>(in_year - (153 * march_month + 2) / 5 + 1)};
}

struct IsoTime {
  int64_t seconds;  // since 1970-01-01T00:00:00Z; negative before
  int32_t nanos;    // to be added: 0 to 999999999
};

namespace internal {

// Takes off the front of a text what it reads.
class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : rest(text) {}

  bool Date(CivilDate* date) {
    int year;
    if (!Digits(4, &year) || !Take('-') || !Digits(2, &date->month) || !Take('-') ||
        !Digits(2, &date->day))
      return false;
    date->year = year;
    return IsDate(year, date->month, date->day);
  }
  // What follows a date, up to the end of the text.
  bool TimeAndZone(IsoTime* time) {
    int hour, minute, second = 0, zone = 0;
    if (!Take('T') && !Take('t') && !Take(' ')) return false;
    if (!Digits(2, &hour) || !Take(':') || !Digits(2, &minute)) return false;
    if (Take(':')) {
      if (!Digits(2, &second)) return false;
      if ((Take('.') || Take(',')) && !Fraction(&time->nanos)) return false;
    }
    if (!rest.empty()) {
      Take(' ');
      if (!Zone(&zone)) return false;
    }
    if (!rest.empty() || hour > 23 || minute > 59 || second > 60) return false;
    const int utc = hour * 60 + minute - zone;
    if (second == 60 && (utc + 2 * 1440) % 1440 != 1439) return false;
    time->seconds += utc * 60 + second;
    return true;
  }

  std::string_view rest;

 private:
  bool Take(char c) {
    if (rest.empty() || rest[0] != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool Digits(size_t n, int* value) {
    if (rest.size() < n) return false;
    *value = 0;
    for (size_t i = 0; i < n; ++i) {
      if (rest[i] < '0' || rest[i] > '9') return false;
      *value = *value * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(n);
    return true;
  }
  bool Fraction(int32_t* nanos) {
    size_t n = 0;
    int32_t unit = 100000000;
    for (; n < rest.size() && rest[n] >= '0' && rest[n] <= '9'; ++n, unit /= 10)
      *nanos += (rest[n] - '0') * unit;
    rest.remove_prefix(n);
    return n > 0;
  }
  // In minutes, positive east of Greenwich.
  bool Zone(int* minutes) {
    if (Take('Z') || Take('z')) return true;
    const bool west = Take('-');
    if (!west && !Take('+')) return false;
    int hour, minute = 0;
    if (!Digits(2, &hour)) return false;
    if (!rest.empty()) {
      Take(':');
      if (!Digits(2, &minute)) return false;
    }
    *minutes = (hour * 60 + minute) * (west ? -1 : 1);
    return hour < 24 && minute < 60;
  }
};

}  // namespace internal

// A timestamp; nothing when the text as a whole is not one.
inline std::optional<IsoTime> ParseIsoTime(std::string_view text) {
  internal::IsoReader reader(text);
  CivilDate date;
  if (!reader.Date(&date)) return std::nullopt;
  IsoTime time{DaysFromCivil(date) * 86400, 0};
  if (!reader.rest.empty() && !reader.TimeAndZone(&time)) return std::nullopt;
  return time;
}

// The date at the beginning of a text, whatever follows but a digit.
inline std::optional<CivilDate> ParseIsoDay(std::string_view text) {
  internal::IsoReader reader(text);
  CivilDate date;
  if (!reader.Date(&date)) return std::nullopt;
  if (!reader.rest.empty() && reader.rest[0] >= '0' && reader.rest[0] <= '9') return std::nullopt;
  return date;
}

}  // namespace textmill

#endif  // TEXTMILL_CALENDAR_HPP_
