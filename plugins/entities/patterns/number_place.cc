#include "plugins/entities/patterns/number_place.h"

#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/linking_words.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr std::string_view kMinus = "−";
constexpr std::string_view kDashes[] = {"-", "–", "—", "−", "‑"};

// The size of a hyphen or dash at `at`.
size_t DashSize(std::string_view text, size_t at) {
  for (const std::string_view dash : kDashes) {
    if (Is(text, at, dash)) return dash.size();
  }
  return 0;
}

NumberPart ReadPart(std::string_view text, size_t at, NumberLanguage* language) {
  NumberPart part;
  part.end = ReadNumberWithFraction(text, at, true, &part.number);
  if (part.end == 0) return part;
  part.scaled = part.end;
  part.next = SkipBlanks(text, part.end);
  part.word = WordAt(text, part.next);
  // Nearly all numbers have no word after them, or none for millions.
  if (part.word.empty() && !Is(text, part.end, "-")) return part;
  part.scale = ReadScale(text, part.end, language);
  if (part.scale.end == 0) return part;
  part.scaled = part.scale.end;
  part.next = SkipBlanks(text, part.scaled);
  part.word = WordAt(text, part.next);
  return part;
}

// "between" before a number and what belongs to it: what is glued to it, or a word.
bool IsAfterBetween(std::string_view text, size_t begin) {
  constexpr size_t kLongest = 24;
  size_t at = begin;
  for (int i = 0; i < 2; ++i) {
    while (at > 0 && text[at - 1] != ' ' && begin - at < kLongest) --at;
    if (at == 0 || text[at - 1] != ' ') return false;
    --at;
    if (IsBetween(WordBefore(text, at))) return true;
  }
  return false;
}

// Whether the word is between the two numbers of a range, the first of which begins at `begin`.
bool JoinsNumbers(std::string_view word, std::string_view text, size_t begin) {
  if (word.size() > 4) return false;
  for (const std::string_view known :
       {"to", "or", "bis", "al", "au", "до", "tot", "til", "till", "do", "ila", "a"}) {
    if (word == known) return true;
  }
  for (const std::string_view known :
       {"and", "und", "et", "y", "e", "и", "en", "та", "і", "og", "och", "i"}) {
    if (word == known) return IsAfterBetween(text, begin);
  }
  return false;
}

// "from" in languages whose "to" is `a`.
bool FromBefore(std::string_view text, size_t at) {
  const std::string_view word = WordBefore(text, SkipBlanksBefore(text, at));
  return word == "de" || word == "da" || word == "entre" || word == "tra" || word == "mezi" ||
         word == "między" || word == "dai" || word == "dalle";
}

// Thousands or decimals, where the number alone does not say.
void Settle(const NumberPart& part, bool other_words, NumberLanguage* language, Number* number) {
  if (number->doubt == Number::Doubt::kNone) return;
  const bool comma = language->mark() == DecimalMark::kComma && !language->mixed();
  if (number->doubt == Number::Doubt::kLong && !part.scale.other && !comma) return;
  const DecimalMark mark = part.scale.other || other_words ? DecimalMark::kComma
                           : part.scale.english            ? DecimalMark::kPoint
                                                           : language->mark();
  if (number->doubt == Number::Doubt::kPoint && mark == DecimalMark::kComma) {
    number->decimals = 0;
  } else if (number->doubt == Number::Doubt::kComma && comma && !language->code().empty()) {
    number->decimals = 3;
  } else if (number->doubt == Number::Doubt::kPoint && mark == DecimalMark::kUnknown) {
    return;
  }
  number->doubt = Number::Doubt::kNone;
}

}  // namespace

NumberPlace::NumberPlace(std::string_view text, size_t at, NumberLanguage* language)
    : text(text), at(at), begin(at), sign(at), language(language) {
  if (InTheMiddle()) return;
  first_ = ReadPart(text, at, language);
  if (first_.end == 0) return;
  ReadSign();
  ReadRange();
}

// Whether the digits belong to something before them: 1.2.3, 10:30, 3/4, 5-10, 1 200.
bool NumberPlace::InTheMiddle() const {
  if (at == 0) return false;
  const char before = text[at - 1];
  if (before == ' ') {  // 1 200: the first digits have been asked
    const size_t end = at - 1;
    if (!IsDigit(text, end - 1) || DigitsEnd(text.substr(0, at + 4), at) != at + 3) return false;
    size_t digits = end;
    while (digits > 0 && end - digits < 4 && IsDigit(text, digits - 1)) --digits;
    return end - digits < 4;
  }
  size_t mark = 0;
  if (std::string_view(",.:/'-x~").find(before) != std::string_view::npos) {
    mark = 1;
  } else if (static_cast<unsigned char>(before) >= 0x80) {
    for (const std::string_view one : {"’", "–", "—", "−", "‑", "×", "±", "⁄"}) {
      if (at >= one.size() && Is(text, at - one.size(), one)) mark = one.size();
    }
    if (mark == 2 && Is(text, at - 2, "±")) return true;
  }
  return mark > 0 && at > mark && IsDigit(text, at - mark - 1);
}

