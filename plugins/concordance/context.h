// What is left and right of a hit: so many words, or so many characters. White space, line
// breaks among it, is a single space there.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_CONCORDANCE_CONTEXT_H_
#define TEXTMILL_PLUGINS_CONCORDANCE_CONTEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace textmill::concordance {

// A hit with its context, in bytes of the text.
struct Place {
  size_t left, begin, end, right;
};

// A part of a text with each run of white space as one space, and none at its ends. `made` may hold
// what is returned.
std::string_view OnOneLine(std::string_view text, size_t begin, size_t end, std::string* made);

// Where `characters` characters before, or after, a place are: runs of white space count as one,
// the marks of a letter with it.
size_t CharactersBefore(std::string_view text, size_t at, size_t characters);
size_t CharactersAfter(std::string_view text, size_t at, size_t characters);

}  // namespace textmill::concordance

#endif  // TEXTMILL_PLUGINS_CONCORDANCE_CONTEXT_H_
