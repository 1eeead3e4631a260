#include <algorithm>
#include <array>
#include <iterator>

#include "plugins/text-mask/digits.h"
#include "plugins/text-mask/recognisers.h"
#include "textmill/calendar.hpp"

namespace textmill::mask {
namespace {

int D(std::string_view s, size_t i) { return s[i] - '0'; }
int Two(std::string_view s, size_t i) { return 10 * D(s, i) + D(s, i + 1); }

// A weighted sum of the first digits.
template <size_t N>
int Sum(std::string_view s, const int (&weights)[N]) {
  int sum = 0;
  for (size_t i = 0; i < N; ++i) sum += weights[i] * D(s, i);
  return sum;
}

// In some year.
bool IsDay(int month, int day) { return IsDate(2000, month, day); }

// United States, social security number: areas and groups that were given out.
bool IsSsn(std::string_view s) {
  const int area = 100 * D(s, 0) + Two(s, 1);
  return area != 0 && area != 666 && area < 900 && Two(s, 3) != 0 && s.substr(5) != "0000";
}

// United Kingdom, national insurance number: prefixes that were given out.
bool IsNino(std::string_view s) {
  constexpr std::string_view kFirst = "ABCEGHJKLMNOPRSTWXYZ", kSecond = "ABCEGHJKLMNPRSTWXYZ";
  const std::string_view prefix = s.substr(0, 2);
  for (const char* never : {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}) {
    if (prefix == never) return false;
  }
  return kFirst.find(s[0]) != kFirst.npos && kSecond.find(s[1]) != kSecond.npos && s[8] >= 'A' &&
         s[8] <= 'D';
}

// Germany, tax id: one digit of the first ten twice or three times; ISO 7064 mod 11,10.
bool IsSteuerId(std::string_view s) {
  std::array<int, 10> seen{};
  int product = 10;
  for (size_t i = 0; i < 10; ++i) {
    ++seen[static_cast<size_t>(D(s, i))];
    const int sum = (D(s, i) + product) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  const auto doubled = std::count(seen.begin(), seen.end(), 2);
  const auto tripled = std::count(seen.begin(), seen.end(), 3);
  const bool others = std::all_of(seen.begin(), seen.end(), [](int n) { return n <= 3; });
  return s[0] != '0' && others && doubled + tripled == 1 && (11 - product) % 10 == D(s, 10);
}

// France, number of the register of persons (NIR): modulo 97.
bool IsNir(std::string_view s) {
  uint64_t number = 0;
  for (size_t i = 0; i < 13; ++i) number = 10 * number + static_cast<uint64_t>(D(s, i));
  const int month = Two(s, 3);
  const bool known_month = (month >= 1 && month <= 12) || (month >= 20 && month <= 42);
  return (s[0] == '1' || s[0] == '2') && known_month &&
         97 - number % 97 == static_cast<uint64_t>(Two(s, 13));
}

// Spain, DNI and NIE: the letter is the number modulo 23. An X, Y or Z is 0, 1 or 2.
bool IsDni(std::string s) {
  constexpr std::string_view kLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
  if (IsLetter(s[0])) {
    if (s[0] < 'X') return false;
    s[0] = static_cast<char>('0' + s[0] - 'X');
  }
  size_t number = 0;
  for (size_t i = 0; i < 8; ++i) number = 10 * number + static_cast<size_t>(D(s, i));
  return kLetters[number % 23] == s[8];
}

// Italy, codice fiscale: each character in an odd place by this table, in an even one by its place
// in the alphabet.
bool IsCodiceFiscale(std::string_view s) {
  constexpr int kOdd[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                          20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  int sum = 0;
  for (size_t i = 0; i < 15; ++i) {
    const int value = IsDigit(s[i]) ? s[i] - '0' : s[i] - 'A';
    sum += i % 2 == 0 ? kOdd[value] : value;
  }
  constexpr std::string_view kMonths = "ABCDEHLMPRST";
  const int day = Two(s, 9) % 40;
  return sum % 26 == s[15] - 'A' && kMonths.find(s[8]) != kMonths.npos && day >= 1 && day <= 31;
}

// Netherlands, citizen service number: the eleven test.
bool IsBsn(std::string_view s) {
  const int sum = Sum(s, {9, 8, 7, 6, 5, 4, 3, 2}) - D(s, 8);
  return sum % 11 == 0 && s != "000000000";
}

// Poland, PESEL: the day of birth, with the century in the month, and a check digit.
bool IsPesel(std::string_view s) {
  return IsDay(Two(s, 2) % 20, Two(s, 4)) && Sum(s, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 == 0;
}

// Sweden, personal number: the day of birth (or 60 more), and Luhn.
bool IsPersonnummer(std::string_view s) {
  if (s.size() == 12) s.remove_prefix(2);
  const int day = Two(s, 4);
  return IsDay(Two(s, 2), day > 60 ? day - 60 : day) && Luhn(s);
}

// Brazil, CPF: two check digits modulo 11.
bool IsCpf(std::string_view s) {
  if (s.find_first_not_of(s[0]) == s.npos) return false;
  const auto check = [](int sum) { return sum * 10 % 11 % 10; };
  return check(Sum(s, {10, 9, 8, 7, 6, 5, 4, 3, 2})) == D(s, 9) &&
         check(Sum(s, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2})) == D(s, 10);
}

// A way to write an id. Where check digits are weak or none and the form is plain, the number must
// be named: `words` before it.
struct Form {
  uint32_t country;
  std::string_view pattern;
  bool (*valid)(const std::string&);
  std::string_view words = {};
};
template <bool (*kValid)(std::string_view)>
bool Valid(const std::string& s) {
  return kValid(s);
}
bool ValidDni(const std::string& s) { return IsDni(s); }

constexpr Form kForms[] = {
    {kUs, "ddd-dd-dddd", Valid<IsSsn>},
    {kUs, "ddd dd dddd", Valid<IsSsn>, "ssn|security|ss|"},
    {kUs, "ddddddddd", Valid<IsSsn>, "ssn|security|ss|"},
    {kGb, "AAddddddA", Valid<IsNino>},
    {kGb, "AA_dd_dd_dd_A", Valid<IsNino>},
    {kDe, "zdddddddddd", Valid<IsSteuerId>},
    {kDe, "zd_ddd_ddd_ddd", Valid<IsSteuerId>},
    {kFr, "zdddddddddddddd", Valid<IsNir>},
    {kFr, "z_dd_dd_dd_ddd_ddd_dd", Valid<IsNir>},
    {kEs, "ddddddddA", ValidDni},
    {kEs, "dddddddd-A", ValidDni},
    {kEs, "AdddddddA", ValidDni},
    {kEs, "A-ddddddd-A", ValidDni},
    {kIt, "AAAAAAddAddAdddA", Valid<IsCodiceFiscale>},
    {kIt, "AAA_AAA_ddAdd_AdddA", Valid<IsCodiceFiscale>},
    {kNl, "ddddddddd", Valid<IsBsn>, "bsn|burgerservicenummer|sofinummer|sofi|"},
    {kNl, "dddd.dd.ddd", Valid<IsBsn>, "bsn|burgerservicenummer|sofinummer|sofi|"},
    {kPl, "ddddddddddd", Valid<IsPesel>},
    {kSe, "dddddd-dddd", Valid<IsPersonnummer>},
    {kSe, "dddddd+dddd", Valid<IsPersonnummer>},
    {kSe, "dddddddd-dddd", Valid<IsPersonnummer>},
    {kSe, "dddddddddd", Valid<IsPersonnummer>, "personnummer|personnr|pnr|"},
    {kSe, "dddddddddddd", Valid<IsPersonnummer>, "personnummer|personnr|pnr|"},
    {kBr, "ddd.ddd.ddd-dd", Valid<IsCpf>},
    {kBr, "ddddddddddd", Valid<IsCpf>},
};

}  // namespace

size_t NationalIdAt(std::string_view text, size_t at, uint32_t countries) {
  if (!BeginsAlone(text, at)) return 0;
  std::string id;
  for (const Form& form : kForms) {
    if ((form.country & countries) == 0) continue;
    const size_t end = Match(text, at, form.pattern, &id);
    if (end == 0 || !EndsAlone(text, end) || !form.valid(id)) continue;
    if (!form.words.empty() && !FollowsWord(text, at, form.words)) continue;
    return end;
  }
  return 0;
}

}  // namespace textmill::mask
