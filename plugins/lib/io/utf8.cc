#include "plugins/lib/io/utf8.h"

#include <simdjson.h>

#include <cstdio>

#include "textmill/utf8.hpp"

namespace textmill::io {
bool IsUtf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

std::string ShowPath(const std::string& path) {
  std::string shown;
  std::string_view rest = path;
  while (!rest.empty()) {
    const size_t good = FirstInvalidUtf8(rest);
    for (const char c : rest.substr(0, good)) {
      char control[8];
      const unsigned char byte = static_cast<unsigned char>(c);
      std::snprintf(control, sizeof control, c == '\n' ? "\\n" : "\\x%02x", byte);
      shown += byte < 0x20 || byte == 0x7F ? control : std::string(1, c);
    }
    rest.remove_prefix(good);
    if (rest.empty()) break;
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\x%02X", static_cast<unsigned char>(rest[0]));
    shown += escaped;
    rest.remove_prefix(1);
  }
  return shown;
}

}  // namespace textmill::io
