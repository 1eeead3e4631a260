// Patterns for one name, as in a shell: `*` is any characters, `?` is one, `[a-z]` one of some,
// `[!a-z]` one of all others; after `\` each means itself. Characters are those of UTF-8; an
// invalid byte counts as one. A name that begins with a dot is matched only by a pattern that
// begins with one.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_IO_NAME_PATTERN_H_
#define TEXTMILL_PLUGINS_IO_NAME_PATTERN_H_

#include <string_view>

namespace textmill::io {

bool MatchesName(std::string_view pattern, std::string_view name);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_NAME_PATTERN_H_
