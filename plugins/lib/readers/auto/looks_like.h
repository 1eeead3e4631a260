// What the front of a file looks like, where its name does not say what it holds. Text is not to be
// taken for something else, so each asks for more than one sign. Pure functions.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_AUTO_LOOKS_LIKE_H_
#define TEXTMILL_PLUGINS_LIB_READERS_AUTO_LOOKS_LIKE_H_

#include <string_view>

namespace textmill::readauto {

// Comments, and then a first word with its ten columns.
bool LooksLikeConllu(std::string_view begin);

// An object with a first key, or a list of such.
bool LooksLikeJson(std::string_view begin);
// The same, of which the first line is a whole object.
bool LooksLikeJsonLines(std::string_view begin);

}  // namespace textmill::readauto

#endif  // TEXTMILL_PLUGINS_LIB_READERS_AUTO_LOOKS_LIKE_H_
