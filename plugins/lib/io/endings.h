// The endings of files' names, by which files are chosen and compression is known. They are
// compared in any case: DATA.CSV.GZ is a CSV file.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_IO_ENDINGS_H_
#define TEXTMILL_PLUGINS_IO_ENDINGS_H_

#include <string>
#include <string_view>

namespace textmill::io {

// Whether `name` ends in `ending`, which is in lower case.
bool EndsIn(std::string_view name, std::string_view ending);

// Without `.gz`, `.zst` or `.zstd` at its end.
std::string_view WithoutPacking(std::string_view name);

// For people, in lower case: ".pdf", ".json.gz", or "no ending".
std::string EndingOf(std::string_view path);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_ENDINGS_H_
