// Whether a word is an internet address to spaCy, which then does not cut it: a host such as
// example.org or 8.8.8.8, with a scheme, a user, a port, a path or without. Pure; any thread.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_ADDRESS_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_ADDRESS_H_

#include <string_view>

namespace textmill::quality {

bool IsAddress(std::string_view word);

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_ADDRESS_H_
