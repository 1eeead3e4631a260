// Days and years as dates have them, in digits, and how ISO 8601 writes them. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_DATE_PARTS_H_
#define TEXTMILL_PLUGINS_ENTITIES_DATE_PARTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace textmill::entities {

// One to four digits at `at`, of at least `least` and at most `most` figures, and the end of them;
// 0 when there are fewer or more.
int Digits(std::string_view text, size_t at, size_t least, size_t most, size_t* end);

// Whether no word goes on at `at`.
bool EndsHere(std::string_view text, size_t at);

// Without a year (0) 29 February counts: the year 0 is a leap year.
bool IsDay(int day, int month, int year);

// 2024-06-05; --06-05 without a year (0).
std::string Iso(int year, int month, int day);

// 2024; -0043 for 44 BC, which is -43.
std::string IsoYear(int year);

// A year of four digits that is not the beginning of another number; 0 when there is none.
int YearAt(std::string_view text, size_t at, size_t* end);

// A year in two figures after an apostrophe: '04, '68; 0 when there is none.
int ShortYearAt(std::string_view text, size_t at, size_t* end);

// The era after or before a year: BC, AD. kOther for those of other calendars, which are not read.
enum class Era : uint8_t { kNone, kBefore, kAfter, kOther };
Era EraAt(std::string_view text, size_t at, size_t* end);

// A year with its era at `at`: 44 BC, AD 79, 79 A.D. The year as ISO 8601 counts it, where 1 BC is
// 0; `end` is 0 when there is none, and `known` is false when it is of another calendar.
struct EraYear {
  int year = 0;
  size_t end = 0;
  bool known = true;
};
EraYear EraYearAt(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_DATE_PARTS_H_
