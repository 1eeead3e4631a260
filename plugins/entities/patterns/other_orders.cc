#include "plugins/entities/patterns/other_orders.h"

#include <algorithm>
#include <iterator>

#include "plugins/entities/patterns/date_parts.h"
#include "plugins/entities/patterns/words_around.h"

namespace textmill::entities {
namespace {

constexpr std::string_view kHungarian[] = {"január",     "február", "március",  "április",
                                           "május",      "június",  "július",   "augusztus",
                                           "szeptember", "október", "november", "december"};
constexpr std::string_view kThai[] = {"มกราคม",  "กุมภาพันธ์", "มีนาคม",    "เมษายน",
                                      "พฤษภาคม", "มิถุนายน",  "กรกฎาคม",  "สิงหาคม",
                                      "กันยายน",  "ตุลาคม",   "พฤศจิกายน", "ธันวาคม"};
constexpr int kBuddhist = 543;

}  // namespace

Found HungarianDate(std::string_view text, size_t at) {
  size_t end;
  const int year = Digits(text, at, 4, 4, &end);
  if (year < 1000 || !Is(text, end, ". ")) return {};
  const std::string_view word = WordAt(text, end + 2);
  const auto month = std::find(std::begin(kHungarian), std::end(kHungarian), LowerWord(word));
  if (month == std::end(kHungarian)) return {};
  end += 2 + word.size();
  const int number = static_cast<int>(month - std::begin(kHungarian)) + 1;
  const size_t next = SkipBlanks(text, end);
  size_t day_end;
  const int day = next > end ? Digits(text, next, 1, 2, &day_end) : 0;
  if (day == 0) return {at, end, Iso(year, number, 1).substr(0, 7)};
  if (!IsDay(day, number, year) || !EndsHere(text, day_end)) return {};
  return {at, day_end, Iso(year, number, day)};
}

// 5 tháng 6, 5 tháng 6 năm 2024, 5 tháng 6, 2024.
Found VietnameseDate(std::string_view text, size_t at) {
  constexpr std::string_view kMonth = " tháng ";
  size_t end;
  const int day = Digits(text, at, 1, 2, &end);
  if (day == 0 || !Is(text, end, kMonth)) return {};
  const int month = Digits(text, end + kMonth.size(), 1, 2, &end);
  if (!IsDay(day, month, 0) || !EndsHere(text, end)) return {};
  for (const std::string_view before : {" năm ", ", ", "/"}) {
    if (!Is(text, end, before)) continue;
    size_t year_end;
    const int year = YearAt(text, end + before.size(), &year_end);
    if (year == 0) continue;
    if (!IsDay(day, month, year)) return {};
    return {at, year_end, Iso(year, month, day)};
  }
  return {at, end, Iso(0, month, day)};
}

// Thai puts no blanks between words; before a year there is one, or พ.ศ. or ค.ศ., the two eras.
Found ThaiDate(std::string_view text, size_t at) {
  size_t end;
  const int day = Digits(text, at, 1, 2, &end);
  if (day == 0) return {};
  const size_t begin = SkipBlanks(text, end);
  int month = 0;
  for (int i = 0; i < 12 && month == 0; ++i) {
    if (!Is(text, begin, kThai[i])) continue;
    month = i + 1;
    end = begin + kThai[i].size();
  }
  if (month == 0 || !IsDay(day, month, 0)) return {};
  size_t next = SkipBlanks(text, end);
  bool buddhist = false, said = false;
  for (const std::string_view era : {"พ.ศ.", "ค.ศ."}) {
    if (!Is(text, next, era)) continue;
    said = true;
    buddhist = era == "พ.ศ.";
    next = SkipBlanks(text, next + era.size());
  }
  size_t year_end;
  int year = YearAt(text, next, &year_end);
  if (year == 0) return said ? Found{} : Found{at, end, Iso(0, month, day)};
  if (buddhist || (!said && year > 2400)) year -= kBuddhist;
  if (!IsDay(day, month, year)) return {};
  return {at, year_end, Iso(year, month, day)};
}

}  // namespace textmill::entities
