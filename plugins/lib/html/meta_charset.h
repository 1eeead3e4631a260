// The encoding that a page names in itself: `<meta charset=...>`, `<meta http-equiv=content-type>`,
// or the declaration of XML, found without parsing the page, as the HTML Standard's "prescan" does.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_HTML_META_CHARSET_H_
#define TEXTMILL_PLUGINS_LIB_HTML_META_CHARSET_H_

#include <string>
#include <string_view>

namespace textmill::html {

// The label as it is written, or "". Looks at the first 16 KiB: browsers, too, take a late one.
std::string MetaCharset(std::string_view bytes);

// The `charset` of a content type, as `text/html; charset="utf-8"`: the label, or "".
std::string_view CharsetOfContentType(std::string_view content_type);

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_LIB_HTML_META_CHARSET_H_
