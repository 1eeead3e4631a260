// Dates as pages write them.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_DATES_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_DATES_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace textmill::html {

// Microseconds since 1970 in UTC, of what can mean one day only: ISO 8601 also with / or without
// separators in the zone, "Tue, 5 Mar 2024 10:00:00 GMT", "March 5, 2024". Nothing for 5/3/2024,
// and for years in which there was no web.
std::optional<int64_t> ParsePageDate(std::string_view text);
// The day that an address holds: /2024/03/05/ or /2024-03-05.
std::optional<int64_t> DateOfAddress(std::string_view url);

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_DATES_H_
