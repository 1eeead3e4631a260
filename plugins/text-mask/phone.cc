#include <algorithm>
#include <iterator>

#include "plugins/text-mask/digits.h"
#include "plugins/text-mask/recognisers.h"

namespace textmill::mask {
namespace {

enum Country : uint32_t {  // in the order of kPhoneCountries
  kUs = 1,
  kGb = 1 << 1,
  kDe = 1 << 2,
  kFr = 1 << 3,
  kEs = 1 << 4,
  kIt = 1 << 5,
  kNl = 1 << 6,
  kPl = 1 << 7,
  kSe = 1 << 8,
  kBr = 1 << 9
};

// Country codes and how many digits follow them; others that exist have 6 to 12.
struct Plan {
  int code;
  uint8_t least, most;
};
constexpr Plan kPlans[] = {
    {1, 10, 10},  {7, 10, 10},  {20, 8, 10},  {27, 9, 9},   {30, 10, 10}, {31, 9, 9},
    {32, 8, 9},   {33, 9, 9},   {34, 9, 9},   {36, 8, 9},   {39, 6, 11},  {40, 9, 9},
    {41, 9, 9},   {43, 7, 13},  {44, 9, 10},  {45, 8, 8},   {46, 7, 10},  {47, 8, 8},
    {48, 9, 9},   {49, 6, 13},  {51, 8, 9},   {52, 10, 11}, {54, 10, 11}, {55, 10, 11},
    {56, 9, 9},   {57, 8, 10},  {60, 7, 10},  {61, 9, 9},   {62, 8, 12},  {63, 8, 10},
    {64, 8, 10},  {65, 8, 8},   {66, 8, 9},   {81, 9, 10},  {82, 8, 10},  {84, 9, 10},
    {86, 10, 11}, {90, 10, 10}, {91, 10, 10}, {92, 9, 10},  {93, 9, 9},   {94, 9, 9},
    {98, 10, 10}, {351, 9, 9},  {352, 6, 11}, {353, 7, 9},  {354, 7, 9},  {358, 5, 12},
    {372, 7, 8},  {374, 8, 8},  {380, 9, 9},  {420, 9, 9},  {852, 8, 8},  {886, 8, 9},
    {971, 8, 9},  {972, 8, 9}};
// First two digits of the codes of three.
constexpr int kThree[] = {21, 22, 23, 24, 25, 26, 29, 35, 37, 38, 42, 50,
                          59, 67, 68, 69, 80, 85, 87, 88, 96, 97, 99};

// How many digits may follow the code that these begin with; false when there is none.
bool FindPlan(std::string_view digits, size_t* code, size_t* least, size_t* most) {
  if (digits.size() < 3 || digits[0] == '0') return false;
  const int two = 10 * (digits[0] - '0') + digits[1] - '0';
  const bool three = std::find(std::begin(kThree), std::end(kThree), two) != std::end(kThree);
  *code = digits[0] == '1' || digits[0] == '7' ? 1 : three ? 3 : 2;
  int value = 0;
  for (size_t i = 0; i < *code; ++i) value = 10 * value + digits[i] - '0';
  *least = 6;
  *most = 12;
  for (const Plan& plan : kPlans) {
    if (plan.code != value) continue;
    *least = plan.least;
    *most = plan.most;
  }
  return true;
}

// What may be between two groups of digits: a space, hyphen, full stop, slash, brackets, and a few
// of these together. Returns where it ends.
size_t Between(std::string_view text, size_t at) {
  size_t signs = 0;
  while (at < text.size() && signs < 3) {
    size_t size = SpaceAt(text, at);
    if (size == 0) size = HyphenAt(text, at);
    const char c = text[at];
    if (size == 0 && (c == '.' || c == '/' || c == '(' || c == ')')) size = 1;
    if (size == 0) break;
    at += size;
    ++signs;
  }
  return at;
}

// The end of a number with its extension: 555-0143x12, 555-0143 ext. 12. `end` when there is none.
size_t WithExtension(std::string_view text, size_t end) {
  size_t at = end + SpaceAt(text, end);
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("ext")) {
    at += 3;
    if (at < text.size() && text[at] == '.') ++at;
    at += SpaceAt(text, at);
  } else if (rest.starts_with('x')) {
    ++at;
  } else {
    return end;
  }
  const size_t digits = at;
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at > digits && at - digits <= 6 && EndsAlone(text, at) ? at : end;
}

// Groups of digits from `at` on, and where each ends. A sentence that ends, or a number that is
// apart, is not among them.
struct Groups {
  std::string digits;
  size_t ends[12], counts[12];  // after each group: where, and how many digits so far
  size_t n = 0;

