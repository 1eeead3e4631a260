#include "plugins/entities/patterns/spelled_number.h"

#include <array>
#include <string>

#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr std::array<std::string_view, 20> kSmall = {
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};

template <size_t n>
int IndexOf(const std::array<std::string_view, n>& words, std::string_view word) {
  for (size_t i = 0; i < n; ++i) {
    if (!word.empty() && words[i] == word) return static_cast<int>(i);
  }
  return 0;
}

struct WordBack {
  std::string lower;
  size_t begin;
};

// The word before `at`, with blanks or, when `hyphen`, a hyphen between.
WordBack Back(std::string_view text, size_t at, bool hyphen = false) {
  size_t end = hyphen && at > 0 && text[at - 1] == '-' ? at - 1 : SkipBlanksBefore(text, at);
  if (end == at) return {{}, at};
  const std::string_view word = WordBefore(text, end);
  if (word.empty() || InsideWord(text, end - word.size())) return {{}, at};
  return {LowerWord(word), end - word.size()};
}

// 1 to 999 in words that end before `at`, or in digits; 0 when there is none.
int Whole(std::string_view text, size_t at, size_t* begin) {
  const size_t end = SkipBlanksBefore(text, at);
  if (end == at) return 0;
  size_t digits = end;
  while (digits > 0 && end - digits < 4 && IsDigit(text, digits - 1)) --digits;
  if (digits < end) {
    if (end - digits > 3 || (digits > 0 && InsideWord(text, digits))) return 0;
    // A part of something longer: 1,500 and 10-15.
    for (const std::string_view mark : {".", ",", "-", "–", "/", "'", "’"}) {
      if (digits >= mark.size() && Is(text, digits - mark.size(), mark)) return 0;
    }
    *begin = digits;
    int value = 0;
    for (size_t i = digits; i < end; ++i) value = value * 10 + (text[i] - '0');
    return value;
  }
  WordBack word = Back(text, at);
  *begin = word.begin;
  if (word.lower == "a" || word.lower == "an") return 1;
  if (word.lower == "dozen") {
    const WordBack a = Back(text, word.begin);
    if (a.lower != "a") return 0;
    *begin = a.begin;
    return 12;
  }
  if (word.lower == "hundred") {
    const WordBack count = Back(text, word.begin);
    const int hundreds = count.lower == "a" ? 1 : IndexOf(kSmall, count.lower);
    *begin = count.begin;
    return hundreds < 10 ? hundreds * 100 : 0;
  }
  const int tens_alone = IndexOf(kTens, word.lower);
  const int small = tens_alone > 0 ? tens_alone * 10 : IndexOf(kSmall, word.lower);
  if (small == 0) return 0;
  // twenty-five; but of "five or six" and "one hundred and five" it is a part.
  const WordBack before = Back(text, word.begin, true);
  if (small < 10) {
    if (const int tens = IndexOf(kTens, before.lower); tens > 0) {
      *begin = before.begin;
      return tens * 10 + small;
    }
  }
  if (before.lower == "or" || before.lower == "to" || before.lower == "hundred" ||
      before.lower == "thousand" || IndexOf(kSmall, before.lower) > 0) {
    return 0;
  }
  if (before.lower == "and") {
    const WordBack hundred = Back(text, before.begin);
    if (hundred.lower == "hundred" || hundred.lower == "thousand") return 0;
  }
  return small;
}

}  // namespace

int UnitsOf(std::string_view word) { return IndexOf(kSmall, word); }
int TensOf(std::string_view word) { return IndexOf(kTens, word); }

Halves NumberBefore(std::string_view text, size_t at) {
  Halves out;
  const WordBack word = Back(text, at);
  if (word.lower == "half") {  // two and a half years
    const WordBack a = Back(text, word.begin), hand = Back(text, a.begin);
    if (a.lower != "a" || hand.lower != "and") return out;
    out.count = 2 * Whole(text, hand.begin, &out.begin);
    if (out.count > 0) ++out.count;
    return out;
  }
  if (word.lower == "a") {  // half a year
    if (const WordBack half = Back(text, word.begin); half.lower == "half") return {1, half.begin};
  }
  const size_t end = SkipBlanksBefore(text, at);
  if (end < at && end > 2 && text[end - 1] == '5' && text[end - 2] == '.' &&
      IsDigit(text, end - 3)) {
    size_t digits = end - 2;  // 1.5
    while (digits > 0 && end - digits < 5 && IsDigit(text, digits - 1)) --digits;
    if (InsideWord(text, digits) || end - digits > 4) return out;
    int value = 0;
    for (size_t i = digits; i < end - 2; ++i) value = value * 10 + (text[i] - '0');
    return {2 * value + 1, digits};
  }
  if (end < at && end > 2 && Is(text, end - 2, "½") && IsDigit(text, end - 3)) {
    const int whole = text[end - 3] - '0';
    if (end > 3 && (IsDigit(text, end - 4) || InsideWord(text, end - 3))) return out;
    return {2 * whole + 1, end - 3};
  }
  out.count = 2 * Whole(text, at, &out.begin);
  return out;
}

}  // namespace textmill::entities
