// Languages that are written in two ways, of which the training texts hold one.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TRANSLITERATE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TRANSLITERATE_H_

#include <string>
#include <string_view>

namespace textmill::language {

// Azerbaijani, Turkmen and Uzbek words (`az`, `tk`, `uz`) from Latin to Cyrillic, letter by letter
// as their alphabets correspond. Empty for other languages, and for words with other letters.
// `word` is in lower case.
std::u32string ToCyrillic(std::string_view language, const std::u32string& word);

// Igbo and Yoruba words (`ig`, `yo`) without the marks above and below their letters, which many
// texts leave out. Empty for other languages.
std::u32string WithoutToneMarks(std::string_view language, const std::u32string& word);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_TRANSLITERATE_H_
