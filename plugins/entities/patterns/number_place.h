// A number in the text and what stands behind it: read once for all the patterns that ask.
#ifndef TEXTMILL_PLUGINS_ENTITIES_NUMBER_PLACE_H_
#define TEXTMILL_PLUGINS_ENTITIES_NUMBER_PLACE_H_

#include <cstddef>
#include <string_view>

#include "plugins/entities/patterns/number.h"

namespace textmill::entities {

struct NumberPlace {
  // `at` is the first digit of a run of digits that is no part of a word.
  NumberPlace(std::string_view text, size_t at);

  std::string_view text;
  size_t at;
  Number number;
  size_t end = 0;         // of the number; 0 when it is none of itself: 1.2.3, or the middle of one
  int power = 0;          // of ten, where a word for thousands or millions follows
  size_t scaled = 0;      // the end of that word; else of the number
  size_t next = 0;        // behind blanks
  std::string_view word;  // there; empty when none begins
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_NUMBER_PLACE_H_
