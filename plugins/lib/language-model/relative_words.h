// Words that tell a language that the model does not know from its relative that it would be taken
// for: Bhojpuri, Magahi, Maithili and Sanskrit from Hindi, Nepali and Marathi, Western Punjabi and
// Saraiki from Urdu, Tuvan from Kyrgyz. Any thread may call.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_RELATIVE_WORDS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_RELATIVE_WORDS_H_

#include <string_view>

namespace textmill::language {

// Whether several words of `text` (UTF-8), which the model takes for the language with this code,
// are such words. False for codes that have no such relative.
bool HasWordsOfRelative(std::string_view text, std::string_view code);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_RELATIVE_WORDS_H_
