// Dates that need another date to be known: Monday, last Friday, yesterday, last week, two years
// ago. English alone.
//
// The day they are counted from is the document's own date. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_RELATIVE_DATE_H_
#define TEXTMILL_PLUGINS_ENTITIES_RELATIVE_DATE_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/entities/patterns/pattern.h"

namespace textmill::entities {

// When a document was written, where that is known.
using WrittenOn = std::optional<std::chrono::sys_days>;

// The day at the beginning of 2024-06-05 or 2024-06-05T10:00:00Z; nothing where there is none.
WrittenOn ReadDay(std::string_view iso);

// What the letters at `at` are part of: the `day` of "last Monday" or "yesterday", the `week`,
// `month` or `year` of "last week" and "three years ago", the `morrow` of "tomorrow". Without
// `written` it has no value.
Found FindRelativeDate(std::string_view text, size_t at, WrittenOn written);

// Whether what begins at `at` says when a time ago was: the May of "30 years ago in May".
bool SaysWhenAgo(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_RELATIVE_DATE_H_
