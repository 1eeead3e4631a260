// Text as it is written in XML, in attributes, too. Pure; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_IO_XML_TEXT_H_
#define TEXTMILL_PLUGINS_LIB_IO_XML_TEXT_H_

#include <string>
#include <string_view>

namespace textmill::io {

// What XML cannot hold, control characters and U+FFFE, becomes U+FFFD. `text` is UTF-8.
std::string XmlText(std::string_view text);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_LIB_IO_XML_TEXT_H_
