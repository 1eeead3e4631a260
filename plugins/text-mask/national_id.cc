#include <algorithm>
#include <array>
#include <iterator>

#include "plugins/text-mask/digits.h"
#include "plugins/text-mask/recognisers.h"
#include "textmill/calendar.hpp"

namespace textmill::mask {
namespace {

enum Country : uint32_t {  // in the order of kIdCountries
  kUs = 1,
  kGb = 1 << 1,
  kDe = 1 << 2,
  kFr = 1 << 3,
  kEs = 1 << 4,
  kIt = 1 << 5,
  kNl = 1 << 6,
  kPl = 1 << 7,
  kSe = 1 << 8,
  kBr = 1 << 9,
  kFi = 1 << 10,
  kNo = 1 << 11,
  kDk = 1 << 12,
  kBe = 1 << 13,
  kCh = 1 << 14,
  kPt = 1 << 15,
  kCz = 1 << 16,
  kRo = 1 << 17,
  kTr = 1 << 18,
  kCn = 1 << 19,
  kKr = 1 << 20,
  kIn = 1 << 21,
  kCa = 1 << 22,
  kIe = 1 << 23
};

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
  const int area = 100 * D(s, 0) + Two(s, 1), group = Two(s, 3);
  if (area >= 900)  // a taxpayer's number (ITIN)
    return group >= 50 && group != 66 && group != 67 && group != 68 && group != 69 && group != 89 &&
           group != 93;
  return area != 0 && area != 666 && group != 0 && s.substr(5) != "0000";
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

// France, number of the register of persons (NIR): modulo 97. Corsica is 2A and 2B, and counts as
// 19 and 18.
bool IsNir(std::string s) {
  if (IsLetter(s[6])) {
    if (s[5] != '2' || s[6] > 'B') return false;
    s[5] = '1';
    s[6] = s[6] == 'A' ? '9' : '8';
  }
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

// Finland, personal identity code: the day of birth, and a sign modulo 31.
bool IsHetu(std::string_view s) {
  constexpr std::string_view kSigns = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  // Without the century's sign: six digits, perhaps a letter for the century, three digits.
  const size_t tail = s.size() - 4;
  int64_t exact = 0;
  for (size_t i = 0; i < 6; ++i) exact = 10 * exact + D(s, i);
  for (size_t i = tail; i < tail + 3; ++i) exact = 10 * exact + D(s, i);
  return IsDay(Two(s, 2), Two(s, 0)) && kSigns[static_cast<size_t>(exact % 31)] == s.back();
}

// Norway, birth number: the day of birth (40 more for D numbers), and two check digits modulo 11.
bool IsFodselsnummer(std::string_view s) {
  const int day = Two(s, 0) > 40 ? Two(s, 0) - 40 : Two(s, 0);
  return IsDay(Two(s, 2), day) && Sum(s, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11 == 0 &&
         Sum(s, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

// Denmark, CPR: the day of birth; its check digit is no longer kept.
bool IsCpr(std::string_view s) { return IsDay(Two(s, 2), Two(s, 0)); }

// Belgium, national number: the day of birth, and 97 less the rest; of those born from 2000 on with
// a 2 before it.
bool IsBelgian(std::string_view s) {
  uint64_t number = 0;
  for (size_t i = 0; i < 9; ++i) number = 10 * number + static_cast<uint64_t>(D(s, i));
  const auto check = static_cast<uint64_t>(Two(s, 9));
  return IsDay(Two(s, 2), Two(s, 4)) &&
         (97 - number % 97 == check || 97 - (2000000000 + number) % 97 == check);
}

// Switzerland, AHV number: as the numbers of goods (EAN-13).
bool IsAhv(std::string_view s) { return Sum(s, {1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1}) % 10 == 0; }

// Portugal, NIF.
bool IsNif(std::string_view s) {
  const int check = 11 - Sum(s, {9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return s[0] != '0' && (check > 9 ? 0 : check) == D(s, 8);
}

// Czechia and Slovakia, birth number: the day of birth (50 or 20 more on the month), and modulo 11.
bool IsRodneCislo(std::string_view s) {
  uint64_t number = 0;
  for (const char c : s) number = 10 * number + static_cast<uint64_t>(c - '0');
  return IsDay(Two(s, 2) % 50 % 20, Two(s, 4)) && number % 11 == 0;
}

// Romania, CNP.
bool IsCnp(std::string_view s) {
  const int check = Sum(s, {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9}) % 11;
  return s[0] != '0' && IsDay(Two(s, 3), Two(s, 5)) && (check == 10 ? 1 : check) == D(s, 12);
}

// Turkey, identity number: two check digits.
bool IsTurkish(std::string_view s) {
  const int odd = D(s, 0) + D(s, 2) + D(s, 4) + D(s, 6) + D(s, 8);
  const int even = D(s, 1) + D(s, 3) + D(s, 5) + D(s, 7);
  return (odd * 7 - even + 100) % 10 == D(s, 9) && (odd + even + D(s, 9)) % 10 == D(s, 10);
}

// China, resident number: the day of birth, and ISO 7064 mod 11,2.
bool IsChinese(std::string_view s) {
  const int sum = Sum(s, {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2});
  const int year = 100 * Two(s, 6) + Two(s, 8);
  return year >= 1850 && year < 2100 && IsDay(Two(s, 10), Two(s, 12)) &&
         "10X98765432"[sum % 11] == s[17];
}

// South Korea, resident number: the day of birth, and a check digit until 2020.
bool IsKorean(std::string_view s) {
  const int sum = Sum(s, {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5});
  return IsDay(Two(s, 2), Two(s, 4)) && s[6] >= '1' && s[6] <= '8' &&
         ((11 - sum % 11) % 10 == D(s, 12) || Two(s, 0) >= 20);
}

// India, Aadhaar: Verhoeff's check digit.
bool IsAadhaar(std::string_view s) {
  // The group of the symmetries of a pentagon: its first five elements turn, the others mirror.
  const auto product = [](int a, int b) {
    return a < 5 ? (b < 5 ? (a + b) % 5 : 5 + (a + b - 5) % 5)
                 : (b < 5 ? 5 + (a - 5 - b + 5) % 5 : (a - b + 5) % 5);
  };
  constexpr int kPermutation[] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  int check = 0;
  for (size_t i = 0; i < s.size(); ++i) {
    int digit = D(s, s.size() - 1 - i);
    for (size_t n = i % 8; n > 0; --n) digit = kPermutation[digit];
    check = product(check, digit);
  }
  return s[0] > '1' && check == 0;
}

// Canada, social insurance number.
bool IsSin(std::string_view s) { return s[0] != '8' && s != "000000000" && Luhn(s); }

// Ireland, PPS number: a letter modulo 23, perhaps with one more after it.
bool IsPps(std::string_view s) {
  int sum = Sum(s, {8, 7, 6, 5, 4, 3, 2});
  if (s.size() == 9) sum += 9 * (s[8] == 'W' ? 0 : s[8] - 'A' + 1);
  return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] == s[7];
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
bool ValidNir(const std::string& s) { return IsNir(s); }
bool ValidDni(const std::string& s) { return IsDni(s); }

constexpr Form kForms[] = {
    {kUs, "ddd-dd-dddd", Valid<IsSsn>},
    {kUs, "ddd dd dddd", Valid<IsSsn>, "ssn|security|ss|"},
    {kUs, "ddddddddd", Valid<IsSsn>, "ssn|security|ss|"},
    {kGb, "AAddddddA", Valid<IsNino>},
    {kGb, "AA_dd_dd_dd_A", Valid<IsNino>},
    {kDe, "zdddddddddd", Valid<IsSteuerId>},
    {kDe, "zd_ddd_ddd_ddd", Valid<IsSteuerId>},
    {kFr, "zdddddddddddddd", ValidNir},
    {kFr, "zdddddAdddddddd", ValidNir},
    {kFr, "z_dd_dd_dd_ddd_ddd_dd", ValidNir},
    {kFr, "z_dd_dd_dA_ddd_ddd_dd", ValidNir},
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
    {kFi, "dddddd-dddA", Valid<IsHetu>},
    {kFi, "dddddd-dddd", Valid<IsHetu>},
    {kFi, "ddddddAdddA", Valid<IsHetu>},
    {kFi, "ddddddAdddd", Valid<IsHetu>},
    {kNo, "ddddddddddd", Valid<IsFodselsnummer>},
    {kNo, "dddddd_ddddd", Valid<IsFodselsnummer>},
    {kDk, "dddddd-dddd", Valid<IsCpr>},
    {kBe, "dd.dd.dd-ddd.dd", Valid<IsBelgian>},
    {kBe, "ddddddddddd", Valid<IsBelgian>},
    {kCh, "756.dddd.dddd.dd", Valid<IsAhv>},
    {kCh, "756dddddddddd", Valid<IsAhv>},
    {kPt, "ddddddddd", Valid<IsNif>, "nif|contribuinte|"},
    {kPt, "ddd ddd ddd", Valid<IsNif>, "nif|contribuinte|"},
    {kCz, "dddddd/dddd", Valid<IsRodneCislo>},
    {kRo, "zdddddddddddd", Valid<IsCnp>},
    {kTr, "zdddddddddd", Valid<IsTurkish>},
    {kCn, "zddddddddddddddddd", Valid<IsChinese>},
    {kCn, "zddddddddddddddddX", Valid<IsChinese>},
    {kKr, "dddddd-ddddddd", Valid<IsKorean>},
    {kIn, "dddd dddd dddd", Valid<IsAadhaar>},
    {kIn, "dddddddddddd", Valid<IsAadhaar>, "aadhaar|aadhar|uid|uidai|"},
    {kCa, "ddd-ddd-ddd", Valid<IsSin>},
    {kCa, "ddd ddd ddd", Valid<IsSin>, "sin|insurance|nas|"},
    {kIe, "dddddddA", Valid<IsPps>},
    {kIe, "dddddddAA", Valid<IsPps>},
};

}  // namespace

size_t NationalIdAt(std::string_view text, size_t at, uint32_t countries) {
  if (!BeginsAlone(text, at)) return 0;
  std::string id;
  for (const Form& form : kForms) {
    if ((form.country & countries) == 0) continue;
    const size_t end = Match(text, at, form.pattern, &id);
    if (end == 0 || !EndsAlone(text, end) || !form.valid(id)) continue;
    if (text.substr(at, end - at).find(' ') != text.npos && IsAmongDigits(text, at, end)) continue;
    if (form.words.empty() ? IsNumberOfThing(text, at) : !FollowsWord(text, at, form.words))
      continue;
    return end;
  }
  return 0;
}

}  // namespace textmill::mask
