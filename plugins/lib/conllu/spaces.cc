#include "plugins/lib/conllu/spaces.h"

#include <charconv>
#include <cstdio>

#include "textmill/utf8.hpp"

namespace textmill::conllu {

void AppendEscaped(std::string_view spaces, std::string* to) {
  for (size_t at = 0; at < spaces.size();) {
    const DecodedChar c = DecodeUtf8(spaces.data() + at, spaces.data() + spaces.size());
    at += c.size;
    switch (c.code_point) {
      case ' ':
        *to += "\\s";
        break;
      case '\t':
        *to += "\\t";
        break;
      case '\r':
        *to += "\\r";
        break;
      case '\n':
        *to += "\\n";
        break;
      case '|':
        *to += "\\p";
        break;
      case '\\':
        *to += "\\\\";
        break;
      default: {
        char digits[16];
        std::snprintf(digits, sizeof digits, "%04X", static_cast<unsigned>(c.code_point));
        (*to += "\\u") += digits;
      }
    }
  }
}

void AppendUnescaped(std::string_view escaped, std::string* to) {
  for (size_t at = 0; at < escaped.size(); ++at) {
    if (escaped[at] != '\\' || at + 1 == escaped.size()) {
      *to += escaped[at];
      continue;
    }
    const char c = escaped[++at];
    if (c == 'u' && at + 4 < escaped.size()) {
      unsigned code_point = 0;
      const char* const digits = escaped.data() + at + 1;
      const auto end = std::from_chars(digits, digits + 4, code_point, 16);
      const bool surrogate = code_point >= 0xD800 && code_point < 0xE000;
      if (end.ptr == digits + 4 && !surrogate) {
        AppendUtf8(code_point, to);
        at += 4;
        continue;
      }
    }
    switch (c) {
      case 's':
        *to += ' ';
        break;
      case 't':
        *to += '\t';
        break;
      case 'r':
        *to += '\r';
        break;
      case 'n':
        *to += '\n';
        break;
      case 'p':
        *to += '|';
        break;
      default:
        *to += c;
    }
  }
}

}  // namespace textmill::conllu
