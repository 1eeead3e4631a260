#include "plugins/lib/io/utf8.h"

#include <simdjson.h>

#include <cstdint>
#include <cstdio>

namespace textmill::io {
namespace {

// The length of the valid sequence at the front, or 0.
size_t SequenceLength(std::string_view s) {
  const auto byte = [&](size_t i) { return i < s.size() ? static_cast<uint8_t>(s[i]) : 0; };
  const auto continues = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const uint8_t a = static_cast<uint8_t>(s[0]);
  if (a < 0x80) return 1;
  if (a < 0xC2 || a > 0xF4 || !continues(1)) return 0;
  if (a < 0xE0) return 2;
  const uint8_t b = byte(1);
  if (a < 0xF0) {
    if ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F)) return 0;
    return continues(2) ? 3 : 0;
  }
  if ((a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F)) return 0;
  return continues(2) && continues(3) ? 4 : 0;
}

}  // namespace

bool IsUtf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

size_t FirstInvalidUtf8(std::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    const size_t n = SequenceLength(bytes.substr(at));
    if (n == 0) break;
    at += n;
  }
  return at;
}

char* PutUtf8(char* to, char32_t c) {
  const auto put = [&](char32_t byte) { *to++ = static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
  return to;
}

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
