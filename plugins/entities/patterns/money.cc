// Money: $1.2 million, €500, US$5bn, EUR 300, Rs 5 crore, 500 euros, 1,5 Mio. Euro, 1.200 €,
// $5-10 million.
//
// The value is the amount in full and its ISO 4217 code: "1200000 USD", of a range
// "5000000..10000000 USD". `$` and "dollars" alone are US dollars; XXX is given where a currency of
// several countries is meant ("500 pesos").
#include <algorithm>

#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/east_asian_money.h"
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
  bool dollar = false;   // a bare `$`, which a code or a nation after the amount may explain
  bool unknown = false;  // letters before a sign that nobody knows: what is meant is not clear
};

// Whether a currency may end with this byte: its sign, or the last letter of its name.
bool MayEndCurrency(char c) {
  return c == '$' || c == '.' || IsAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80;
}

// Letters and full stops before `at`, up to five.
size_t LettersBegin(std::string_view text, size_t at) {
  size_t begin = at;
  while (begin > 0 && at - begin < 5 &&
         (IsAsciiLetter(text[begin - 1]) || text[begin - 1] == '.')) {
    --begin;
  }
  return begin;
}

// A dollar sign at `begin`, with what explains it before it: US$, C$, CAD $, Canadian $.
Currency DollarAt(std::string_view text, size_t begin) {
  const size_t letters = LettersBegin(text, begin);
  if (letters < begin) {
    const std::string_view dollar = DollarOf(text.substr(letters, begin - letters));
    if (dollar.empty() || InsideWord(text, letters)) return {{}, begin, false, true};
    return {dollar, letters};
  }
  const size_t end = SkipBlanksBefore(text, begin);
  if (end < begin) {
    const std::string_view word = WordBefore(text, end);
    const std::string_view dollar = IsCurrencyCode(word) ? word : DollarOfNation(word);
    if (!dollar.empty()) return {dollar, IsCurrencyCode(word) ? end - word.size() : begin};
  }
  return {"USD", begin, true};
}

// Before the number, up to one blank away: a sign, a dollar sign with letters, a code.
Currency CurrencyBefore(std::string_view text, size_t at, bool amount, NumberLanguage* language) {
  if (at == 0) return {};
  size_t end = at;
  const Classified blank = ClassBefore(text.data(), text.data() + at);
  if (blank.type == Char::kBlank) end -= blank.size;
  if (end == 0 || !MayEndCurrency(text[end - 1])) return {};
  const DecodedChar sign = DecodeUtf8Before(text.data(), text.data() + end);
  const std::string_view code = CurrencyOfSign(sign.code_point);
  if (!code.empty()) {
    const size_t begin = end - sign.size;
    if (sign.code_point == '$') return DollarAt(text, begin);
    const size_t letters = LettersBegin(text, begin);
    if (letters < begin) {
      const std::string_view known = CurrencyOfPrefix(text.substr(letters, end - letters), true);
      if (known.empty()) return {{}, begin, false, true};
      return {known, letters};
    }
    if (sign.code_point == U'¥' && language->code() == "zh") return {"CNY", begin};
    return {code, begin};
  }
  if (sign.code_point == U'¢') {  // GH¢ is no cent
    const size_t letters = LettersBegin(text, end - sign.size);
    const std::string_view known = CurrencyOfPrefix(text.substr(letters, end - letters), amount);
    return known.empty() || InsideWord(text, letters) ? Currency{} : Currency{known, letters};
  }
  const std::string_view word = WordBefore(text, end);
  if (IsCurrencyCode(word)) return {word, end - word.size()};
  if (static_cast<unsigned char>(text[end - 1]) >= 0x80) return {};
  const size_t letters = LettersBegin(text, end);
  if (InsideWord(text, letters) || (!IsAsciiCapital(text[letters]) && text[letters] != 'k'))
    return {};
  const std::string_view known = CurrencyOfPrefix(text.substr(letters, end - letters), amount);
  if (!known.empty()) return {known, letters};
  return {};
}

