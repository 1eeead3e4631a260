// Text for tests of detectors.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TEST_TEXT_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TEST_TEXT_H_

#include <cstdint>
#include <string>

namespace textmill::language {

inline void PutChar(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 63));
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}

// What holds no language, for every engine.
inline constexpr const char* kWithoutLanguage[] = {
    "",
    " ",
    "\n\t \n",
    "\xC2\xA0",
    "a",
    "Z",
    "x y z",
    "aaaaaaaaaaaaaaaaaaaaaaaa",
    ".",
    "---",
    "12345 6789",
    "2024-06-05",
    "+49 (0)30 1234-567",
    "١٢٣ ٤٥٦",
    "$1,200.50 / 3 = 400.17",
    "😀😀 😀",
    "👩\u200D👩\u200D👧 🇩🇪",
    "https://x.org/?a=1",
    "https://www.example.com/the/article-about-the-ferry.html",
    "www.example.com",
    "info@example.org",
    "IMG_2034.jpg report.pdf",
    "SGVsbG8gd29ybGQhIFRoaXMgaXMgYSB0ZXN0IG9mIGJhc2U2NCBlbmNvZGluZw==",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "ACGTTGCAACGTTGCAACGTTGCAACGTTGCAACGTTGCAACGTTGCAACGTTGCAACGTTGCAACGTTGCA",
    "int main() { return 0; }",
    "for (int i = 0; i < n; ++i) { sum += a[i]; }",
    "def add(a, b):\n    return a + b",
    "console.log(x);",
    "<div class=\"a\"><br/></div>",
    "{\"a\": 1, \"b\": [2, 3]}",
    "std::vector<int> v = f(x)->begin();",
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TEST_TEXT_H_
