// A range of bytes, always on the borders of UTF-8 sequences.
#ifndef TEXTMILL_PLUGINS_UNICODE_SPAN_H_
#define TEXTMILL_PLUGINS_UNICODE_SPAN_H_

#include <cstdint>
#include <string_view>

namespace textmill::unicode {

struct Span {
  uint32_t begin, end;

  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
  bool operator==(const Span&) const = default;
};

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_SPAN_H_
