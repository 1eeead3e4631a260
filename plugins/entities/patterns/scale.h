// The words for thousands and millions after a number. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_SCALE_H_
#define TEXTMILL_PLUGINS_ENTITIES_SCALE_H_

#include <cstddef>
#include <string_view>

#include "plugins/entities/patterns/number_language.h"

namespace textmill::entities {

struct Scale {
  int power = 0;         // of ten; 0: there is none
  size_t end = 0;        // of the last word
  bool money = false;    // only amounts of money have it: 5m, $5 MM, $1.5T
  bool other = false;    // of a language that writes 1,5: "millones"
  bool english = false;  // of English alone: "million", "bn"
  bool unclear = false;  // "5 mil" where nobody knows the language, "5 zillion"
};

// "million", "bn", "Mio.", "thousand million", "lakh crore" after a number that ends at `at`.
Scale ReadScale(std::string_view text, size_t at, NumberLanguage* language);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_SCALE_H_
