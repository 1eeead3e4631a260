// Digits in a text, in groups, by templates.
//
// In a template, `d` is a digit, `z` one from 1 to 9, `n` one from 2 to 9, `A` a letter; a blank is
// a separator (space, no-break space, hyphen, full stop: the same each time), `_` is an optional
// space, all else means itself. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_TEXT_MASK_DIGITS_H_
#define TEXTMILL_PLUGINS_TEXT_MASK_DIGITS_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace textmill::mask {

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
inline bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
inline char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

// The end of what matches at `at`, 0 when nothing does. `digits` gets its digits and letters.
size_t Match(std::string_view text, size_t at, std::string_view pattern, std::string* digits);

// The size of a space, a no-break space, or a hyphen at a place; 0 for none.
size_t SpaceAt(std::string_view text, size_t at);
size_t HyphenAt(std::string_view text, size_t at);

// How many digits there are from `at` on with nothing but separators and brackets between; no more
// than 20 are counted.
size_t DigitsAhead(std::string_view text, size_t at);

// Whether a number that begins or ends there is one by itself: no part of a longer number, word,
// version, amount or name of a file.
bool BeginsAlone(std::string_view text, size_t begin);
bool EndsAlone(std::string_view text, size_t end);

// What names of files end with, that no domain ends with: image@2x.png, 0612345678.jpg.
bool IsFileEnding(std::string_view word);

// Whether digits are a space away from what is found: "12 [345 678 9012]".
bool IsAmongDigits(std::string_view text, size_t begin, size_t end);

// Whether one of the words is right before a place, with nothing but blanks, a colon and small
// words between: "Tel.: ", "phone no. ". The words are in small letters, with a bar after each.
bool FollowsWord(std::string_view text, size_t at, std::string_view words);

// Whether the words before say that a number is of something else: an order, an invoice, a book.
bool IsNumberOfThing(std::string_view text, size_t at);

}  // namespace textmill::mask

#endif  // TEXTMILL_PLUGINS_TEXT_MASK_DIGITS_H_
