#include "plugins/entities/patterns/date_parts.h"

#include <array>

#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"
#include "textmill/calendar.hpp"

namespace textmill::entities {
namespace {

std::string TwoDigits(int number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

bool IsDay(int day, int month, int year) { return IsDate(year, month, day); }

std::string Iso(int year, int month, int day) {
  return (year == 0 ? "-" : TwoDigits(year / 100) + TwoDigits(year % 100)) + "-" +
         TwoDigits(month) + "-" + TwoDigits(day);
}

int Digits(std::string_view text, size_t at, size_t least, size_t most, size_t* end) {
  *end = DigitsEnd(text.substr(0, at + 5), at);
  if (*end - at < least || *end - at > most) return 0;
  int value = 0;
  for (size_t i = at; i < *end; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

bool EndsHere(std::string_view text, size_t at) { return !InsideWord(text, at); }

int YearAt(std::string_view text, size_t at, size_t* end) {
  const int year = Digits(text, at, 4, 4, end);
  if (year < 1000 || year > 2999 || !EndsHere(text, *end)) return 0;
  if ((Is(text, *end, ".") || Is(text, *end, ",")) && IsDigit(text, *end + 1)) return 0;
  return year;
}

int ShortYearAt(std::string_view text, size_t at, size_t* end) {
  const size_t mark = Is(text, at, "'") ? 1 : Is(text, at, "’") ? 3 : 0;
  if (mark == 0) return 0;
  const int year = Digits(text, at + mark, 2, 2, end);
  if (*end != at + mark + 2 || !EndsHere(text, *end)) return 0;
  return year < 50 ? 2000 + year : 1900 + year;
}

Era EraAt(std::string_view text, size_t at, size_t* end) {
  static constexpr struct {
    std::string_view word;
    Era era;
  } kEras[] = {{"BCE", Era::kBefore},
               {"BC", Era::kBefore},
               {"B.C.E.", Era::kBefore},
               {"B.C.", Era::kBefore},
               {"AD", Era::kAfter},
               {"A.D.", Era::kAfter},
               {"CE", Era::kAfter},
               {"C.E.", Era::kAfter},
               // German, French, Spanish and Italian, Portuguese, Dutch, Nordic, Polish, Czech,
               // Russian and Ukrainian, Turkish
               {"v. Chr.", Era::kBefore},
               {"v.Chr.", Era::kBefore},
               {"n. Chr.", Era::kAfter},
               {"n.Chr.", Era::kAfter},
               {"av. J.-C.", Era::kBefore},
               {"ap. J.-C.", Era::kAfter},
               {"a. C.", Era::kBefore},
               {"a.C.", Era::kBefore},
               {"d. C.", Era::kAfter},
               {"d.C.", Era::kAfter},
               {"v.C.", Era::kBefore},
               {"f.Kr.", Era::kBefore},
               {"f. Kr.", Era::kBefore},
               {"e.Kr.", Era::kAfter},
               {"e. Kr.", Era::kAfter},
               {"p.n.e.", Era::kBefore},
               {"n.e.", Era::kAfter},
               {"př. n. l.", Era::kBefore},
               {"до н. э.", Era::kBefore},
               {"до н.э.", Era::kBefore},
               {"до н. е.", Era::kBefore},
               {"до н.е.", Era::kBefore},
               {"н. э.", Era::kAfter},
               {"н.э.", Era::kAfter},
               {"MÖ", Era::kBefore},
               // Other calendars
               {"AH", Era::kOther},
               {"A.H.", Era::kOther},
               {"Hijri", Era::kOther},
               {"hijri", Era::kOther},
               {"Hijra", Era::kOther},
               {"BE", Era::kOther},
               {"B.E.", Era::kOther},
               {"BS", Era::kOther},
               {"B.S.", Era::kOther},
               {"Bikram", Era::kOther},
               {"Vikram", Era::kOther},
               {"Saka", Era::kOther},
               {"Samvat", Era::kOther},
               {"SH", Era::kOther},
               {"S.H.", Era::kOther},
               {"Solar Hijri", Era::kOther}};
  static constexpr std::array<bool, 256> kBegins = [] {
    std::array<bool, 256> out{};
    for (const auto& [word, era] : kEras) out[static_cast<unsigned char>(word[0])] = true;
    return out;
  }();
  if (at >= text.size() || !kBegins[static_cast<unsigned char>(text[at])]) return Era::kNone;
  for (const auto& [word, era] : kEras) {
    if (!Is(text, at, word) || InsideWord(text, at + word.size())) continue;
    *end = at + word.size();
    return era;
  }
  return Era::kNone;
}

EraYear EraYearAt(std::string_view text, size_t at) {
  size_t end = at;
  Era era = EraAt(text, at, &end);
  if (era == Era::kAfter) {
    const size_t digits = SkipBlanks(text, end);
    size_t digits_end;
    const int year = Digits(text, digits, 1, 4, &digits_end);
    return year > 0 && EndsHere(text, digits_end) ? EraYear{year, digits_end} : EraYear{};
  }
  if (era != Era::kNone) return {};
  size_t digits_end;
  const int year = Digits(text, at, 1, 4, &digits_end);
  if (year == 0) return {};
  size_t word = SkipBlanks(text, digits_end);
  for (const std::string_view of_year :
       {"года ", "году ", "г. ", "год ", "року ", "р. ", "roku "}) {
    if (!Is(text, word, of_year)) continue;
    word += of_year.size();
    break;
  }
  era = EraAt(text, word, &end);
  if (era == Era::kNone) return {};
  if (era == Era::kOther) return {0, end, false};
  return {era == Era::kBefore ? 1 - year : year, end};
}

std::string IsoYear(int year) {
  const int size = year < 0 ? -year : year;
  return (year < 0 ? "-" : "") + TwoDigits(size / 100) + TwoDigits(size % 100);
}

}  // namespace textmill::entities
