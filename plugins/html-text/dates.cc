#include "plugins/html-text/dates.h"

#include <cctype>
#include <string>
#include <vector>

#include "textmill/calendar.hpp"

namespace textmill::html {
namespace {

constexpr int64_t kSecond = 1000000;
constexpr int64_t kFirstYear = 1990, kLastYear = 2100;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<int64_t> Day(int64_t year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || !IsDate(year, month, day)) return std::nullopt;
  return DaysFromCivil({year, month, day}) * 86400 * kSecond;
}

std::optional<int64_t> ParseIso(std::string text) {
  // 2024/03/05 and 2024.03.05 are the same; so is a blank before the zone.
  if (text.size() >= 10 && (text[4] == '/' || text[4] == '.') && text[7] == text[4])
    text[4] = text[7] = '-';
  const auto day = ParseIsoDay(text);
  if (!day) return std::nullopt;
  const auto midnight = Day(day->year, day->month, day->day);
  if (!midnight) return std::nullopt;
  const auto time = ParseIsoTime(text);
  return time ? time->seconds * kSecond + time->nanos / 1000 : midnight;
}

int MonthOf(std::string_view word) {
  static constexpr const char* kMonths[] = {"january",   "february", "march",    "april",
                                            "may",       "june",     "july",     "august",
                                            "september", "october",  "november", "december"};
  std::string lower;
  for (const char c : word) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (lower.size() < 3) return 0;
  if (lower == "sept") return 9;
  for (int i = 0; i < 12; ++i) {
    const std::string_view month = kMonths[i];
    if (lower == month || lower == month.substr(0, 3)) return i + 1;
  }
  return 0;
}

// With the month by its English name: a day, a year of four digits, maybe a time and GMT or a zone.
std::optional<int64_t> ParseWords(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at < text.size() && words.size() < 9;) {
    while (at < text.size() && (text[at] == ' ' || text[at] == ',')) ++at;
    const size_t begin = at;
    while (at < text.size() && text[at] != ' ' && text[at] != ',') ++at;
    if (at > begin) words.push_back(text.substr(begin, at - begin));
  }
  int month = 0, day = 0, year = 0;
  std::string time, zone;
  for (size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (word.back() == '.') word.remove_suffix(1);
    const bool digits = !word.empty() && IsDigit(word[0]);
    if (!digits && month == 0 && MonthOf(word) != 0) {
      month = MonthOf(word);
    } else if (digits && word.size() == 4 && word.find(':') == word.npos) {
      if (year != 0) return std::nullopt;
      for (const char c : word) {
        if (!IsDigit(c)) return std::nullopt;
        year = year * 10 + c - '0';
      }
    } else if (digits && word.find(':') != word.npos) {
      time = word;
    } else if (digits && day == 0) {
      size_t n = 0;
      for (; n < word.size() && n < 2 && IsDigit(word[n]); ++n) day = day * 10 + word[n] - '0';
      const std::string_view rest = word.substr(n);
      if (!rest.empty() && rest != "st" && rest != "nd" && rest != "rd" && rest != "th")
        return std::nullopt;
    } else if (word == "GMT" || word == "UTC" || word == "Z") {
      zone = "Z";
    } else if (word.size() >= 5 && (word[0] == '+' || word[0] == '-')) {
      zone = word;
    } else if (digits) {
      return std::nullopt;
    } else if (i > 0) {
      time.clear();  // AM, PM, EST: the hour is not sure
    }
  }
  const auto midnight = Day(year, month, day);
  if (!midnight || time.empty()) return midnight;
  const CivilDate date{year, month, day};
  char iso[64];
  std::snprintf(iso, sizeof iso, "%04d-%02d-%02dT%s%.8s%.8s", static_cast<int>(date.year), month,
                day, time.find(':') == 1 ? "0" : "", time.c_str(), zone.c_str());
  const auto exact = ParseIsoTime(iso);
  return exact ? exact->seconds * kSecond : midnight;
}

}  // namespace

std::optional<int64_t> ParsePageDate(std::string_view text) {
  constexpr size_t kLongest = 60;
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  if (text.size() < 8 || text.size() > kLongest) return std::nullopt;
  if (text.size() >= 10 && IsDigit(text[0]) && IsDigit(text[3])) return ParseIso(std::string(text));
  return ParseWords(text);
}

std::optional<int64_t> DateOfAddress(std::string_view url) {
  for (size_t i = url.find('/', url.find("//") == url.npos ? 0 : url.find("//") + 2);
       i < url.size(); ++i) {
    if (url[i] != '/' || url.size() - i < 11) continue;
    const std::string_view part = url.substr(i + 1, 10);
    const char mark = part[4];
    if ((mark != '/' && mark != '-') || part[7] != mark) continue;
    if (url.size() > i + 11 && IsDigit(url[i + 11])) continue;
    int numbers[3] = {0, 0, 0};
    bool all = true;
    for (size_t k = 0; k < 10; ++k) {
      if (k == 4 || k == 7) continue;
      all = all && IsDigit(part[k]);
      int& number = numbers[k < 4 ? 0 : k < 7 ? 1 : 2];
      number = number * 10 + part[k] - '0';
    }
    if (!all) continue;
    if (const auto day = Day(numbers[0], numbers[1], numbers[2])) return day;
  }
  return std::nullopt;
}

}  // namespace textmill::html