void NumberPlace::ReadSign() {
  // .5 and not "...5" or "No.5"
  const auto parts = [&](size_t p) {
    if (p == 0) return true;
    const DecodedChar before = DecodeUtf8Before(text.data(), text.data() + p);
    const Char c = ClassOf(BmpClasses(), before.code_point);
    return c == Char::kBlank || c == Char::kBreak || before.code_point == '(' ||
           before.code_point == '-' || !CurrencyOfSign(before.code_point).empty();
  };
  if (at > 0 && text[at - 1] == '.' && parts(at - 1)) {
    begin = at - 1;
    first_.number.decimals += static_cast<int>(first_.number.digits.size());
    if (first_.number.decimals != static_cast<int>(first_.number.digits.size())) first_.end = 0;
  }
  sign = begin;
  if (begin > 0) {
    size_t minus = begin;
    if (text[begin - 1] == '-') {
      minus = begin - 1;
    } else if (begin >= kMinus.size() && Is(text, begin - kMinus.size(), kMinus)) {
      minus = begin - kMinus.size();
    } else if (begin >= 3 && Is(text, begin - 3, "–")) {
      minus = begin - 3;
    }
    if (minus < begin && (parts(minus) && (minus == 0 || text[minus - 1] != '-'))) {
      sign = minus;
      minus_ = true;
      return;
    }
  }
  const size_t end = SkipBlanksBefore(text, begin);
  if (end == begin || end < 5 || text[end - 1] != 's') return;
  const std::string_view word = WordBefore(text, end);
  if (word == "minus" || word == "Minus") {
    sign = end - word.size();
    minus_ = true;
  }
}

void NumberPlace::ReadRange() {
  size_t next = first_.scaled;
  const size_t dash = DashSize(text, next);
  if (dash > 0) {
    next += dash;
    join_ = Join::kHyphen;
  } else {
    next = first_.next;
    if (next == first_.scaled) return;
    if (const size_t spaced = DashSize(text, next);
        spaced > 0 && IsDigit(text, next + spaced + 1)) {
      if (SkipBlanks(text, next + spaced) == next + spaced) return;  // 5 -10
      next = SkipBlanks(text, next + spaced);
    } else if (JoinsNumbers(first_.word, text, begin)) {
      const size_t after = next + first_.word.size();
      next = SkipBlanks(text, after);
      if (next == after) return;
    } else {
      return;
    }
    // "rose 3 percent in 2005 to 5 million tonnes"
    if (first_.end == at + 4 && (Is(text, at, "19") || Is(text, at, "20"))) return;
    join_ = Join::kWord;
  }
  // The second number may have the sign of its currency.
  if (next < text.size() && !IsDigit(text, next)) {
    const DecodedChar sign_at = DecodeUtf8(text.data() + next, text.data() + text.size());
    second_sign_ = CurrencyOfSign(sign_at.code_point);
    if (second_sign_.empty()) {
      join_ = Join::kNone;
      return;
    }
    next += sign_at.size;
  }
  if (!IsDigit(text, next)) {
    join_ = Join::kNone;
    return;
  }
  second_ = ReadPart(text, next, language);
  // "de 2 a 3 millones", but not "20 a 42-gallon barrel"
  if (join_ == Join::kWord && first_.word == "a" && !second_.scale.other &&
      !FromBefore(text, begin)) {
    join_ = Join::kNone;
    return;
  }
  range_ = second_.end != 0 && !(DashSize(text, second_.end) > 0 &&
                                 IsDigit(text, second_.end + DashSize(text, second_.end)));
  if (!range_ && join_ == Join::kHyphen) first_.end = 0;
}

bool NumberPlace::Narrow() {
  if (!range_ || join_ != Join::kWord) return false;
  range_ = false;
  return true;
}

Number NumberPlace::InFull(const NumberPart& part, int power, bool other_words) const {
  Number number = part.number;
  Settle(part, other_words, language, &number);
  number.decimals -= power;
  return number;
}

std::string NumberPlace::Value(int power, bool other_words) const {
  const NumberPart& last = part();
  if (last.scale.unclear) return {};
  const Number number = InFull(last, last.scale.power + power, other_words);
  if (number.doubt != Number::Doubt::kNone) return {};
  const std::string high = number.ToString();
  if (!range_) return (minus_ && high != "0" ? "-" : "") + high;
  if (minus_ || first_.scale.unclear) return {};
  // "5-10 million": both are millions; "900,000 to 1 million" are not.
  int low_power = first_.scale.power;
  if (first_.scale.end == 0) {
    const std::string as_it_is = InFull(first_, 0, other_words).ToString();
    const std::string other = InFull(last, 0, other_words).ToString();
    const bool shared = IsLess(as_it_is, other);
    if (!shared && last.scale.end != 0 && IsLess(as_it_is, "1000")) return {};
    low_power = shared ? last.scale.power : 0;
  }
  const Number low_number = InFull(first_, low_power + power, other_words);
  const std::string low = low_number.ToString();
  if (low_number.doubt != Number::Doubt::kNone || !IsLess(low, high)) return {};
  return low + ".." + high;
}

bool GoesOnFromANumber(std::string_view text, size_t begin) {
  const size_t end = SkipBlanksBefore(text, begin);
  if (end == begin) return false;
  const std::string_view word = WordBefore(text, end);
  if (word.size() < 4) return false;
  const std::string lower = LowerWord(word);
  for (const std::string_view scale :
       {"thousand", "million", "billion", "trillion", "crore", "lakh", "millionen", "millones",
        "millions", "miljoen", "milioni", "millón", "миллионов"}) {
    if (lower != scale) continue;
    const size_t number = SkipBlanksBefore(text, end - word.size());
    return number > 0 && number < end - word.size() && IsDigit(text, number - 1);
  }
  return false;
}

}  // namespace textmill::entities
