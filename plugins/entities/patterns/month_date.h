// A month without a day or a year, where the words around say that it is one: in March, since last
// May, from March to June 2019. English alone; any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_MONTH_DATE_H_
#define TEXTMILL_PLUGINS_ENTITIES_MONTH_DATE_H_

#include <cstddef>
#include <string_view>

#include "plugins/entities/patterns/pattern.h"

namespace textmill::entities {

// Whether the name of a month may begin at `at`: a capital after no letter. Quick.
bool MayBeginMonth(std::string_view text, size_t at);

// The month that begins at `at`, --03, with "last", "next" or "this" before it.
Found FindMonth(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_MONTH_DATE_H_
