// Tells texts of languages that the model does not know, in scripts where it would take them for
// one that it knows: Yiddish for Hebrew, Ossetian for Bashkir, Inuktitut for Ojibwa.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_UNKNOWN_LANGUAGE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_UNKNOWN_LANGUAGE_H_

#include <string_view>

namespace textmill::language {

// Whether `text` (UTF-8), which the model takes for the language with this code, is of none that it
// knows: by letters that the language's alphabet lacks, or by words of Yiddish and of what
// HasWordsOfRelative knows. A letter or two in a name do not count.
// Any thread may call.
bool IsOfUnknownLanguage(std::string_view text, std::string_view code);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_UNKNOWN_LANGUAGE_H_
