// Questions about UTF-8. All functions may be called on any thread.
#ifndef TEXTMILL_PLUGINS_IO_UTF8_H_
#define TEXTMILL_PLUGINS_IO_UTF8_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace textmill::io {

// A quick look at the whole; where the fault is, FirstInvalidUtf8 of textmill/utf8.hpp says.
bool IsUtf8(std::string_view bytes);

// A path for people and columns: bytes that are not UTF-8 are written `\xE9`, control
// characters `\x1b` and `\n`.
std::string ShowPath(const std::string& path);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_UTF8_H_
