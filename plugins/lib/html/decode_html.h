// From the bytes of a web page to UTF-8, in the encoding that a browser would find, and where
// browsers fail because the page lies about it, in the one it is in:
//
// 1. a byte order mark; UTF-16 without one, where it is plain to see
// 2. UTF-8, where all of the bytes are valid, or nearly all, whatever the page says
// 3. what HTTP says, then what the page says (`<meta charset>`), by the labels of the WHATWG
//    Encoding Standard, where that encoding fits the bytes
// 4. what a detector says (uchardet), where there is enough to see
// 5. windows-1252, in which all bytes are valid
//
// Bytes that are not valid in the encoding become U+FFFD, and are counted. Works for plain text,
// too, which names no encoding in itself.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_HTML_DECODE_HTML_H_
#define TEXTMILL_PLUGINS_LIB_HTML_DECODE_HTML_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace textmill::html {

struct DecodeReport {
  enum class By { kMark, kUtf8, kHttp, kMeta, kDetector, kNothing };
  std::string encoding;  // the standard's name in lower case
  By by = By::kNothing;  // what told it
  size_t replaced = 0;   // sequences that became U+FFFD
};

// The standard's name for a label as pages have it: with quotation marks, or others after it. ""
// where there is no such label.
std::string EncodingOfLabel(std::string_view label);

// `http_charset`: the label that HTTP gives, or "". `report` may be null.
std::string DecodeHtml(std::string_view bytes, std::string_view http_charset, DecodeReport* report);

// The same in pieces, without a copy of what is UTF-8 already: `take` is given all of it at once.
void DecodeHtml(std::string_view bytes, std::string_view http_charset,
                const std::function<void(std::string_view)>& take, DecodeReport* report);

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_LIB_HTML_DECODE_HTML_H_
