// Days that the world calls by their date alone: "the September 11 attacks", "9/11".
// Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_KNOWN_DAYS_H_
#define TEXTMILL_PLUGINS_ENTITIES_KNOWN_DAYS_H_

#include <cstddef>
#include <string_view>

#include "plugins/entities/patterns/pattern.h"

namespace textmill::entities {

// The year of the date without one, --09-11, that is in `text` from `begin` to `end`; 0 when the
// words around it do not speak of that day. `sure`: they can mean no other day, as in "the
// September 11 attacks" and "the events of September 11"; else a near one of that date may be meant
// as well, "the attack on the hospital on October 7".
struct KnownYear {
  int year = 0;
  bool sure = false;
};
KnownYear YearOfKnownDay(std::string_view value, std::string_view text, size_t begin, size_t end);

// 9/11, and in "the 7/7 bombings", "the 26/11 attacks" other days that are called by figures.
Found KnownByFigures(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_KNOWN_DAYS_H_
