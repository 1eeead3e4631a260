// The language codes that `language.detect` can give: ISO 639-1 where there is one, else ISO 639-3.
//
// All data is constant; any thread may call.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_CODES_H_
#define TEXTMILL_PLUGINS_LANGUAGE_CODES_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace textmill::language {

inline constexpr std::string_view kUndetermined = "und";

struct Language {
  std::string_view code;  // as given in the column `lang`
  std::string_view iso3;  // ISO 639-3, or the code of the macrolanguage in ISO 639-2
  std::string_view name;  // in English
};

// All of them but `und`, by code.
std::span<const Language> Languages();

// The index into Languages() of a code, or -1.
int IndexOf(std::string_view code);

// The code of ours that `word` most likely means, "" when nothing is near: `eng`, `en-GB`,
// `English` and `EN` mean `en`.
std::string_view NearestCode(std::string_view word);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_CODES_H_
