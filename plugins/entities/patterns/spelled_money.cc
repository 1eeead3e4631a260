#include "plugins/entities/patterns/spelled_money.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "plugins/entities/is_one_of.h"
#include "plugins/entities/patterns/currencies.h"
#include "plugins/entities/patterns/spelled_number.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

constexpr size_t kMostSpelled = 14;
constexpr size_t kLongestSpelled = 12;  // bytes before and after a place in it

// Of ten; 0 for words that are no scale.
int PowerOf(std::string_view word) {
  for (const auto& [name, power] : {std::pair<std::string_view, int>{"thousand", 3},
                                    {"million", 6},
                                    {"billion", 9},
                                    {"trillion", 12}}) {
    if (word == name) return power;
  }
  return 0;
}

int64_t TenTo(int power) {
  int64_t out = 1;
  while (power-- > 0) out *= 10;
  return out;
}

bool IsNumberWord(std::string_view word) {
  return UnitsOf(word) > 0 || TensOf(word) > 0 || PowerOf(word) > 0 || word == "hundred";
}

bool MayBeOfNumber(std::string_view word) {
  return IsNumberWord(word) ||
         IsOneOf(word, {"a", "an", "and", "half", "of", "quarter", "quarters"});
}

struct SpelledWord {
  std::string lower;
  size_t begin, end;
};

// Reads the words of a number one by one.
class SpelledReader {
 public:
  // In full; 0 for what is no number.
  int64_t Read(const std::vector<SpelledWord>& words) {
    if (const int64_t part = Part(words); part > 0) return part;
    for (size_t i = 0; i < words.size(); ++i) {
      const std::string_view word = words[i].lower;
      const std::string_view next = i + 1 < words.size() ? words[i + 1].lower : std::string_view();
      if (IsOneOf(word, {"a", "an"})) {
        if (i > 0 || !(next == "hundred" || PowerOf(next) > 0)) return 0;
        group_ = 1;
      } else if (word == "and") {
        const bool half = next == "a" && i + 2 < words.size() && words[i + 2].lower == "half";
        if (half) return AndAHalf(words, i + 3);
        const bool hundreds = group_ >= 100 && group_ % 100 == 0;
        if (!(hundreds || (group_ == 0 && total_ > 0)) || !(UnitsOf(next) || TensOf(next))) {
          return 0;
        }
      } else if (!Take(word)) {
        return 0;
      }
    }
    return total_ + group_;
  }

 private:
  bool Take(std::string_view word) {
    if (const int units = UnitsOf(word); units > 0) {
      const bool fits = group_ == 0 || (group_ >= 100 && group_ % 100 == 0) ||
                        (group_ % 100 >= 20 && group_ % 10 == 0 && units < 10);
      group_ += units;
      return fits;
    }
    if (const int tens = TensOf(word); tens > 0) {
      const bool fits = group_ == 0 || (group_ >= 100 && group_ % 100 == 0);
      group_ += tens * 10;
      return fits;
    }
    if (word == "hundred") {
      if (group_ < 1 || group_ > 99) return false;
      group_ *= 100;
      return true;
    }
    const int power = PowerOf(word);
    if (power == 0 || group_ == 0 || power >= last_power_) return false;
    total_ += group_ * TenTo(power);
    group_ = 0;
    last_power_ = power;
    return true;
  }

  // "one and a half million", "a million and a half"; the words after it begin at `i`.
  int64_t AndAHalf(const std::vector<SpelledWord>& words, size_t i) const {
    if (i == words.size() && group_ == 0 && last_power_ < kNoPower) {
      return total_ + TenTo(last_power_) / 2;
    }
    const int power = i + 1 == words.size() ? PowerOf(words[i].lower) : 0;
    if (power == 0 || total_ > 0 || group_ == 0) return 0;
    return group_ * TenTo(power) + TenTo(power) / 2;
  }

  // "half a million", "a quarter of a million", "three quarters of a million".
  static int64_t Part(const std::vector<SpelledWord>& words) {
    const int power = words.empty() ? 0 : PowerOf(words.back().lower);
    if (power == 0) return 0;
    std::string all;
    for (size_t i = 0; i + 1 < words.size(); ++i) all += (i > 0 ? " " : "") + words[i].lower;
    if (IsOneOf(all, {"half a", "half of a", "a half", "half"})) return TenTo(power) / 2;
    if (IsOneOf(all, {"a quarter of a", "quarter of a", "a quarter"})) return TenTo(power) / 4;
    if (all == "three quarters of a") return TenTo(power) / 4 * 3;
    return 0;
  }

  static constexpr int kNoPower = 99;
  int64_t total_ = 0, group_ = 0;
  int last_power_ = kNoPower;
};

