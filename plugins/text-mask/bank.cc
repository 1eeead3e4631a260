// Bank accounts and payment cards.
#include <algorithm>
#include <iterator>

#include "plugins/text-mask/digits.h"
#include "plugins/text-mask/recognisers.h"

namespace textmill::mask {
namespace {

// How long an IBAN is, by country (SWIFT's registry).
struct Length {
  char country[3];
  uint8_t characters;
};
constexpr Length kLengths[] = {
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22},
    {"BH", 22}, {"BI", 27}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24},
    {"DE", 22}, {"DJ", 27}, {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18},
    {"FK", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27},
    {"GT", 28}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27},
    {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20},
    {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MN", 20}, {"MR", 27},
    {"MT", 31}, {"MU", 30}, {"NI", 28}, {"NL", 18}, {"NO", 15}, {"OM", 23}, {"PK", 24}, {"PL", 28},
    {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"RU", 33}, {"SA", 24}, {"SC", 31},
    {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"SO", 23}, {"ST", 25}, {"SV", 28},
    {"TL", 23}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20}, {"YE", 30}};

// Where the number begins with four letters of the bank.
constexpr std::string_view kBankInLetters =
    "BG BH GB GI IE IQ JO KW LC LV MT MU NI NL PK PS QA RO SC SV VG";

size_t LengthOf(std::string_view country) {
  for (const Length& known : kLengths) {
    if (country == std::string_view(known.country, 2)) return known.characters;
  }
  return 0;
}

// Whether 13 digits are a number of goods (EAN-13), by their check digit.
bool IsGoods(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return sum % 10 == 0;
}

// Whether a card of these digits is given out by anybody: first digits and length.
bool IsIssued(std::string_view digits) {
  const auto prefix = [&](size_t n) {
    int value = 0;
    for (size_t i = 0; i < n; ++i) value = 10 * value + digits[i] - '0';
    return value;
  };
  const size_t n = digits.size();
  const int two = prefix(2), three = prefix(3), four = prefix(4);
  if (digits[0] == '4') return n == 16 || n == 19 || (n == 13 && !IsGoods(digits));  // Visa
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return n == 16;    // Mastercard
  if (two == 34 || two == 37) return n == 15;                                        // Amex
  if (four == 6011 || two == 65 || (three >= 644 && three <= 649)) return n == 16 || n == 19;
  if ((three >= 300 && three <= 305) || two == 36 || two == 38) return n == 14;  // Diners
  if (two == 35) return n == 16;                                                 // JCB
  if (two == 62) return n >= 16 && n <= 19;                                      // UnionPay
  if (n == 16 && (two == 50 || (two >= 56 && two <= 58) || two == 63 || two == 67))
    return true;                                     // Maestro
  if (four == 2131 || four == 1800) return n == 15;  // JCB, older
  for (const int maestro : {5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763}) {
    if (four == maestro) return n >= 12 && n <= 19;
  }
  return four >= 2200 && four <= 2204 && n == 16;  // Mir
}

}  // namespace

bool Luhn(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    int d = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) d = d > 4 ? 2 * d - 9 : 2 * d;
    sum += d;
  }
  return sum % 10 == 0;
}

size_t IbanAt(std::string_view text, size_t at) {
  if (at + 4 > text.size() || !IsLetter(text[at]) || !IsLetter(text[at + 1]) ||
      !IsDigit(text[at + 2]) || !IsDigit(text[at + 3]))
    return 0;
  if (at > 0 && (IsDigit(text[at - 1]) || IsLetter(text[at - 1]) || text[at - 1] == '_')) return 0;
  const char country[] = {Upper(text[at]), Upper(text[at + 1])};
  const size_t length = LengthOf({country, 2});
  if (length == 0) return 0;
  std::string value;
  size_t end = at, since_space = 0;
  while (value.size() < length && end < text.size()) {
    const char c = text[end];
    if (IsDigit(c) || IsLetter(c)) {
      value += Upper(c);
      ++end;
      ++since_space;
      continue;
    }
    size_t size = SpaceAt(text, end);
    if (size == 0) size = HyphenAt(text, end);
    if (size == 0 || since_space == 0 || value.size() < 4) return 0;
    since_space = 0;
    end += size;
  }
  if (value.size() != length) return 0;
  if (end < text.size() && (IsDigit(text[end]) || IsLetter(text[end]) || text[end] == '_'))
    return 0;
  if (kBankInLetters.find(std::string_view(country, 2)) != kBankInLetters.npos &&
      !std::all_of(value.begin() + 4, value.begin() + 8, IsLetter))
    return 0;
  // The first four to the end, letters as two digits, modulo 97.
  int rest = 0;
  for (size_t i = 0; i < length; ++i) {
    const char c = value[(i + 4) % length];
    rest = IsDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
  }
  return rest == 1 ? end : 0;
}

size_t CardAt(std::string_view text, size_t at) {
  static constexpr std::string_view kForms[] = {
      "dddd dddd dddd dddd ddd", "dddd dddd dddd dddd", "dddd dddddd ddddd", "dddd dddddd dddd",
      "ddddddddddddddddddd",     "dddddddddddddddddd",  "ddddddddddddddddd", "dddddddddddddddd",
      "ddddddddddddddd",         "dddddddddddddd",      "ddddddddddddd",     "dddddddddddd"};
  if (!BeginsAlone(text, at)) return 0;
  std::string digits;
  for (const std::string_view form : kForms) {
    const size_t end = Match(text, at, form, &digits);
    if (end == 0 || !EndsAlone(text, end) || !IsIssued(digits) || !Luhn(digits)) continue;
    const bool grouped = form.find(' ') != form.npos;
    // 1234.5678.9012.3456 is no way to write a card.
    if (grouped && text.substr(at, end - at).find('.') != text.npos) continue;
    if (grouped && IsAmongDigits(text, at, end)) continue;
    return end;
  }
  return 0;
}

}  // namespace textmill::mask
