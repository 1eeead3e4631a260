// Titles and offices before the names of people, in lower case and without a full stop. Any thread
// may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TITLES_H_
#define TEXTMILL_PLUGINS_ENTITIES_TITLES_H_

#include <cstdint>
#include <string_view>

namespace textmill::entities {

enum class Gender : uint8_t { kUnknown, kMan, kWoman };

// Mr, Dr, President, King.
bool IsTitle(std::string_view word);
// Those that are no part of a name; King, Queen, Prince and Sheikh are, in many.
bool IsTitleOnly(std::string_view word);
// Of Mr, Mrs, Sir and their like; an office has none.
Gender GenderOfTitle(std::string_view word);
// Of some hundred given names that are frequent in news.
Gender GenderOfGivenName(std::string_view word);
// jr, sr, ii, iii, iv.
bool IsNameSuffix(std::string_view word);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TITLES_H_