  Groups(std::string_view text, size_t at, size_t most) {
    while (n < std::size(ends) && at < text.size() && IsDigit(text[at]) && digits.size() < most) {
      while (at < text.size() && IsDigit(text[at])) digits += text[at++];
      ends[n] = at;
      counts[n++] = digits.size();
      at = Between(text, at);
    }
  }
};

// +49 30 901820, 0049 30 901820.
size_t International(std::string_view text, size_t at) {
  size_t first = at + (text[at] == '+' ? 1 : 2);
  if (text[at] == '+' && first < text.size() && text[first] == '(') ++first;
  first += SpaceAt(text, first);
  if (first >= text.size() || !IsDigit(text[first])) return 0;
  Groups groups(text, first, 20);
  size_t code, least, most;
  if (!FindPlan(groups.digits, &code, &least, &most)) return 0;
  if (text[at] != '+') {  // 00 may begin any number
    const bool after_digits = at >= 2 && text[at - 1] == ' ' && IsDigit(text[at - 2]);
    if (groups.n < 2 || after_digits) return 0;
  }
  // A 0 in brackets is for calls from inside: +44 (0)20.
  const size_t zero = text.substr(first, 12).find("(0)");
  const size_t extra = code + (zero != std::string_view::npos ? 1 : 0);
  for (size_t i = groups.n; i > 0; --i) {
    const size_t digits = groups.counts[i - 1];
    if (digits < least + extra || digits > most + extra) continue;
    const size_t end = WithExtension(text, groups.ends[i - 1]);
    if (end > groups.ends[i - 1] || EndsAlone(text, end)) return end;
  }
  return 0;
}

struct Form {
  uint32_t countries;
  std::string_view pattern;
};
constexpr Form kForms[] = {
    {kUs, "(ndd)_ndd dddd"},
    {kUs, "ndd ndd dddd"},
    {kUs, "1 ndd ndd dddd"},
    {kUs, "1_(ndd)_ndd dddd"},
    {kUs, "1-(ndd)-ndd-dddd"},
    {kUs, "(ndd)ndd-dddd"},
    {kUs, "ndd/ndd-dddd"},
    {kGb, "0dd dddd dddd"},
    {kGb, "0ddd ddd dddd"},
    {kGb, "0dddd dddddd"},
    {kGb, "0dddd ddd ddd"},
    {kGb, "0dddd dd dd dd"},
    {kGb, "07ddd ddd ddd"},
    {kGb, "0dddd ddddd"},
    {kGb, "(0dd)_dddd dddd"},
    {kGb, "(0ddd)_ddd dddd"},
    {kGb, "(0dddd)_dddddd"},
    {kGb, "(0dddd)_ddd ddd"},
    {kFr, "0z dd dd dd dd"},
    {kFr, "(0z)_dd dd dd dd"},
    {kEs, "9dd dd dd dd"},
    {kEs, "6dd dd dd dd"},
    {kEs, "(9dd)_ddd ddd"},
    {kIt, "3dd ddddddd"},
    {kIt, "3dd ddd dddd"},
    {kIt, "3dd ddd dd dd"},
    {kIt, "0d dddd dddd"},
    {kIt, "0dd ddd dddd"},
    {kIt, "0ddd dddddd"},
    {kIt, "0d ddddddd"},
    {kIt, "0d dddddddd"},
    {kIt, "0dd ddddddd"},
    {kNl, "06 dddddddd"},
    {kNl, "06 dd dd dd dd"},
    {kNl, "06-dddd dddd"},
    {kNl, "0dd ddddddd"},
    {kNl, "0dd ddd dddd"},
    {kNl, "0dd ddd dd dd"},
    {kNl, "0ddd dddddd"},
    {kNl, "(0dd)_ddd dddd"},
    {kNl, "(0dd)_ddddddd"},
    {kSe, "0z-ddd ddd dd"},
    {kSe, "0z-ddd dd dd"},
    {kSe, "0dd-ddd dd dd"},
    {kSe, "0dd-ddd ddd dd"},
    {kSe, "0dd-ddddddd"},
    {kSe, "0z-ddddddd"},
    {kSe, "0z-dddddddd"},
    {kSe, "0dd-dd dd dd"},
    {kSe, "0ddd-dd dd dd"},
    {kPl, "(dd)_ddd dd dd"},
    {kBr, "(dd)_9dddd-dddd"},
    {kBr, "(dd)_dddd-dddd"},
    {kBr, "(dd)_9_dddd-dddd"},
    {kBr, "0_(dd)_dddd-dddd"},
    {kBr, "dd 9dddd-dddd"},
    {kBr, "dd dddd-dddd"},
    {kSe, "0z ddd ddd dd"},
    {kSe, "0dd ddd dd dd"},
    {kGb, "0zddddddddd"},
    {kGb | kFr | kDe | kNl, "0zdddddddd"},
    {kDe, "01zdddddddddd"},
    {kPl, "dd ddd dd dd"},
    {kSe, "0z-dd dd dd"},
    {kNl, "(0dd)-ddddddd"},
    {kNl, "(0ddd)-dddddd"},
};

// A German area code with its sign after it: 030/901820, (0171) 123 45 67, 0171-1234567.
size_t German(std::string_view text, size_t at) {
  size_t begin = at;
  const bool bracket = text[at] == '(';
  if (bracket) ++begin;
  size_t end = begin;
  while (end < text.size() && IsDigit(text[end]) && end - begin < 6) ++end;
  if (end - begin < 3 || end - begin > 5 || text[begin] != '0' || text[begin + 1] == '0') return 0;
  bool blank = false;
  if (bracket) {
    if (end >= text.size() || text[end] != ')') return 0;
    end += 1;
    end += SpaceAt(text, end);
  } else {
    const size_t space = SpaceAt(text, end);
    const size_t sign = end + space;
    size_t size = HyphenAt(text, sign);
    if (size == 0 && sign < text.size() && text[sign] == '/') size = 1;
    blank = size == 0;
    if (blank && space == 0) return 0;
    end = sign + size;
    if (!blank) end += SpaceAt(text, end);
  }
  const Groups groups(text, end, 20);
  const size_t code = text.find_first_not_of("0123456789", begin) - begin;
  for (size_t i = groups.n; i > 0; --i) {
    const size_t digits = groups.counts[i - 1] + code;
    const size_t stop = groups.ends[i - 1];
    const bool hyphen = !blank && !bracket && text[at + code] == '-';
    if (digits < (blank && code > 3 ? 10u
                  : hyphen          ? 9u
                                    : 8u) ||
        digits > 13 || !EndsAlone(text, stop))
      continue;
    // A day and a year, 012-2024, are no number; nor is 0123-4567-8901.
    if (groups.counts[0] < 2) continue;
    // 046-454-287 is the number of something else.
    if (hyphen && code == 3 && groups.counts[0] < 4) continue;
    // After a space, only the area codes of three digits that there are.
    const std::string_view area = text.substr(begin, code);
    if (blank && code == 3 && area != "030" && area != "040" && area != "069" && area != "089")
      continue;
    if (blank && IsAmongDigits(text, at, stop)) continue;
    return stop;
  }
  return 0;
}

// After "Tel." and the like, anything that has the digits for it.
size_t Named(std::string_view text, size_t at) {
  constexpr std::string_view kWords =
      "tel|telephone|phone|phones|fax|telefax|mobile|mob|cell|cellphone|telefon|handy|mobil|"
      "t\u00E9l|t\u00E9l\u00E9phone|portable|tel\u00E9fono|telefono|cellulare|m\u00F3vil|celular|"
      "telefone|telefoon|mobiel|whatsapp|hotline|helpline|dial|call|telephon|rufnummer|telefoni|"
      "tfn|faks|kom|kom\u00F3rka|";
  if (!FollowsWord(text, at, kWords)) return 0;
  const Groups groups(text, at + (text[at] == '(' ? 1 : 0), 20);
  // Dates in digits.
  if (groups.n >= 3 && (groups.counts[0] == 4 || groups.counts[0] <= 2) &&
      groups.digits.size() <= 8 && groups.counts[1] - groups.counts[0] <= 2)
    return 0;
  for (size_t i = groups.n; i > 0; --i) {
    const size_t digits = groups.counts[i - 1];
    if (digits < 7 || digits > 13 || !EndsAlone(text, groups.ends[i - 1])) continue;
    return groups.ends[i - 1];
  }
  return 0;
}

// All digits up or down by one, or one or two digits again and again: 0123456789, 0101010101.
bool IsMadeUp(std::string_view digits) {
  const auto steps_by = [digits](int step) {
    for (size_t i = 1; i < digits.size(); ++i) {
      if ((digits[i] - digits[i - 1] - step) % 10 != 0) return false;
    }
    return true;
  };
  return steps_by(1) || steps_by(-1) || digits.substr(2) == digits.substr(0, digits.size() - 2);
}

}  // namespace

