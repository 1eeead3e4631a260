// Texts in UTF-16, for tests.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_ENCODING_TEST_UTF16_H_
#define TEXTMILL_PLUGINS_LIB_READERS_ENCODING_TEST_UTF16_H_

#include <string>

namespace textmill::encoding {

inline std::string Utf16(const std::u16string& text, bool big) {
  std::string out;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    out += big ? high : low;
    out += big ? low : high;
  }
  return out;
}

}  // namespace textmill::encoding

#endif  // TEXTMILL_PLUGINS_LIB_READERS_ENCODING_TEST_UTF16_H_
