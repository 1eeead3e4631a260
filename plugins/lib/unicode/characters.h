// Counts of characters (code points) of a text. Any thread may call.
#ifndef TEXTMILL_PLUGINS_UNICODE_CHARACTERS_H_
#define TEXTMILL_PLUGINS_UNICODE_CHARACTERS_H_

#include <cstddef>
#include <string_view>

namespace textmill::unicode {

// All code points; a byte that is not UTF-8 counts at most once.
inline size_t CountCharacters(std::string_view text) {
  size_t n = 0;
  for (const char c : text) n += static_cast<signed char>(c) >= -0x40;
  return n;
}

struct CharacterCounts {
  size_t characters = 0;
  size_t letters = 0;  // letters, and the marks that belong to them (categories L and M)
  size_t blanks = 0;   // white space
};
CharacterCounts CountKinds(std::string_view text);

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_CHARACTERS_H_
