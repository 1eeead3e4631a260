#include "core/expr/time_format.h"

#include <chrono>
#include <cstdio>

#include "core/expr/ascii.h"

namespace textmill::core::expr {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int64_t kSecond = 1000000, kDay = 86400 * kSecond;

constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
constexpr std::string_view kWeekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                          "Friday", "Saturday", "Sunday"};

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

bool EqualFold(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (LowerAscii(a[i]) != LowerAscii(b[i])) return false;
  return true;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<int64_t> Read(std::string_view format) {
    for (size_t i = 0; i < format.size(); ++i) {
      const char c = format[i];
      if (IsBlank(c)) {
        SkipBlanks();
      } else if (c != '%') {
        if (!Take(c)) return std::nullopt;
      } else if (++i == format.size() || !Letter(format[i])) {
        return std::nullopt;
      }
    }
    if (!text_.empty() || !year_) return std::nullopt;
    return Whole();
  }

 private:
  bool Take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void SkipBlanks() {
    while (!text_.empty() && IsBlank(text_.front())) text_.remove_prefix(1);
  }
  // From one to `most` digits.
  bool Digits(int most, int low, int high, int* value) {
    int n = 0, digits = 0;
    while (digits < most && !text_.empty() && IsDigit(text_.front())) {
      n = n * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
      ++digits;
    }
    *value = n;
    return digits > 0 && n >= low && n <= high;
  }
  // A name of the list, whole or its first three letters.
  template <size_t n>
  bool Name(const std::string_view (&names)[n], int* value) {
    size_t size = 0;
    while (size < text_.size() && IsLetter(text_[size])) ++size;
    const std::string_view word = text_.substr(0, size);
    for (size_t i = 0; i < n; ++i) {
      const bool sept = names[i] == "September" && EqualFold(word, "Sept");
      if (!sept && !EqualFold(word, names[i]) && !EqualFold(word, names[i].substr(0, 3))) continue;
      text_.remove_prefix(size);
      *value = static_cast<int>(i) + 1;
      return true;
    }
    return false;
  }
  bool Zone() {
    if (Take('Z')) return true;
    int hours, minutes;
    const bool minus = !text_.empty() && text_.front() == '-';
    if (!Take('-') && !Take('+')) return false;
    if (text_.size() < 4 || !IsDigit(text_[1])) return false;
    if (!Digits(2, 0, 23, &hours)) return false;
    Take(':');
    if (!Digits(2, 0, 59, &minutes)) return false;
    zone_ = (minus ? -1 : 1) * (hours * 60 + minutes);
    return true;
  }

  bool Letter(char letter) {
    int value;
    switch (letter) {
      case '%':
        return Take('%');
      case 'Y': {
        const size_t before = text_.size();
        if (!Digits(4, 0, 9999, &value) || before - text_.size() != 4) return false;
        year_ = value;
        return true;
      }
      case 'y':  // 69 to 99 are of the last century, as POSIX has it
        if (!Digits(2, 0, 99, &value)) return false;
        year_ = value + (value < 69 ? 2000 : 1900);
        return true;
      case 'm':
        return Digits(2, 1, 12, &month_);
      case 'b':
      case 'B': {
        const bool found = Name(kMonths, &month_);
        if (found) Take('.');
        return found;
      }
      case 'a':
      case 'A':
        return Name(kWeekdays, &weekday_);
      case 'd':
        return Digits(2, 1, 31, &day_);
      case 'H':
        return Digits(2, 0, 23, &hour_);
      case 'I':
        return Digits(2, 1, 12, &hour_);
      case 'M':
        return Digits(2, 0, 59, &minute_);
      case 'S':
        return Digits(2, 0, 59, &second_);
      case 'z':
        return Zone();
      case 'p': {
        if (text_.size() < 2 || LowerAscii(text_[1]) != 'm') return false;
        const char half = LowerAscii(text_.front());
        if ((half != 'a' && half != 'p') || hour_ < 1 || hour_ > 12) return false;
        hour_ = hour_ % 12 + (half == 'p' ? 12 : 0);
        text_.remove_prefix(2);
        return true;
      }
      default:
        return false;
    }
  }

  std::optional<int64_t> Whole() const {
    const year_month_day date{std::chrono::year(*year_),
                              std::chrono::month(static_cast<unsigned>(month_)),
                              std::chrono::day(static_cast<unsigned>(day_))};
    if (!date.ok()) return std::nullopt;
    const sys_days day(date);
    if (weekday_ != 0 &&
        std::chrono::weekday(day).iso_encoding() != static_cast<unsigned>(weekday_))
      return std::nullopt;  // a Monday that is not one: what is wrong cannot be known
    const int64_t seconds = hour_ * 3600 + (minute_ - zone_) * 60 + second_;
    return day.time_since_epoch().count() * kDay + seconds * kSecond;
  }

  std::string_view text_;
  std::optional<int> year_;
  int month_ = 1, day_ = 1, hour_ = 0, minute_ = 0, second_ = 0, weekday_ = 0, zone_ = 0;
};

