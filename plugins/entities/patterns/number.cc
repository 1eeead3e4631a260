#include "plugins/entities/patterns/number.h"

#include <algorithm>
#include <utility>

#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

// Spaces that part thousands: as wide as a space, or thin, and mostly non-breaking.
size_t SpaceSize(std::string_view text, size_t at, bool plain) {
  const std::string_view rest = text.substr(at, 3);
  if (rest.starts_with(' ')) return plain ? 1 : 0;
  if (rest.starts_with("\xC2\xA0")) return 2;                      // U+00A0
  if (rest == "\xE2\x80\xAF" || rest == "\xE2\x80\x89") return 3;  // U+202F, U+2009
  return 0;
}

// The end of the digits at `at`, which are looked at as far as a group's are.
size_t GroupEnd(std::string_view text, size_t at) {
  return at > text.size() ? at : DigitsEnd(text.substr(0, at + 4), at);
}

// Exactly three digits at `at`, and no fourth.
bool IsGroup(std::string_view text, size_t at) { return GroupEnd(text, at) == at + 3; }

// What may part thousands.
size_t GroupMarkSize(std::string_view text, size_t at, bool plain_spaces) {
  if (text[at] == ',' || text[at] == '.' || text[at] == '\'') return 1;
  if (Is(text, at, "’")) return std::string_view("’").size();
  return SpaceSize(text, at, plain_spaces);
}

// 5,00,000: where groups of two and a last one of three end, whose first digits end at `at`; `at`
// when there are none.
size_t IndianGroupsEnd(std::string_view text, size_t at) {
  size_t end = at;
  while (end < at + 30 && Is(text, end, ",") && GroupEnd(text, end + 1) == end + 3) end += 3;
  return end > at && Is(text, end, ",") && IsGroup(text, end + 1) ? end + 4 : at;
}

// The power of two that a denominator is, up to 64; 0 when it is not one.
int PowerOfTwo(int denominator) {
  for (int power = 1; power <= 6; ++power) {
    if (denominator == 1 << power) return power;
  }
  return 0;
}

