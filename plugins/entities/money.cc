// Money: $1.2 million, €500, US$5bn, EUR 300, 500 euros, 1,5 Mio. Euro, 1.200 €.
//
// The value is the amount in full and its ISO 4217 code: "1200000 USD". `$` and "dollars" alone are
// US dollars; XXX stands where the currency of several countries has one name ("500 pesos").
#include "plugins/entities/chars.h"
#include "plugins/entities/currencies.h"
#include "plugins/entities/number.h"
#include "plugins/entities/pattern.h"
#include "plugins/entities/scale.h"
#include "plugins/entities/words_around.h"

namespace textmill::entities {
namespace {

// A currency beside the number: where it begins or ends.
struct Currency {
  std::string_view code;
  size_t at = 0;
};

bool IsAsciiLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// Before the number, up to one blank away: a sign, a dollar sign with letters, a code.
Currency CurrencyBefore(std::string_view text, size_t at) {
  if (at == 0) return {};
  size_t end = at;
  const Decoded blank = DecodeBefore(text.data(), text.data() + at);
  if (ClassOf(BmpClasses(), blank.code_point) == Char::kBlank) end -= blank.size;
  if (end == 0) return {};
  const Decoded sign = DecodeBefore(text.data(), text.data() + end);
  const std::string_view code = CurrencyOfSign(sign.code_point);
  if (!code.empty()) {
    const size_t begin = end - sign.size;
    if (sign.code_point != '$') return {code, begin};
    size_t letters = begin;
    while (letters > 0 && begin - letters < 4 &&
           (IsAsciiLetter(text[letters - 1]) || text[letters - 1] == '.')) {
      --letters;
    }
    const std::string_view dollar = DollarOf(text.substr(letters, begin - letters));
    if (!dollar.empty() && !InsideWord(text, letters)) return {dollar, letters};
    return {code, begin};
  }
  const std::string_view word = WordBefore(text, end);
  if (IsCurrencyCode(word)) return {word, end - word.size()};
  return {};
}

// Behind the number: a sign, a code, up to three words.
Currency CurrencyBehind(std::string_view text, size_t at, bool scaled) {
  const size_t begin = SkipBlanks(text, at);
  if (begin >= text.size()) return {};
  const Decoded sign = DecodeAt(text.data() + begin, text.data() + text.size());
  const std::string_view code = CurrencyOfSign(sign.code_point);
  if (!code.empty()) {
    // "50 $20 notes": the sign belongs to what follows.
    return IsDigit(text, begin + sign.size) ? Currency{} : Currency{code, begin + sign.size};
  }
  const std::string_view first = WordAt(text, begin);
  if (first.empty()) return {};
  if (IsCurrencyCode(first) && !InsideWord(text, begin + first.size())) {
    return {first, begin + first.size()};
  }
  if (!MayBeginCurrency(first)) return {};
  Currency best;
  std::string words;
  size_t end = begin;
  for (int i = 0; i < kMostCurrencyWords; ++i) {
    std::string_view word = WordAt(text, end);
    if (word.empty()) break;
    if (i == 0 && word == "U" && Is(text, end, "U.S.")) {
      words += "us";
      end += 4;
    } else {
      words += LowerWord(word);
      end += word.size();
    }
    if (InsideWord(text, end)) break;
    const CurrencyWord currency = CurrencyOfWords(words);
    if (!currency.code.empty() && (scaled || !currency.needs_scale)) best = {currency.code, end};
    const size_t next = SkipBlanks(text, end);
    if (next > end) {
      words += ' ';
      end = next;
    } else if (Is(text, end, "-")) {  // US-Dollar
      words += '-';
      ++end;
    } else {
      break;
    }
  }
  return best;
}

// Behind the word for "of" in "un millón de euros", "cinq millions d'euros".
size_t SkipOf(std::string_view text, size_t at) {
  const size_t begin = SkipBlanks(text, at);
  if (begin == at) return at;
  for (const std::string_view of : {"de ", "di ", "d'", "d’"}) {
    if (!Is(text, begin, of)) continue;
    return begin + (of.back() == ' ' ? of.size() - 1 : of.size());
  }
  return at;
}

// Takes in the power of ten. Three decimals of a currency are none: 1.200 € and R$ 8.340 are
// thousands, but $1.250 billion is not.
void Scaled(int power, Number* number) {
  if (number->point_may_part_thousands && power == 0) number->decimals = 0;
  number->decimals -= power;
}

}  // namespace

Found FindMoney(std::string_view text, size_t at) {
  // The middle of a number.
  if (at >= 2 && (text[at - 1] == ',' || text[at - 1] == '.') && IsDigit(text, at - 2)) return {};

  Number number;
  int power = 0;
  const Currency before = CurrencyBefore(text, at);
  if (!before.code.empty()) {
    size_t end = ReadNumber(text, at, false, &number);
    if (end == 0) return {};
    end = ReadScale(text, end, &power);
    if (InsideWord(text, end)) return {};
    Scaled(power, &number);
    return {before.at, end, number.ToString() + " " + std::string(before.code)};
  }

  size_t first_end = 0;
  for (const bool plain_spaces : {true, false}) {
    size_t end = ReadNumber(text, at, plain_spaces, &number);
    if (end == 0 || end == first_end) continue;
    first_end = end;
    end = ReadScale(text, end, &power);
    int more = 0;  // "mil millones", "тыс. млн"
    if (power > 0) end = ReadScale(text, end, &more);
    power += more;
    if (power > 0) end = SkipOf(text, end);
    const Currency behind = CurrencyBehind(text, end, power > 0);
    if (behind.code.empty() || InsideWord(text, at)) continue;
    Scaled(power, &number);
    return {at, behind.at, number.ToString() + " " + std::string(behind.code)};
  }
  return {};
}

}  // namespace textmill::entities
