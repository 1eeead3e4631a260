// White space: Unicode's property White_Space, in UTF-8. Any thread may call.
#ifndef TEXTMILL_PLUGINS_LIB_UNICODE_WHITE_SPACE_H_
#define TEXTMILL_PLUGINS_LIB_UNICODE_WHITE_SPACE_H_

#include <cstddef>
#include <cstdint>

namespace textmill::unicode {

// The size of the white space at `p`, which is before `end`; 0 where there is none. Any bytes.
inline size_t WhiteSpaceAt(const char* p, const char* end) {
  const auto byte = [p](int i) { return static_cast<uint8_t>(p[i]); };
  const uint8_t first = byte(0);
  if (first <= ' ') return first == ' ' || (first >= '\t' && first <= '\r') ? 1 : 0;
  if (first < 0xC2 || first > 0xE3) return 0;
  const auto left = end - p;
  if (first == 0xC2) return left >= 2 && (byte(1) == 0x85 || byte(1) == 0xA0) ? 2 : 0;
  if (first < 0xE1 || left < 3) return 0;
  const uint8_t second = byte(1), third = byte(2);
  switch (first) {
    case 0xE1:
      return second == 0x9A && third == 0x80 ? 3 : 0;  // ogham
    case 0xE2:
      if (second == 0x81) return third == 0x9F ? 3 : 0;
      if (second != 0x80) return 0;
      return (third >= 0x80 && third <= 0x8A) || third == 0xA8 || third == 0xA9 || third == 0xAF
                 ? 3
                 : 0;
    default:
      return second == 0x80 && third == 0x80 ? 3 : 0;  // ideographic
  }
}

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_LIB_UNICODE_WHITE_SPACE_H_
