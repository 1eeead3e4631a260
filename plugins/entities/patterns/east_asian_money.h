// Amounts as Chinese, Japanese and Korean have them: 3億5000万円, 500万美元, 5000만 원.
#ifndef TEXTMILL_PLUGINS_ENTITIES_EAST_ASIAN_MONEY_H_
#define TEXTMILL_PLUGINS_ENTITIES_EAST_ASIAN_MONEY_H_

#include <cstddef>
#include <string_view>

#include "plugins/entities/patterns/pattern.h"

namespace textmill::entities {

// The amount whose first digit is at `at`, with all its counts of ten thousand and of a hundred
// million. Any thread may call.
Found FindEastAsianMoney(std::string_view text, size_t at);

// Whether the digits at `at` go on from 億, 万 and the like: they are no number of their own.
bool IsInEastAsianNumber(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_EAST_ASIAN_MONEY_H_
