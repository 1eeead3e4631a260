// Counts the syllables of a word by its spelling, without a dictionary.
//
// A run of vowels is a syllable. English has rules of its own for vowels that are written and not
// spoken (*made*, *walked*) and for neighbours that are spoken apart (*area*, *usual*). In Cyrillic
// each vowel is one. A word without any vowel, such as a number, has one. Scripts that do not write
// vowels as letters of their own give 0: nobody can tell.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_TEXT_SYLLABLES_H_
#define TEXTMILL_PLUGINS_TEXT_SYLLABLES_H_

#include <cstddef>
#include <string_view>

namespace textmill::text {

// Of a word in lower case (UTF-8, composed), English or of another language.
size_t CountSyllables(std::string_view word, bool english);

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_SYLLABLES_H_
