// Whether a text is in any language at all: a detector that is asked about numbers, addresses,
// program code or base64 gives some answer, too. Any thread may call.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_HOLDS_LANGUAGE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_HOLDS_LANGUAGE_H_

#include <string_view>

namespace textmill::language {

// True when there are more words in `text` (UTF-8) than signs of program code. A word is two
// letters or more between blanks and punctuation; in scripts that put no spaces between words, any
// letter. Numbers, addresses, encoded bytes and a single letter, even many times, are no words.
//
// Most text is decided by its first lines. What holds no word is read to its end.
bool HoldsLanguage(std::string_view text);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_HOLDS_LANGUAGE_H_