// The word before `at`, with blanks or a hyphen between.
SpelledWord SpelledWordBefore(std::string_view text, size_t at) {
  size_t end = SkipBlanksBefore(text, at);
  if (end == at && at > 0 && text[at - 1] == '-') --end;
  if (end == at) return {{}, at, at};
  const std::string_view word = WordBefore(text, end);
  if (word.empty() || InsideWord(text, end - word.size())) return {{}, at, at};
  return {LowerWord(word), end - word.size(), end};
}

// Whether what comes before the number at `at` makes another of it: "two to", "5 or", "third of".
bool IsPartOfMore(std::string_view text, size_t at) {
  const size_t end = SkipBlanksBefore(text, at);
  if (end > 0 && (IsDigit(text, end - 1) || text[end - 1] == '$')) return true;
  if (at > 0 && end == at && (text[at - 1] == '-' || text[at - 1] == '/')) return true;
  const SpelledWord word = SpelledWordBefore(text, at);
  if (!IsOneOf(word.lower, {"to", "or", "and", "of", "by"})) return false;
  const size_t before = SkipBlanksBefore(text, word.begin);
  if (before > 0 && IsDigit(text, before - 1)) return true;
  const std::string more = SpelledWordBefore(text, word.begin).lower;
  if (word.lower != "of") return IsNumberWord(more);
  return IsOneOf(more, {"third", "thirds", "quarter", "quarters", "fifth", "tenth", "tenths",
                        "half", "percent", "cent", "most", "tens", "hundreds", "thousands",
                        "millions", "dozens", "fraction", "multiples"});
}

// The currency after blanks or, in "a two-million-dollar house", a hyphen.
std::pair<std::string_view, size_t> CurrencyAt(std::string_view text, size_t at, bool scaled) {
  size_t end = SkipBlanks(text, at);
  if (end == at && Is(text, at, "-")) ++end;
  if (end == at) return {};
  if (Is(text, end, "U.S. ")) end += 5;
  std::pair<std::string_view, size_t> best;
  std::string words;
  for (int i = 0; i < kMostCurrencyWords; ++i) {
    const std::string_view word = WordAt(text, end);
    if (word.empty()) break;
    words += LowerWord(word);
    end += word.size();
    if (InsideWord(text, end)) break;
    const CurrencyWord currency = CurrencyOfWords(words);
    if (!currency.code.empty() && (scaled || !currency.needs_scale)) best = {currency.code, end};
    const size_t next = SkipBlanks(text, end);
    if (next == end) break;
    words += ' ';
    end = next;
  }
  return best;
}

}  // namespace

Found FindSpelledMoney(std::string_view text, size_t at) {
  // The word, of which only a few letters are looked at: it may be as long as the text.
  size_t begin = at, here = at;
  while (begin > 0 && at - begin < kLongestSpelled && IsAsciiLetter(text[begin - 1])) --begin;
  while (here < text.size() && here - at < kLongestSpelled && IsAsciiLetter(text[here])) ++here;
  if (InsideWord(text, begin) || InsideWord(text, here)) return {};
  // Back to the first word that may be of the number, then on to the last.
  std::vector<SpelledWord> words;
  const std::string lower = LowerWord(text.substr(begin, here - begin));
  const bool of_number = IsNumberWord(lower);
  if (of_number) words.push_back({lower, begin, here});
  for (SpelledWord word = SpelledWordBefore(text, begin); MayBeOfNumber(word.lower);
       word = SpelledWordBefore(text, word.begin)) {
    if (words.size() == kMostSpelled) return {};
    words.insert(words.begin(), word);
  }
  if (words.empty()) return {};
  size_t end = words.back().end;
  if (of_number) {
    for (;;) {
      size_t next = SkipBlanks(text, end);
      if (next == end && Is(text, end, "-")) ++next;
      const std::string_view word = WordAt(text, next);
      std::string more = LowerWord(word);
      if (next == end || !MayBeOfNumber(more)) break;
      if (words.size() == kMostSpelled) return {};
      end = next + word.size();
      words.push_back({std::move(more), next, end});
    }
  }
  // "for a dollar and", "a cost of two million": what belongs to the words before.
  while (!words.empty() && IsOneOf(words.front().lower, {"and", "of"})) words.erase(words.begin());
  if (words.empty() || IsPartOfMore(text, words.front().begin)) return {};
  const int64_t amount = SpelledReader().Read(words);
  if (amount == 0) return {};
  if (Is(text, end, "-") && IsOneOf(words.front().lower, {"a", "an"}))
    return {};  // a million-dollar
  const auto [code, currency_end] = CurrencyAt(text, end, amount >= 1000);
  if (code.empty()) return {};
  return {words.front().begin, currency_end, std::to_string(amount) + " " + std::string(code)};
}

}  // namespace textmill::entities
