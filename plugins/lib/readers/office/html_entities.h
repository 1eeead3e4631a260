// The characters that XHTML has names for. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_OFFICE_HTML_ENTITIES_H_
#define TEXTMILL_PLUGINS_LIB_READERS_OFFICE_HTML_ENTITIES_H_

#include <string_view>

namespace textmill::office {

// Of `nbsp`, without & and ;. 0: there is none.
char32_t HtmlEntity(std::string_view name);

}  // namespace textmill::office

#endif  // TEXTMILL_PLUGINS_LIB_READERS_OFFICE_HTML_ENTITIES_H_