// Up to two digits at `at`; -1 when there are none or more.
int SmallNumber(std::string_view text, size_t at, size_t* end) {
  *end = GroupEnd(text, at);
  if (*end == at || *end > at + 2) return -1;
  int value = 0;
  for (size_t i = at; i < *end; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

// Adds a proper fraction to a whole number.
void AddFraction(int numerator, int power, Number* number) {
  int decimals = numerator;
  for (int i = 0; i < power; ++i) decimals *= 5;
  std::string digits = std::to_string(decimals);
  digits.insert(0, static_cast<size_t>(power) - std::min<size_t>(digits.size(), power), '0');
  number->digits += digits;
  number->decimals = power;
}

struct Fraction {
  int numerator = 0, power = 0;  // 0: none
  size_t end = 0;
};

// 1/2 at `at`.
Fraction ReadFraction(std::string_view text, size_t at) {
  size_t slash, end;
  const int numerator = SmallNumber(text, at, &slash);
  if (numerator < 1 || !Is(text, slash, "/")) return {};
  const int denominator = SmallNumber(text, slash + 1, &end);
  const int power = PowerOfTwo(denominator);
  if (power == 0 || numerator >= denominator) return {};
  if (Is(text, end, "/") || Is(text, end, "-") || Is(text, end, ".")) {
    if (IsDigit(text, end + 1)) return {};
  }
  return {numerator, power, end};
}

// ½ at `at`.
Fraction ReadFractionSign(std::string_view text, size_t at) {
  constexpr struct {
    std::string_view sign;
    int numerator, power;
  } kSigns[] = {{"½", 1, 1}, {"¼", 1, 2}, {"¾", 3, 2}, {"⅛", 1, 3},
                {"⅜", 3, 3}, {"⅝", 5, 3}, {"⅞", 7, 3}};
  for (const auto& [sign, numerator, power] : kSigns) {
    if (Is(text, at, sign)) return {numerator, power, at + sign.size()};
  }
  return {};
}

}  // namespace

std::string Number::ToString() const {
  // Whole digits, with zeros added or put before.
  std::string all(decimals > 0 ? static_cast<size_t>(decimals) : 0, '0');
  all += digits;
  if (decimals < 0) all.append(static_cast<size_t>(-decimals), '0');
  const size_t point = all.size() - (decimals > 0 ? static_cast<size_t>(decimals) : 0);

  const size_t begin = all.find_first_not_of('0');
  std::string out = begin < point ? all.substr(begin, point - begin) : "0";
  const size_t end = all.find_last_not_of('0') + 1;
  if (end > point) out.append(1, '.').append(all, point, end - point);
  return out;
}

bool IsLess(std::string_view a, std::string_view b) {
  const size_t a_point = std::min(a.find('.'), a.size()), b_point = std::min(b.find('.'), b.size());
  return a_point != b_point ? a_point < b_point : a < b;
}

size_t ReadNumber(std::string_view text, size_t at, bool plain_spaces, Number* number) {
  constexpr size_t kMaxDigits = 30;
  *number = Number();
  size_t end = DigitsEnd(text.substr(0, at + kMaxDigits + 1), at);
  const size_t first = end - at;
  if (first == 0 || first > kMaxDigits) return 0;
  number->digits = text.substr(at, first);

  // Groups of three after one kind of mark.
  size_t groups = 0;
  std::string_view mark;
  const size_t indian = first <= 2 ? IndianGroupsEnd(text, end) : end;
  const bool indian_groups = indian > end;
  if (indian_groups) {
    for (; end < indian; ++end) {
      if (text[end] != ',') number->digits += text[end];
    }
    groups = 2;
    mark = ",";
    if (number->digits.size() > kMaxDigits) return 0;
  }
  while (first <= 3 && !indian_groups && end < text.size()) {
    const size_t mark_size = GroupMarkSize(text, end, plain_spaces);
    if (mark_size == 0 || !IsGroup(text, end + mark_size)) break;
    if (groups > 0 && text.substr(end, mark_size) != mark) break;
    mark = text.substr(end, mark_size);
    number->digits += text.substr(end + mark_size, 3);
    end += mark_size + 3;
    ++groups;
    if (number->digits.size() > kMaxDigits) return 0;
  }
  if (groups == 1 && mark == ".") {
    number->decimals = 3;
    number->doubt = Number::Doubt::kPoint;
  } else if (groups == 1 && mark == ",") {
    number->doubt = Number::Doubt::kComma;
  }
  // Decimals after another mark; after one point, 1.234,567 may be anything.
  if (number->doubt == Number::Doubt::kPoint && Is(text, end, ",") && IsDigit(text, end + 1)) {
    if (DigitsEnd(text.substr(0, end + 4), end + 1) > end + 3) return 0;
    number->decimals = 0;
  }
  if (number->decimals == 0 && end < text.size() && (text[end] == '.' || text[end] == ',') &&
      (groups == 0 || text.substr(end, 1) != mark) && IsDigit(text, end + 1)) {
    const size_t decimals_end = DigitsEnd(text.substr(0, end + kMaxDigits + 2), end + 1);
    const bool is_long = text[end] == ',' && decimals_end > end + 4 && number->digits != "0";
    number->digits += text.substr(end + 1, decimals_end - end - 1);
    number->decimals = static_cast<int>(decimals_end - end - 1);
    number->doubt = is_long ? Number::Doubt::kLong : Number::Doubt::kNone;
    end = decimals_end;
    if (number->digits.size() > kMaxDigits) return 0;
  }
  // 1.2.3 and 1,23,45 are something else.
  for (const std::string_view mark : {",", ".", "'", "’"}) {
    if (Is(text, end, mark) && IsDigit(text, end + mark.size())) return 0;
  }
  return end;
}

size_t ReadNumberWithFraction(std::string_view text, size_t at, bool plain_spaces, Number* number) {
  const size_t end = ReadNumber(text, at, plain_spaces, number);
  if (end == 0 || end >= text.size()) return end;
  if (text[end] == '/' && IsDigit(text, end + 1)) {
    const Fraction fraction = ReadFraction(text, at);
    if (fraction.power == 0) return 0;
    number->digits = "0";
    AddFraction(fraction.numerator, fraction.power, number);
    return fraction.end;
  }
  if (number->decimals != 0) return end;
  for (const auto& [words, quarters] :
       {std::pair{" and a half", 2}, {" and a quarter", 1}, {" and three quarters", 3}}) {
    const std::string_view said = words;
    if (!Is(text, end, said) || InsideWord(text, end + said.size())) continue;
    number->doubt = Number::Doubt::kNone;
    AddFraction(quarters, 2, number);
    return end + said.size();
  }
  Fraction fraction;
  if (text[end] == '-' || text[end] == ' ') {
    fraction = ReadFraction(text, end + 1);
    if (fraction.power == 0 && text[end] == ' ') fraction = ReadFractionSign(text, end + 1);
  } else if (static_cast<unsigned char>(text[end]) >= 0x80) {
    fraction = ReadFractionSign(text, end);
  }
  if (fraction.power == 0) return end;
  number->doubt = Number::Doubt::kNone;
  AddFraction(fraction.numerator, fraction.power, number);
  return fraction.end;
}

}  // namespace textmill::entities
