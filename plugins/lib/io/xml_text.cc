#include "plugins/lib/io/xml_text.h"

namespace textmill::io {

std::string XmlText(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\t':
      case '\n':
      case '\r':
        out.append("&#").append(std::to_string(c)).append(";");
        break;
      default:
        // U+FFFE and U+FFFF are no characters, and XML has no way to write the others.
        if (c < 0x20 || c == 0x7F) {
          out += "\xEF\xBF\xBD";
        } else if (c == 0xEF && i + 2 < text.size() && text[i + 1] == '\xBF' &&
                   (text[i + 2] == '\xBE' || text[i + 2] == '\xBF')) {
          out += "\xEF\xBF\xBD";
          i += 2;
        } else {
          out += text[i];
        }
    }
  }
  return out;
}

}  // namespace textmill::io
