#include "plugins/write-svg/axis.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "plugins/write-svg/svg.h"
#include "textmill/calendar.hpp"

namespace textmill::write_svg {
namespace {

// Days since 1970 of a day, the first of a month or quarter, or of a year, with or without a time.
std::optional<double> DayOf(const std::string& text) {
  std::string day = text;
  if (day.size() == 7 && day[4] == '-' && day[5] == 'Q' && day[6] >= '1' && day[6] <= '4') {
    const int month = 3 * (day[6] - '1') + 1;
    day = day.substr(0, 5) + (month < 10 ? "0" : "") + std::to_string(month);
  }
  if (day.size() == 4) day += "-01";
  if (day.size() == 7) day += "-01";
  if (day.size() < 10 || (day.size() > 10 && day[10] != 'T' && day[10] != ' ')) return {};
  const auto date = ParseIsoDay(std::string_view(day).substr(0, 10));
  if (!date) return {};
  return static_cast<double>(DaysFromCivil(*date));
}

std::string DayText(double day) {
  const CivilDate date = CivilFromDays(static_cast<int64_t>(day));
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(date.year) + "-" + two(date.month) + "-" + two(date.day);
}

}  // namespace

std::optional<double> NumberOf(const std::string& text) {
  double number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return {};
  return number;
}

Axis::Axis(const std::vector<std::string>& values, double begin, double end)
    : begin_(begin), end_(end) {
  const auto all = [&](auto is) {
    return std::all_of(values.begin(), values.end(), [&](const auto& v) { return bool(is(v)); });
  };
  // Four digits are a year where all values are dates: 1998 and 1998-03 go together.
  kind_ = all(DayOf) ? Kind::kDates : all(NumberOf) ? Kind::kNumbers : Kind::kTexts;
  if (kind_ == Kind::kTexts) {
    for (const std::string& value : values) {
      if (order_.emplace(value, texts_.size()).second) texts_.push_back(value);
    }
  }
  bool first = true;
  for (const std::string& value : values) {
    const double number = ValueOf(value);
    least_ = first ? number : std::min(least_, number);
    most_ = first ? number : std::max(most_, number);
    first = false;
  }
}

double Axis::ValueOf(const std::string& text) const {
  if (kind_ == Kind::kDates) return *DayOf(text);
  if (kind_ == Kind::kNumbers) return *NumberOf(text);
  return static_cast<double>(order_.at(text));
}

double Axis::Place(const std::string& value) const { return PlaceOf(ValueOf(value)); }

std::vector<std::pair<double, std::string>> Axis::Marks() const {
  std::vector<std::pair<double, std::string>> marks;
  if (kind_ == Kind::kTexts) {
    const size_t step = texts_.size() / 8 + 1;
    for (size_t i = 0; i < texts_.size(); i += step)
      marks.emplace_back(PlaceOf(static_cast<double>(i)), Cut(texts_[i], 90));
  } else if (kind_ == Kind::kNumbers) {
    for (const double tick : Ticks(least_, most_)) {
      if (tick >= least_ && tick <= most_) marks.emplace_back(PlaceOf(tick), Short(tick));
    }
  } else {
    // Januaries where there are some, else a few days.
    const int64_t from = CivilFromDays(static_cast<int64_t>(least_)).year;
    const int64_t to = CivilFromDays(static_cast<int64_t>(most_)).year;
    const int64_t step = (to - from) / 8 + 1;
    for (int64_t year = from; year <= to && to - from >= 2; year += step) {
      const auto day = static_cast<double>(DaysFromCivil({year, 1, 1}));
      if (day >= least_) marks.emplace_back(PlaceOf(day), std::to_string(year));
    }
    for (int i = 0; i < 5 && to - from < 2; ++i) {
      const double day = std::floor(least_ + (most_ - least_) * i / 4);
      if (marks.empty() || DayText(day) != marks.back().second)
        marks.emplace_back(PlaceOf(day), DayText(day));
    }
  }
  return marks;
}

}  // namespace textmill::write_svg
