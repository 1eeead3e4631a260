#include "plugins/lib/io/typed_value.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <string>

namespace textmill::io {
namespace {

template <class T>
bool ParseNumber(std::string_view text, T& value) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool ParseBool(std::string_view text, bool& value) {
  std::string lower(text.substr(0, 6));
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  value = lower == "true" || lower == "1";
  return value || lower == "false" || lower == "0";
}

// Exactly `n` digits at the front, which are removed.
bool TakeDigits(std::string_view& text, size_t n, int& value) {
  value = 0;
  if (text.size() < n) return false;
  for (size_t i = 0; i < n; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(n);
  return true;
}

bool Take(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

// Digits behind the decimal sign; those beyond microseconds are cut off.
bool TakeFraction(std::string_view& text, int64_t& micros) {
  int64_t unit = 100000;
  size_t n = 0;
  for (; n < text.size() && text[n] >= '0' && text[n] <= '9'; ++n, unit /= 10)
    micros += (text[n] - '0') * unit;
  text.remove_prefix(n);
  return n > 0;
}

// "Z", "+02:00", "+0200", "+02" or nothing.
bool TakeZone(std::string_view& text, int& minutes) {
  minutes = 0;
  if (text.empty() || Take(text, 'Z') || Take(text, 'z')) return true;
  const bool west = text[0] == '-';
  if (!west && text[0] != '+') return false;
  text.remove_prefix(1);
  int h = 0, m = 0;
  if (!TakeDigits(text, 2, h)) return false;
  if (!text.empty()) {
    Take(text, ':');
    if (!TakeDigits(text, 2, m)) return false;
  }
  minutes = (h * 60 + m) * (west ? -1 : 1);
  return h < 24 && m < 60;
}

bool ParseTimestamp(std::string_view text, int64_t& micros) {
  int year, month, day, hour = 0, minute = 0, second = 0, zone = 0;
  int64_t fraction = 0;
  if (!TakeDigits(text, 4, year) || !Take(text, '-') || !TakeDigits(text, 2, month) ||
      !Take(text, '-') || !TakeDigits(text, 2, day))
    return false;
  if (!text.empty()) {
    if (!Take(text, 'T') && !Take(text, 't') && !Take(text, ' ')) return false;
    if (!TakeDigits(text, 2, hour) || !Take(text, ':') || !TakeDigits(text, 2, minute))
      return false;
    if (Take(text, ':')) {
      if (!TakeDigits(text, 2, second)) return false;
      if ((Take(text, '.') || Take(text, ',')) && !TakeFraction(text, fraction)) return false;
    }
    if (text.size() > 1 && text[0] == ' ') text.remove_prefix(1);
    if (!TakeZone(text, zone)) return false;
  }
  namespace ch = std::chrono;
  const ch::year_month_day date{ch::year(year), ch::month(static_cast<unsigned>(month)),
                                ch::day(static_cast<unsigned>(day))};
  if (!text.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60) return false;
  const int64_t days = ch::sys_days(date).time_since_epoch().count();
  const int64_t seconds = ((days * 24 + hour) * 60 + minute - zone) * 60 + second;
  micros = seconds * 1000000 + fraction;
  return true;
}

}  // namespace

bool ParseValue(ValueType type, std::string_view text, TypedValue& value) {
  switch (type) {
    case ValueType::kString:
      return false;
    case ValueType::kInt:
      return ParseNumber(text, value.integer);
    case ValueType::kFloat:
      return ParseNumber(text, value.number) && std::isfinite(value.number);
    case ValueType::kBool:
      return ParseBool(text, value.flag);
    case ValueType::kTimestamp:
      return ParseTimestamp(text, value.integer);
  }
  return false;
}

const char* Wanted(ValueType type) {
  switch (type) {
    case ValueType::kString:
      return "a string";
    case ValueType::kInt:
      return "a whole number of at most 64 bits";
    case ValueType::kFloat:
      return "a number";
    case ValueType::kBool:
      return "true or false";
    case ValueType::kTimestamp:
      return "a date or time such as 2024-05-31 or 2024-05-31T17:30:00+02:00";
  }
  return "";
}

}  // namespace textmill::io
