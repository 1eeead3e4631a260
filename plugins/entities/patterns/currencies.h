// What money is called: signs, codes, words. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_CURRENCIES_H_
#define TEXTMILL_PLUGINS_ENTITIES_CURRENCIES_H_

#include <cstddef>
#include <string_view>

namespace textmill::entities {

// For a currency that is not known, in ISO 4217.
inline constexpr std::string_view kSomeCurrency = "XXX";

// The code of a currency sign, "" when it is not one. `$` is the US dollar.
std::string_view CurrencyOfSign(char32_t sign);

// The currency of a `$` after letters: "US" USD, "A" AUD, "HK" HKD; "" when they belong to none.
std::string_view DollarOf(std::string_view letters);

// The dollar of a nation whose adjective comes before or after: "Canadian"; "" when it has none.
std::string_view DollarOfNation(std::string_view word);

// The currency of letters that come, like a sign, before a number: "Rs", "RM"; "" when they mean
// none. `amount`: what follows looks like money, with a word for millions or parted thousands.
std::string_view CurrencyOfPrefix(std::string_view letters, bool amount);

// Whether the letters that a number at `at` is glued to are a currency's: RM250, EUR500.
bool IsGluedToCurrency(std::string_view text, size_t at);

// Whether it is a code that the patterns know: USD, EUR.
bool IsCurrencyCode(std::string_view word);

struct CurrencyWord {
  std::string_view code;     // empty: no currency
  bool needs_scale = false;  // a currency only after millions: "pounds" are a weight, too
};

// Of words in lower case with one space between: "dollars", "hong kong dollars".
CurrencyWord CurrencyOfWords(std::string_view words);
inline constexpr int kMostCurrencyWords = 3;
// Whether such words may begin with this one, in any case.
bool MayBeginCurrency(std::string_view word);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_CURRENCIES_H_
