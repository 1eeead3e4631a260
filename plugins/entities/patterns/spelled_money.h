// Money in words: "two hundred thousand dollars", "half a million euros", "one and a half billion
// pounds". English alone; any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_SPELLED_MONEY_H_
#define TEXTMILL_PLUGINS_ENTITIES_SPELLED_MONEY_H_

#include "plugins/entities/patterns/pattern.h"

namespace textmill::entities {

// The amount that a word at `at` is a part of: hundred, thousand, million, or dollars and euros
// after a number. Ranges ("two or three million dollars"), counts that nobody knows ("several
// million dollars") and numbers in digits give nothing.
Found FindSpelledMoney(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_SPELLED_MONEY_H_
