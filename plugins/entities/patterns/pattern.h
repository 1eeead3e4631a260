// What each of the built-in patterns gives for a place in the text.
#ifndef TEXTMILL_PLUGINS_ENTITIES_PATTERN_H_
#define TEXTMILL_PLUGINS_ENTITIES_PATTERN_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "plugins/entities/patterns/number_place.h"

namespace textmill::entities {

struct Found {
  size_t begin = 0, end = 0;  // empty: nothing
  std::string value;

  size_t size() const { return end - begin; }
};

// Each looks at one place and its neighbourhood, of bounded width. The first digit of a run of
// digits that is no part of a word:
Found FindDate(std::string_view text, size_t at);
Found FindMoney(const NumberPlace& place);
Found FindPercent(const NumberPlace& place);
Found FindQuantity(const NumberPlace& place);
// An `@`:
Found FindEmail(std::string_view text, size_t at);
// The `:` of `://`, or the first `.` after `www`:
Found FindUrl(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_PATTERN_H_
