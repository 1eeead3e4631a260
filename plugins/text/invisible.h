// Characters that are not seen only where they are, or that hide text: variation selectors, tags,
// the blank of Braille, format characters beyond the first 65,536. Any thread may call.
#ifndef TEXTMILL_PLUGINS_TEXT_INVISIBLE_H_
#define TEXTMILL_PLUGINS_TEXT_INVISIBLE_H_

#include <cstdint>
#include <string_view>

namespace textmill::text {

// Whether `c` is to go from a text that is cleaned. `before` is what was written of the text so
// far, `after` what follows `c` in it; both are UTF-8. What spells an emoji or a letter stays: a
// variation selector after what it selects, the tags of a flag, the blank of Braille in Braille.
bool IsInvisible(uint32_t c, std::string_view before, std::string_view after);

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_INVISIBLE_H_
