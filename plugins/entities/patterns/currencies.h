// What money is called: signs, codes, words, and the words for thousands and millions. Any thread
// may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_CURRENCIES_H_
#define TEXTMILL_PLUGINS_ENTITIES_CURRENCIES_H_

#include <cstddef>
#include <string_view>

namespace textmill::entities {

// Stands for a currency that is not known, in ISO 4217.
inline constexpr std::string_view kSomeCurrency = "XXX";

// The code of a currency sign, "" when it is none. `$` is the US dollar.
std::string_view CurrencyOfSign(char32_t sign);

// The currency of a `$` behind letters: "US" USD, "A" AUD, "HK" HKD; "" when they belong to none.
std::string_view DollarOf(std::string_view letters);

// Whether it is a code that the patterns know: USD, EUR.
bool IsCurrencyCode(std::string_view word);

struct CurrencyWord {
  std::string_view code;     // empty: no currency
  bool needs_scale = false;  // a currency only behind millions: "pounds" are a weight, too
};

// Of words in lower case with one space between: "dollars", "hong kong dollars".
CurrencyWord CurrencyOfWords(std::string_view words);
inline constexpr int kMostCurrencyWords = 3;
// Whether such words may begin with this one, in any case.
bool MayBeginCurrency(std::string_view word);

// The power of ten of "thousand", "Mio", "bn"; 0 when the word is none. In any case.
int ScaleOf(std::string_view word);
// Whether the word may be one, in any case.
bool MayBeScale(std::string_view word);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_CURRENCIES_H_
