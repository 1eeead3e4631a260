// How often a piece is in a text, one after another.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_COUNT_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_COUNT_H_

#include <cstddef>
#include <string_view>

namespace textmill::quality {

inline size_t Count(std::string_view text, std::string_view what) {
  size_t n = 0;
  for (size_t at = 0; (at = text.find(what, at)) != text.npos; at += what.size()) ++n;
  return n;
}

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_COUNT_H_
