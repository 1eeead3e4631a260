#include "plugins/lib/io/typed_value.h"

#include <charconv>
#include <cmath>
#include <string>

#include "textmill/calendar.hpp"

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

bool ParseTimestamp(std::string_view text, int64_t& micros) {
  const auto time = ParseIsoTime(text);
  if (time) micros = time->seconds * 1000000 + time->nanos / 1000;
  return time.has_value();
}

}  // namespace

bool ParseValue(ValueType type, std::string_view text, TypedValue& value) {
  switch (type) {
    case ValueType::kString:
    case ValueType::kNested:
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

ValueType ValueTypeOf(const std::string& format) {
  switch (format[0]) {
    case 'u':
      return ValueType::kString;
    case 'l':
      return ValueType::kInt;
    case 'g':
      return ValueType::kFloat;
    case 'b':
      return ValueType::kBool;
    case 't':
      return ValueType::kTimestamp;
    default:
      return ValueType::kNested;
  }
}

const char* Wanted(ValueType type) {
  switch (type) {
    case ValueType::kString:
      return "a string";
    case ValueType::kNested:
      return "a value of its declared type";
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