size_t PhoneAt(std::string_view text, size_t at, uint32_t countries) {
  const char c = text[at];
  if (c == '+') {
    if (at > 0 && (IsDigit(text[at - 1]) || IsLetter(text[at - 1]))) return 0;
    return International(text, at);
  }
  if (!BeginsAlone(text, at)) return 0;
  if (text.substr(at, 2) == "00") {
    const size_t end = International(text, at);
    if (end > 0) return end;
  }
  std::string digits;
  for (const Form& form : kForms) {
    if ((form.countries & countries) == 0) continue;
    const size_t end = Match(text, at, form.pattern, &digits);
    if (end == 0) continue;
    const size_t extended = WithExtension(text, end);
    if (extended > end) return extended;
    if (!EndsAlone(text, end)) continue;
    const std::string_view number = text.substr(at, end - at);
    if ((number.size() == digits.size() && IsMadeUp(digits)) || IsNumberOfThing(text, at)) continue;
    // With full stops, it is the parts of something else there.
    if (form.countries != kUs && form.countries != kFr && number.find('.') != number.npos) continue;
    // 12 2014-2018: a day, and years.
    if (form.pattern == "dd dddd-dddd" &&
        (digits.substr(2, 2) == "19" || digits.substr(2, 2) == "20"))
      continue;
    const bool spaced = number.find(' ') != number.npos;
    if (!spaced || !IsAmongDigits(text, at, end)) return end;
  }
  if ((countries & kDe) != 0 && (c == '0' || c == '(')) {
    const size_t end = German(text, at);
    if (end > 0 && !IsNumberOfThing(text, at)) return end;
  }
  return Named(text, at);
}

}  // namespace textmill::mask