// After the number, at `begin`: a sign, a code, up to three words, of which `first` is the first.
Currency CurrencyAfter(std::string_view text, size_t begin, std::string_view first, bool scaled) {
  if (begin >= text.size()) return {};
  if (text[begin] == '-') {  // a 20-euro note
    if (IsDigit(text, begin + 1)) return {};
    first = WordAt(text, ++begin);
  }
  if (begin >= text.size()) return {};
  const DecodedChar sign = DecodeUtf8(text.data() + begin, text.data() + text.size());
  const std::string_view code = CurrencyOfSign(sign.code_point);
  if (!code.empty()) {
    // "50 $20 notes": the sign belongs to what follows.
    const size_t after = begin + sign.size;
    const bool of_next = IsDigit(text, after) || (Is(text, after, ".") && IsDigit(text, after + 1));
    return of_next ? Currency{} : Currency{code, after};
  }
  if (first.empty()) return {};
  if (IsCurrencyCode(first) && !InsideWord(text, begin + first.size())) {
    // "of 50 USD 20 went": the code may belong to what follows.
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

// After the word for "of" in "un millón de euros", "cinq millions d'euros".
size_t SkipOf(std::string_view text, size_t at) {
  const size_t begin = SkipBlanks(text, at);
  if (begin == at) return at;
  for (const std::string_view of : {"de ", "di ", "d'", "d’"}) {
    if (!Is(text, begin, of)) continue;
    return begin + (of.back() == ' ' ? of.size() - 1 : of.size());
  }
  return at;
}

// After an amount with a bare `$` that ends at `end`: what says whose dollars they are.
Currency DollarAfter(std::string_view text, size_t end) {
  const size_t begin = SkipBlanks(text, end);
  if (begin == end) return {};
  const std::string_view word = WordAt(text, begin);
  const size_t after = begin + word.size();
  if (word.empty() || InsideWord(text, after)) return {};
  if (IsCurrencyCode(word)) {
    const size_t next = SkipBlanks(text, after);
    return IsDigit(text, next) ? Currency{} : Currency{word, after};
  }
  const Currency words = CurrencyAfter(text, begin, word, true);
  if (!words.code.empty()) return words;
  // "$5 million Canadian", but not "$5 million Canadian aid".
  const std::string_view nation = DollarOfNation(word);
  const size_t next = SkipBlanks(text, after);
  return !nation.empty() && WordAt(text, next).empty() ? Currency{nation, after} : Currency{};
}

// Whether the two ends of a range are of two currencies: $3.5m-£4m.
bool AreOfTwoCurrencies(const NumberPlace& place, std::string_view code) {
  if (!place.range() || place.second_sign().empty()) return false;
  const size_t end = SkipBlanksBefore(place.text, place.sign);
  const DecodedChar sign = DecodeUtf8Before(place.text.data(), place.text.data() + end);
  const std::string_view first = CurrencyOfSign(sign.code_point);
  return place.second_sign() != (first.empty() ? code : first);
}

// With a word for millions, or with marks in it: 5,000 or 5.20.
bool LooksLikeMoney(const NumberPart& part, size_t at) {
  const bool marks = part.end - at > part.number.digits.size();
  return part.scale.end != 0 || (marks && (part.number.decimals == 0 || part.number.decimals == 2));
}

// Money has no three decimals: 1.200 € and R$ 8.340 are thousands; but $1.250 billion is
// not, and in English nor is $3.459.
bool PartsThousands(const NumberPlace& place) {
  return place.part().scale.end == 0 && place.language->mark() != DecimalMark::kPoint;
}

// In "in 2020 dollars", "in constant 1990 dollars" the number is the year of the prices.
bool IsYearOfPrices(const NumberPlace& place) {
  const NumberPart& part = place.part();
  if (part.scale.end != 0 || part.end != place.at + 4 || place.range()) return false;
  if (!Is(place.text, place.at, "19") && !Is(place.text, place.at, "20")) return false;
  const std::string word =
      LowerWord(WordBefore(place.text, SkipBlanksBefore(place.text, place.at)));
  return word == "in" || word == "constant" || word == "real" || word == "current";
}

// Where the word "minus" before an amount begins; `at` where there is none.
size_t MinusWordBefore(std::string_view text, size_t at) {
  const size_t end = SkipBlanksBefore(text, at);
  const std::string_view word = end < at ? WordBefore(text, end) : std::string_view();
  return word == "minus" || word == "Minus" ? end - word.size() : at;
}

// A Thai word for thousands or millions, which the next word may be joined to.
bool IsThaiScale(std::string_view text, size_t at) {
  for (const std::string_view scale : {"ล้าน", "แสน", "หมื่น", "พัน", "ร้อย"}) {
    if (Is(text, at, scale)) return true;
  }
  return false;
}

Found MoneyAt(const NumberPlace& place) {
  const std::string_view text = place.text;
  const NumberPart& part = place.part();
  const bool thousands = PartsThousands(place);
  const auto found = [&](size_t begin, size_t end, bool others, std::string_view code) -> Found {
    const std::string value = place.Value(0, thousands || others);
    if (value.empty()) return {};
    return {begin, end, value + " " + std::string(code)};
  };
  Currency before =
      CurrencyBefore(text, place.sign, LooksLikeMoney(part, place.at), place.language);
  if (before.unknown) return {};
  if (!before.code.empty()) {
    if (InsideWord(text, part.scaled) || AreOfTwoCurrencies(place, before.code)) return {};
    // A range whose ends are joined by a word, without millions or a second sign: two numbers.
    if (place.joined_by_word() && place.range() &&
        (place.second_sign().empty() ? part.scale.end == 0 : !place.shares_scale())) {
      return {};
    }
    size_t end = part.scaled, begin = before.at;
    // "$5 M" and "€3 b"
    if (part.scale.end == 0 && part.word.size() == 1 && part.next > part.end &&
        std::string_view("mMbBkKT").find(part.word[0]) != std::string_view::npos) {
      return {};
    }
    if (IsThaiScale(text, part.next)) return {};
    if (before.dollar) {
      const Currency after = DollarAfter(text, end);
      if (!after.code.empty()) {
        before.code = after.code;
        end = after.at;
      }
    }
    Found out = found(begin, end, false, before.code);
    if (const size_t word = MinusWordBefore(text, begin); word < begin && out.size() > 0) {
      if (place.range()) return {};
      return {word, end, "-" + out.value};
    }
    const bool minus =
        begin > 0 && (text[begin - 1] == '-' || (begin >= 3 && Is(text, begin - 3, "−")));
    if (!minus || out.size() == 0 || place.range()) return out;
    const size_t sign = text[begin - 1] == '-' ? begin - 1 : begin - 3;
    const Char c = sign == 0 ? Char::kBlank : ClassBefore(text.data(), text.data() + sign).type;
    if (c != Char::kBlank && c != Char::kBreak) return out;
    out.begin = sign;
    if (out.value[0] != '-') out.value.insert(0, "-");
    return out;
  }
  if (!place.second_sign().empty()) return {};
  size_t end = part.scaled, next = part.next;
  std::string_view word = part.word;
  if (part.scale.end != 0) {
    end = SkipOf(text, end);
    next = SkipBlanks(text, end);
    word = WordAt(text, next);
  }
  const Currency after = CurrencyAfter(text, next, word, part.scale.end != 0);
  if (after.code.empty()) return {};
  if (GoesOnFromANumber(text, place.begin)) return {};
  if (IsYearOfPrices(place)) return {};
  const bool of = end != part.scaled;
  return found(place.sign, after.at, of, after.code);
}

}  // namespace

Found FindMoney(const NumberPlace& given) {
  if (IsInEastAsianNumber(given.text, given.at)) return {};
  if (Found east = FindEastAsianMoney(given.text, given.at); east.size() > 0) return east;
  if (given.none()) return {};
  Found found = MoneyAt(given);
  if (found.size() > 0 || !given.range()) return found;
  NumberPlace single = given;
  return single.Narrow() ? MoneyAt(single) : found;
}

}  // namespace textmill::entities
