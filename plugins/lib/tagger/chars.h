// What a character is to the finders of names and patterns: part of a word, a blank, or neither.
//
// The classes are read from ICU once, when first asked for (a few milliseconds). Any thread may
// call. The functions on text take any bytes: what is not UTF-8 counts as kOther.
#ifndef TEXTMILL_PLUGINS_ENTITIES_CHARS_H_
#define TEXTMILL_PLUGINS_ENTITIES_CHARS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "textmill/utf8.hpp"

namespace textmill::entities {

enum class Char : uint8_t {
  kOther,       // punctuation, symbols, controls
  kWord,        // letters, digits, `_`, and what does not part a word: soft hyphen, joiners
  kMark,        // a combining mark: belongs to the character before it
  kAlone,       // a letter of a script written without spaces: a word by itself
  kBlank,       // spaces of all kinds, tab
  kBreak,       // an end of line
  kApostrophe,  // ' and what is typed for it
  kHyphen,      // - and what is typed for it
};

// The classes of the code points below 0x10000; to be kept in a loop.
const Char* BmpClasses();

// The same of ASCII, known without ICU.
constexpr Char AsciiClass(unsigned char c) {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_') {
    return Char::kWord;
  }
  return c == ' ' || c == '\t'    ? Char::kBlank
         : c >= '\n' && c <= '\r' ? Char::kBreak
         : c == '\''              ? Char::kApostrophe
         : c == '-'               ? Char::kHyphen
                                  : Char::kOther;
}

Char ClassOfRare(uint32_t code_point);  // from 0x10000 on

inline Char ClassOf(const Char* bmp, uint32_t code_point) {
  return code_point < 0x10000 ? bmp[code_point] : ClassOfRare(code_point);
}

inline bool InWord(Char c) { return c == Char::kWord || c == Char::kMark || c == Char::kAlone; }

struct Classified {
  Char type;
  uint32_t size;  // bytes
};

// The same as DecodeUtf8 and DecodeUtf8Before, for those who want the class alone.
inline Classified ClassAt(const char* p, const char* end) {
  if (static_cast<unsigned char>(*p) < 0x80) return {AsciiClass(static_cast<unsigned char>(*p)), 1};
  const DecodedChar d = DecodeUtf8(p, end);
  return {ClassOf(BmpClasses(), d.code_point), d.size};
}
inline Classified ClassBefore(const char* begin, const char* p) {
  if (static_cast<unsigned char>(p[-1]) < 0x80)
    return {AsciiClass(static_cast<unsigned char>(p[-1])), 1};
  const DecodedChar d = DecodeUtf8Before(begin, p);
  return {ClassOf(BmpClasses(), d.code_point), d.size};
}

bool InsideRareWord(std::string_view text, size_t at);

// Whether a word could go on across the place `at`: whether both neighbours belong to one word.
inline bool InsideWord(std::string_view text, size_t at) {
  if (at == 0 || at >= text.size()) return false;
  const auto before = static_cast<unsigned char>(text[at - 1]);
  const auto after = static_cast<unsigned char>(text[at]);
  if ((before | after) >= 0x80) return InsideRareWord(text, at);
  return AsciiClass(after) == Char::kWord && AsciiClass(before) == Char::kWord;
}

// Lower case, character by character.
void AppendLower(std::string_view text, std::string* out);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_CHARS_H_
