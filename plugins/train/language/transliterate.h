// Languages that are written in several ways, of which the training texts hold one.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TRANSLITERATE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TRANSLITERATE_H_

#include <string>
#include <string_view>

namespace textmill::language {

// Azerbaijani, Turkmen and Uzbek words (`az`, `tk`, `uz`) from Latin to Cyrillic, letter by letter
// as their alphabets correspond. Empty for other languages, and for words with other letters.
// `word` is in lower case.
std::u32string ToCyrillic(std::string_view language, const std::u32string& word);

// A word without the marks above and below its letters, as it is typed where the keyboard has none.
std::u32string WithoutMarks(const std::u32string& word);

// A word as it reads where all but ASCII was lost: `cancin` for `canción`.
std::u32string AsciiOf(const std::u32string& word);

// A Turkish word in ISO 8859-9 (`tr`) as it reads in ISO 8859-1, of which many pages are left.
// Other words as they are.
std::u32string Misread(std::string_view language, std::u32string word);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TRANSLITERATE_H_
