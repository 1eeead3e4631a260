// What separates the cells of a file, by its first records. Pure function; any thread.
#ifndef TEXTMILL_PLUGINS_READ_CSV_FIND_SEPARATOR_H_
#define TEXTMILL_PLUGINS_READ_CSV_FIND_SEPARATOR_H_

#include <optional>
#include <string_view>

namespace textmill::csv {

// The comma, semicolon, tab or bar with which there are two records of as many cells, one of them
// called `text_column` in the first; nothing where there is none. Of the second record, the end may
// be missing.
std::optional<char> FindSeparator(std::string_view begin, std::string_view text_column);

}  // namespace textmill::csv

#endif  // TEXTMILL_PLUGINS_READ_CSV_FIND_SEPARATOR_H_
