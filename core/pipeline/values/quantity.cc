#include "core/pipeline/values/quantity.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace textmill::core {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// How much of `text` is a number without a sign and an exponent.
size_t DecimalLength(std::string_view text) {
  size_t i = 0, digits = 0;
  for (; i < text.size() && IsDigit(text[i]); ++i) ++digits;
  if (i < text.size() && text[i] == '.') {
    for (++i; i < text.size() && IsDigit(text[i]); ++i) ++digits;
  }
  return digits > 0 ? i : 0;
}

struct QuantityUnit {
  std::string_view name;  // lower case
  int64_t factor;
};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// A decimal and a unit; the unit of `units` with an empty name means no unit.
template <size_t N>
std::optional<int64_t> ParseWithUnit(std::string_view text, const QuantityUnit (&units)[N],
                                     bool any_case) {
  const size_t length = DecimalLength(text);
  if (length == 0) return std::nullopt;
  std::string_view name = text.substr(length);
  if (name.starts_with(' ')) name.remove_prefix(1);
  const auto same = [&](char a, char b) { return (any_case ? Lower(a) : a) == b; };
  const QuantityUnit* unit = std::find_if(units, units + N, [&](const QuantityUnit& u) {
    return std::equal(name.begin(), name.end(), u.name.begin(), u.name.end(), same);
  });
  if (unit == units + N) return std::nullopt;
  const std::string_view digits = text.substr(0, length);
  if (digits.find('.') == std::string_view::npos) {
    const std::optional<int64_t> whole = ParseInteger(digits);
    int64_t out = 0;
    if (!whole || __builtin_mul_overflow(*whole, unit->factor, &out)) return std::nullopt;
    return out;
  }
  const double out = std::round(*ParseNumber(digits) * static_cast<double>(unit->factor));
  if (!(out < 9.2e18)) return std::nullopt;
  return static_cast<int64_t>(out);
}

}  // namespace

std::optional<int64_t> ParseInteger(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

std::optional<double> ParseNumber(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  // from_chars also takes "inf" and "nan".
  if (DecimalLength(text.starts_with('-') ? text.substr(1) : text) == 0) return std::nullopt;
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

std::optional<int64_t> ParseSize(std::string_view text) {
  static constexpr int64_t k = 1000, ki = 1024;
  static constexpr QuantityUnit kUnits[] = {{"", 1},
                                            {"b", 1},
                                            {"kb", k},
                                            {"mb", k * k},
                                            {"gb", k * k * k},
                                            {"tb", k * k * k * k},
                                            {"kib", ki},
                                            {"mib", ki * ki},
                                            {"gib", ki * ki * ki},
                                            {"tib", ki * ki * ki * ki}};
  return ParseWithUnit(text, kUnits, true);
}

std::optional<int64_t> ParseDuration(std::string_view text) {
  if (text == "0") return 0;
  static constexpr int64_t s = 1000000000;
  static constexpr QuantityUnit kUnits[] = {{"ns", 1},       {"us", 1000},  {"ms", 1000000},
                                            {"s", s},        {"m", 60 * s}, {"h", 3600 * s},
                                            {"d", 86400 * s}};
  return ParseWithUnit(text, kUnits, false);
}

}  // namespace textmill::core
