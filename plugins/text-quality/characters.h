// What a character is to the tools that the rule books come from: Python's white space and letters,
// datatrove's punctuation, and the classes by which spaCy cuts words.
//
// One table for the first 65,536 code points, made from Unicode's data when it is first asked for;
// any thread may read.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_CHARACTERS_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_CHARACTERS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "textmill/utf8.hpp"

namespace textmill::quality {

enum CharacterClass : uint16_t {
  kSpace = 1,             // str.isspace()
  kLetter = 1 << 1,       // str.isalpha()
  kPunctuation = 1 << 2,  // datatrove's PUNCTUATION_SET
  kTerminal = 1 << 3,     // datatrove's TERMINAL_PUNCTUATION: ends a line
  kStop = 1 << 4,         // spaCy's sentencizer: ends a sentence
  kMark = 1 << 5,         // Unicode's category P: spaCy's is_punct
  kAlpha = 1 << 6,        // spaCy's ALPHA, and the two below
  kLower = 1 << 7,
  kUpper = 1 << 8,
  kQuote = 1 << 9,    // spaCy's quotation marks
  kIcon = 1 << 10,    // spaCy's icons: symbols and emoji
  kPrefix = 1 << 11,  // cut off at the beginning of a word, one by one
  kSuffix = 1 << 12,  // and at its end
  kCurrency = 1 << 13,
  kBeforeStop = 1 << 14,  // a full stop after it is cut off
};

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
inline bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Characters {
 public:
  static const Characters& Get();

  uint16_t operator[](char32_t c) const { return c < 0x10000 ? classes_[c] : Beyond(c); }
  // Of ASCII.
  uint16_t byte(char c) const { return classes_[static_cast<unsigned char>(c)]; }
  // Of the character at `at`, and its size.
  uint16_t At(std::string_view text, size_t at, size_t* size) const {
    const char c = text[at];
    if (static_cast<signed char>(c) >= 0) {
      *size = 1;
      return byte(c);
    }
    const DecodedChar is = DecodeUtf8(text.data() + at, text.data() + text.size());
    *size = is.size;
    return (*this)[is.code_point];
  }
  // Of the last character before `end`, and its size.
  uint16_t Before(std::string_view text, size_t end, size_t* size) const;

 private:
  Characters();
  uint16_t Beyond(char32_t c) const;
  std::vector<uint16_t> classes_;
};

// The text without white space at its ends: str.strip().
std::string_view Strip(std::string_view text);
std::string_view StripLeft(std::string_view text);
std::string_view StripRight(std::string_view text);

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_CHARACTERS_H_
