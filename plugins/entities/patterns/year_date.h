// A year that is a date by itself: in 2022, since 1990, from 1990 to 1995, 1990-1995, in 44 BC.
// English alone; any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_YEAR_DATE_H_
#define TEXTMILL_PLUGINS_ENTITIES_YEAR_DATE_H_

#include <string_view>

#include "plugins/entities/patterns/pattern.h"

namespace textmill::entities {

// The year at `at`, where the words around say that it is one.
Found YearAlone(std::string_view text, size_t at);
// The 1990s: all of its years. The 1900s may be a century as well and are not found.
Found Decade(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_YEAR_DATE_H_
