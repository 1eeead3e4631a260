// What a character is to the library tokenizers, whose tables are of Unicode 8, of any marks 9:
// newer ones are neither signs, nor marks, nor controls. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_CATEGORIES_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_CATEGORIES_H_

#include <cstdint>

namespace textmill::tokenizer {

// Punctuation, and all signs of ASCII.
bool IsSign(uint32_t c);
// A mark that takes no room of its own: an accent.
bool IsAccent(uint32_t c);
// Any combining mark.
bool IsMark(uint32_t c);
// Controls, but for tab and line ends; formats; for private use.
bool IsControl(uint32_t c);
// Of scripts without blanks, Chinese above all, whose characters BERT takes one by one.
bool IsIdeograph(uint32_t c);

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_CATEGORIES_H_
