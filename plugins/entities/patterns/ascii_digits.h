// Text with the digits of other scripts, ५ and ۵, as ASCII ones, and where each of its places was.
//
// The patterns look at such a text where there is one: they know ASCII digits alone. One thread.
#ifndef TEXTMILL_PLUGINS_ENTITIES_ASCII_DIGITS_H_
#define TEXTMILL_PLUGINS_ENTITIES_ASCII_DIGITS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::entities {

class AsciiDigits {
 public:
  // Reads a text; false when it has no digits but ASCII ones.
  bool Read(std::string_view text);

  std::string_view text() const { return text_; }
  // Where a place between two characters of text() was; of the end, too.
  uint32_t Place(uint32_t at) const;

 private:
  struct Step {
    uint32_t at, place;  // from here on, a place of text() is so much before that of the original
  };
  std::string text_;
  std::vector<Step> steps_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_ASCII_DIGITS_H_
