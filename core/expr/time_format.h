// Points in time written and read by a format of `%` letters, as date(1) and Python have them.
//
// English names alone; the same on every machine, whatever its locale. Pure functions; any thread.
#ifndef CORE_EXPR_TIME_FORMAT_H_
#define CORE_EXPR_TIME_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace textmill::core::expr {

// Microseconds since 1970, UTC; nothing when the text is not of the format as a whole, or names a
// day that does not exist. Letters: Y m d H M S y b B a A p z %.
std::optional<int64_t> ReadTime(std::string_view text, std::string_view format);

// Letters: Y m d H M S j b B a A V G %. False when the time is out of the calendar's range.
bool WriteTime(int64_t micros, std::string_view format, std::string* out);

// The first `%` letter of `format` that reading (or writing) does not know, as it is written; ""
// when all are known.
std::string UnknownLetter(std::string_view format, bool reading);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_TIME_FORMAT_H_
