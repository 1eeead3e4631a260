// Numbers as people write them, read exactly: 1,200,000 and 1.200.000 and 1 200 000, 5,00,000,
// 1.5 and 1,5, 7-1/2.
#ifndef TEXTMILL_PLUGINS_ENTITIES_NUMBER_H_
#define TEXTMILL_PLUGINS_ENTITIES_NUMBER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace textmill::entities {

// A decimal number: its digits, of which the last `decimals` come after the point. A negative count
// means zeros to be added.
struct Number {
  std::string digits;
  int decimals = 0;
  // One mark and three digits, which may part thousands or decimals: 12,500 is read as thousands,
  // 1.250 as decimals, until somebody knows better. A comma and more digits, 1,0842, is a slip of
  // somebody who parts thousands, unless the language has decimals after it.
  enum class Doubt : uint8_t { kNone, kPoint, kComma, kLong } doubt = Doubt::kNone;

  // In its shortest form: "1200000", "0.5".
  std::string ToString() const;
};

// Whether `a` is less than `b`, both in the form of ToString.
bool IsLess(std::string_view a, std::string_view b);

// Reads the number whose first digit is at `at`. Spaces may part its thousands; a plain space only
// when `plain_spaces`. Returns where it ends, or 0 when it is no number of itself (1.2.3) or has
// more than 30 digits.
size_t ReadNumber(std::string_view text, size_t at, bool plain_spaces, Number* number);

// The same with a fraction: 7-1/2, 7 1/2, 7½, or 1/2 alone. 0 for those of which no end of decimals
// comes (1/3).
size_t ReadNumberWithFraction(std::string_view text, size_t at, bool plain_spaces, Number* number);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_NUMBER_H_
