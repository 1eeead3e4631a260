// What kinds of characters (code points) a text has. Any thread may call.
#ifndef TEXTMILL_PLUGINS_UNICODE_CHARACTERS_H_
#define TEXTMILL_PLUGINS_UNICODE_CHARACTERS_H_

#include <cstddef>
#include <string_view>

namespace textmill::unicode {

struct CharacterCounts {
  size_t characters = 0;
  size_t letters = 0;  // letters, and the marks that follow them (categories L and M)
  size_t blanks = 0;   // white space
};
CharacterCounts CountKinds(std::string_view text);

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_CHARACTERS_H_