void PutNumber(int64_t value, int digits, std::string* out) {
  char text[24];
  std::snprintf(text, sizeof text, "%0*lld", digits, static_cast<long long>(value));
  *out += text;
}

// The ISO week of a day, and the year that it belongs to: that of its Thursday.
std::pair<int64_t, int64_t> WeekOf(sys_days day) {
  const sys_days thursday =
      day + days(4 - static_cast<int>(std::chrono::weekday(day).iso_encoding()));
  const auto year = year_month_day(thursday).year();
  const int64_t of_year = (thursday - sys_days(year / std::chrono::January / 1)).count();
  return {of_year / 7 + 1, static_cast<int>(year)};
}

}  // namespace

std::optional<int64_t> ReadTime(std::string_view text, std::string_view format) {
  return Reader(text).Read(format);
}

bool WriteTime(int64_t micros, std::string_view format, std::string* out) {
  int64_t day_number = micros / kDay, of_day = micros % kDay;
  if (of_day < 0) {
    of_day += kDay;
    --day_number;
  }
  if (day_number < -11000000 || day_number > 11000000) return false;
  const sys_days day{days(day_number)};
  const year_month_day date(day);
  const auto month = static_cast<unsigned>(date.month());
  const unsigned weekday = std::chrono::weekday(day).iso_encoding();
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%' || i + 1 == format.size()) {
      *out += format[i];
      continue;
    }
    switch (format[++i]) {
      case 'Y':
        PutNumber(static_cast<int>(date.year()), 4, out);
        break;
      case 'm':
        PutNumber(month, 2, out);
        break;
      case 'd':
        PutNumber(static_cast<unsigned>(date.day()), 2, out);
        break;
      case 'H':
        PutNumber(of_day / (3600 * kSecond), 2, out);
        break;
      case 'M':
        PutNumber(of_day / (60 * kSecond) % 60, 2, out);
        break;
      case 'S':
        PutNumber(of_day / kSecond % 60, 2, out);
        break;
      case 'j':
        PutNumber((day - sys_days(date.year() / std::chrono::January / 1)).count() + 1, 3, out);
        break;
      case 'b':
        *out += kMonths[month - 1].substr(0, 3);
        break;
      case 'B':
        *out += kMonths[month - 1];
        break;
      case 'a':
        *out += kWeekdays[weekday - 1].substr(0, 3);
        break;
      case 'A':
        *out += kWeekdays[weekday - 1];
        break;
      case 'V':
        PutNumber(WeekOf(day).first, 2, out);
        break;
      case 'G':
        PutNumber(WeekOf(day).second, 4, out);
        break;
      default:  // '%'; the check lets no other through
        *out += format[i];
    }
  }
  return true;
}

std::string UnknownLetter(std::string_view format, bool reading) {
  const std::string_view known = reading ? "YmdHIMSybBaApz%" : "YmdHMSjbBaAVG%";
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    if (i + 1 == format.size()) return "%";
    if (known.find(format[++i]) == std::string_view::npos)
      return std::string(format.substr(i - 1, 2));
  }
  return "";
}

}  // namespace textmill::core::expr
