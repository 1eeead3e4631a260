// The names of encodings: all labels of the WHATWG Encoding Standard, as on web pages, and
// some others that people write, in any case and with or without hyphens.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_ENCODING_ENCODING_LABELS_H_
#define TEXTMILL_PLUGINS_ENCODING_ENCODING_LABELS_H_

#include <string>
#include <string_view>
#include <vector>

namespace textmill::encoding {

// The standard's name in lower case ("windows-1252" for "latin1" and "iso-8859-1"), or "" where
// there is no such label.
std::string EncodingNamed(std::string_view label);

// The names of all encodings, as EncodingNamed gives them.
std::vector<std::string> EncodingNames();

// The best known names, for messages.
std::string SomeEncodings();

}  // namespace textmill::encoding

#endif  // TEXTMILL_PLUGINS_ENCODING_ENCODING_LABELS_H_
