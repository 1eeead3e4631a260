// Numbers as people read them.
#ifndef CORE_RUN_NUMBERS_H_
#define CORE_RUN_NUMBERS_H_

#include <cstdint>
#include <cstdio>
#include <string>

namespace textmill::core {

// 1234567 -> "1,234,567"
inline std::string WithCommas(int64_t n) {
  std::string digits = std::to_string(n);
  const size_t first = n < 0 ? 1 : 0;
  for (size_t i = digits.size(); i > first + 3;) {
    i -= 3;
    digits.insert(i, ",");
  }
  return digits;
}

// 35200000 -> "35.2 MB"; powers of ten, as disks and networks count.
inline std::string ByteText(int64_t bytes) {
  static constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  int unit = 0;
  while (value >= 999.5 && unit < 4) {
    value /= 1000;
    ++unit;
  }
  char text[40];
  std::snprintf(text, sizeof text, unit > 0 && value < 99.95 ? "%.1f %s" : "%.0f %s", value,
                kUnits[unit]);
  return text;
}

}  // namespace textmill::core

#endif  // CORE_RUN_NUMBERS_H_
