#include "core/expr/date.h"

#include <chrono>

namespace textmill::core::expr {
namespace {

class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  std::optional<Nanos> Read() {
    int year, month, day;
    if (!Digits(4, &year) || !Take('-') || !Digits(2, &month) || !Take('-') || !Digits(2, &day))
      return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    int64_t seconds = std::chrono::sys_days(date).time_since_epoch().count() * int64_t{86400};
    int64_t nanos = 0;
    if (!rest_.empty() && !Time(&seconds, &nanos)) return std::nullopt;
    if (!rest_.empty()) return std::nullopt;
    return Nanos{seconds} * 1000000000 + nanos;
  }

 private:
  bool Take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool Digit(int* value) {
    if (rest_.empty() || rest_[0] < '0' || rest_[0] > '9') return false;
    *value = rest_[0] - '0';
    rest_.remove_prefix(1);
    return true;
  }
  bool Digits(int n, int* value) {
    *value = 0;
    for (int digit; n > 0; --n) {
      if (!Digit(&digit)) return false;
      *value = *value * 10 + digit;
    }
    return true;
  }

  bool Time(int64_t* seconds, int64_t* nanos) {
    int hour, minute, second = 0;
    if (!Take('T') && !Take('t') && !Take(' ')) return false;
    if (!Digits(2, &hour) || !Take(':') || !Digits(2, &minute)) return false;
    if (Take(':')) {
      if (!Digits(2, &second) || (Take('.') && !Fraction(nanos))) return false;
    }
    int zone = 0;
    if (!rest_.empty() && !Zone(&zone)) return false;
    *seconds += (hour * 60 + minute - zone) * 60 + second;
    return hour < 24 && minute < 60 && second < 60;
  }

  bool Fraction(int64_t* nanos) {
    int digit;
    if (!Digit(&digit)) return false;
    int64_t unit = 100000000;
    do {
      *nanos += digit * unit;
      unit /= 10;
    } while (Digit(&digit));
    return true;
  }

  // In minutes, positive east of Greenwich.
  bool Zone(int* minutes) {
    if (Take('Z') || Take('z')) return true;
    const bool west = Take('-');
    if (!west && !Take('+')) return false;
    int hour, minute = 0;
    if (!Digits(2, &hour)) return false;
    if (!rest_.empty()) {
      Take(':');
      if (!Digits(2, &minute)) return false;
    }
    *minutes = (hour * 60 + minute) * (west ? -1 : 1);
    return hour < 24 && minute < 60;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<Nanos> ParseDate(std::string_view text) { return DateReader(text).Read(); }

}  // namespace textmill::core::expr
