// The codes of languages: ISO 639-1 where there is one, else ISO 639-3.
//
// All data is constant; any thread may call.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_ISO639_H_
#define TEXTMILL_PLUGINS_LANGUAGE_ISO639_H_

#include <string>
#include <string_view>

namespace textmill::language {

inline constexpr std::string_view kUndetermined = "und";

// The letters A to Z in lower case, all else as it is.
std::string Lower(std::string_view word);

// The code that another way to write one means: `eng`, `EN`, `en-GB` and `eng_Latn` are `en`, `ger`
// is `de`, `cmn` is `zh`, `gsw` stays. `und`, `mis`, `mul` and `zxx` are `und`. Any three letters
// that have no code of two may be one of ISO 639-3, of which there is no table here. Empty when
// `word` cannot be a code.
std::string CanonicalCode(std::string_view word);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_ISO639_H_
