// Money: $1.2 million, €500, US$5bn, EUR 300, 500 euros, 1,5 Mio. Euro, 1.200 €.
//
// The value is the amount in full and its ISO 4217 code: "1200000 USD". `$` and "dollars" alone are
// US dollars; XXX stands where the currency of several countries has one name ("500 pesos").
#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/pattern.h"
#include "plugins/entities/patterns/scale.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

// A currency beside the number: where it begins or ends.
struct Currency {
  std::string_view code;
  size_t at = 0;
};

bool IsAsciiLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// Whether a currency may end with this byte: its sign, or the last letter of its code.
bool MayEndCurrency(char c) {
  return c == '$' || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// Before the number, up to one blank away: a sign, a dollar sign with letters, a code.
Currency CurrencyBefore(std::string_view text, size_t at) {
  if (at == 0) return {};
  size_t end = at;
  const Classified blank = ClassBefore(text.data(), text.data() + at);
  if (blank.type == Char::kBlank) end -= blank.size;
  if (end == 0 || !MayEndCurrency(text[end - 1])) return {};
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

// Behind the number, at `begin`: a sign, a code, up to three words, of which `first` is the first.
Currency CurrencyBehind(std::string_view text, size_t begin, std::string_view first, bool scaled) {
  if (begin >= text.size()) return {};
  const Decoded sign = DecodeAt(text.data() + begin, text.data() + text.size());
  const std::string_view code = CurrencyOfSign(sign.code_point);
  if (!code.empty()) {
    // "50 $20 notes": the sign belongs to what follows.
    return IsDigit(text, begin + sign.size) ? Currency{} : Currency{code, begin + sign.size};
  }
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

struct Behind {
  Behind(const Currency& currency, int power)
      : end(currency.code.empty() ? 0 : currency.at), power(power), code(currency.code) {}
  size_t end;  // 0: no currency
  int power;
  std::string_view code;
};

// Behind a number, and perhaps its word for millions, that ends at `end`.
Behind MoneyBehind(std::string_view text, size_t end, int power) {
  if (power > 0) {
    int more = 0;  // "mil millones", "тыс. млн"
    end = SkipOf(text, ReadScale(text, end, &more));
    power += more;
  }
  const size_t begin = SkipBlanks(text, end);
  return {CurrencyBehind(text, begin, WordAt(text, begin), power > 0), power};
}

// Takes in the power of ten. Three decimals of a currency are none: 1.200 € and R$ 8.340 are
// thousands, but $1.250 billion is not.
void Scaled(int power, Number* number) {
  if (number->point_may_part_thousands && power == 0) number->decimals = 0;
  number->decimals -= power;
}

}  // namespace

Found FindMoney(const NumberPlace& place) {
  if (place.end == 0) return {};
  const std::string_view text = place.text;
  const size_t at = place.at;
  const auto amount = [](Number number, int power, std::string_view code) {
    Scaled(power, &number);
    return number.ToString() + " " + std::string(code);
  };
  if (const Currency before = CurrencyBefore(text, at); !before.code.empty()) {
    if (InsideWord(text, place.scaled)) return {};
    return {before.at, place.scaled, amount(place.number, place.power, before.code)};
  }

  // "1 200 €", which would be two numbers elsewhere.
  if (const size_t space = DigitsEnd(text, at); Is(text, space, " ") && IsDigit(text, space + 1)) {
    Number number;
    const size_t number_end = ReadNumber(text, at, true, &number);
    if (number_end > 0 && number_end != place.end) {
      int power = 0;
      const size_t end = ReadScale(text, number_end, &power);
      if (const Behind found = MoneyBehind(text, end, power); found.end > 0) {
        return {at, found.end, amount(number, found.power, found.code)};
      }
    }
  }
  const Behind found = place.power > 0
                           ? MoneyBehind(text, place.scaled, place.power)
                           : Behind(CurrencyBehind(text, place.next, place.word, false), 0);
  if (found.end == 0) return {};
  return {at, found.end, amount(place.number, found.power, found.code)};
}

}  // namespace textmill::entities
