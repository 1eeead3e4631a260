// Fills in what dates leave to their neighbours and to the day on which the document was written:
// the year of "June 5" and "in March", the order of "Monday through Friday".
//
// One thread.
#ifndef TEXTMILL_PLUGINS_ENTITIES_DATE_YEARS_H_
#define TEXTMILL_PLUGINS_ENTITIES_DATE_YEARS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "plugins/entities/mention.h"
#include "plugins/entities/patterns/relative_date.h"

namespace textmill::entities {

// Among the mentions from `first` on, which ascend, those of the built-in pattern `date`.
//
// A year written at one date of "March 3 to April 5, 2010" is the other's, too. Without one it
// is that of a day that the world knows by its date ("the September 11 attacks"); with `written`,
// that which brings it nearest, but if that is more than a month ahead in a sentence about what
// was, the one before it, and the other way round.
void SettleDates(std::string_view text, size_t first, uint32_t date, WrittenOn written,
                 Mentions* mentions);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_DATE_YEARS_H_
