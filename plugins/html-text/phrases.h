// Lines that belong to no text: share this, read also, advertisement. By how they begin, in the
// languages of most pages.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_PHRASES_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_PHRASES_H_

#include <string_view>

namespace textmill::html {

// Of a short block: whether it is such a line as a whole.
bool IsDebrisLine(std::string_view line);

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_PHRASES_H_
