// Media types: as HTTP declares them, and as the bytes show them.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_READ_WARC_MEDIA_TYPE_H_
#define TEXTMILL_PLUGINS_READ_WARC_MEDIA_TYPE_H_

#include <string>
#include <string_view>
#include <vector>

namespace textmill::warc {

// `text/html` of `Text/HTML; charset=utf-8`: in lower case, without parameters; "" where that is no
// media type, or one that says nothing, as `application/unknown`.
std::string MediaTypeOf(std::string_view content_type);

// What the first bytes of a body show: `text/html`, `application/pdf`, `image/png`, `text/plain`
// where they are text of no kind that is known, else `application/octet-stream`.
std::string MediaTypeSeen(std::string_view body);

// Whether the bytes are no text in any encoding, as those of an image or a PDF.
bool IsBinary(std::string_view body);

// Whether one of `patterns` is the type: `text/html`, `text/*`, `*`.
bool Matches(const std::vector<std::string>& patterns, std::string_view type);

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_MEDIA_TYPE_H_
