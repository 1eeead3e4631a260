// What a detector can answer: languages by code, and the nearest to what somebody wrote.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_LANGUAGES_H_
#define TEXTMILL_PLUGINS_LANGUAGE_LANGUAGES_H_

#include <span>
#include <string_view>

namespace textmill::language {

struct Language {
  std::string_view code;  // ISO 639-1 where there is one, else ISO 639-3
  std::string_view name;  // in English; empty where it is not known
};

// What the engines with languages of their own can give, sorted by code.
std::span<const Language> BuiltinLanguages();
std::span<const Language> Cld2Languages();

// The place of a code in a list that is sorted by code, or -1.
int IndexOf(std::span<const Language> languages, std::string_view code);

// The code in the list that `word` most likely means, empty when nothing is near: `eng`, `en-GB`,
// `English` and `EN` mean `en`.
std::string_view NearestCode(std::span<const Language> languages, std::string_view word);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_LANGUAGES_H_
