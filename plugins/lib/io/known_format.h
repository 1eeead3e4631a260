// What a file is that is no text, known by its first bytes, for messages.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_IO_KNOWN_FORMAT_H_
#define TEXTMILL_PLUGINS_IO_KNOWN_FORMAT_H_

#include <optional>
#include <string>
#include <string_view>

namespace textmill::io {

struct KnownFormat {
  std::string name;    // "a bzip2 file", "a PDF", "UTF-16"
  std::string remedy;  // a sentence, or ""
};

// Of content that is not decompressed already; 16 bytes are enough.
std::optional<KnownFormat> FormatOf(std::string_view first_bytes);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_KNOWN_FORMAT_H_
