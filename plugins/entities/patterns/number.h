// Numbers as people write them, read exactly: 1,200,000 and 1.200.000 and 1 200 000, 1.5 and 1,5.
#ifndef TEXTMILL_PLUGINS_ENTITIES_NUMBER_H_
#define TEXTMILL_PLUGINS_ENTITIES_NUMBER_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace textmill::entities {

// A decimal number: its digits, of which the last `decimals` are behind the point. A negative count
// stands for zeros to be added.
struct Number {
  std::string digits;
  int decimals = 0;
  // "12,500" and "1.200": one mark and three digits, so that it may part thousands or decimals. It
  // was read as thousands where the mark is a comma, and as decimals where it is a point.
  bool point_may_part_thousands = false;

  // In its shortest form: "1200000", "0.5".
  std::string ToString() const;
};

// Reads the number whose first digit is at `at`. Spaces may part its thousands; a plain space only
// when `plain_spaces`. Returns where it ends, or 0 when it is no number of itself (1.2.3) or has
// more than 30 digits.
size_t ReadNumber(std::string_view text, size_t at, bool plain_spaces, Number* number);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_NUMBER_H_
