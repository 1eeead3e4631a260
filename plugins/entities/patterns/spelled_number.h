// Numbers in words, as before a unit of time: "thirty-five years", "two and a half years", "a dozen
// years", "half a year". English alone; any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_SPELLED_NUMBER_H_
#define TEXTMILL_PLUGINS_ENTITIES_SPELLED_NUMBER_H_

#include <cstddef>
#include <string_view>

namespace textmill::entities {

struct Halves {
  int count = 0;     // of halves: 3 is one and a half; 0: there is no number
  size_t begin = 0;  // where its words begin
};

// "one" to "nineteen", 1 to 19, and "twenty" to "ninety", 2 to 9, in lower case; 0 for other words.
int UnitsOf(std::string_view word);
int TensOf(std::string_view word);

// The number that ends before `at`, with blanks between: 1 to 999, in digits or words.
Halves NumberBefore(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_SPELLED_NUMBER_H_
