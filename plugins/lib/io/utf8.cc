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

const char* KnownAs(std::string_view b) {
  using namespace std::string_view_literals;
  struct Mark {
    std::string_view bytes;
    const char* name;
  };
  static constexpr Mark kMarks[] = {
      {"\xFF\xFE\0\0"sv, "UTF-32"},
      {"\0\0\xFE\xFF"sv, "UTF-32"},
      {"\xFF\xFE"sv, "UTF-16"},
      {"\xFE\xFF"sv, "UTF-16"},
      {"\x1F\x8B"sv, "a gzip file"},
      {"\x28\xB5\x2F\xFD"sv, "a Zstandard file"},
      {"\xFD"
       "7zXZ"sv,
       "an xz file"},
      {"PK\x03\x04"sv, "a ZIP file (or a spreadsheet or text processor's)"},
      {"PAR1\x15"sv, "a Parquet file"},
      {"%PDF-"sv, "a PDF"},
  };
  for (const Mark& mark : kMarks) {
    if (b.substr(0, mark.bytes.size()) == mark.bytes) return mark.name;
  }
  if (b.substr(0, 3) == "BZh" && b.size() > 4 && b.substr(4, 6) == "1AY&SY") return "a bzip2 file";
  return nullptr;
}

}  // namespace textmill::io
