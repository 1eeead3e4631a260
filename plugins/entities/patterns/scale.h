// The word for thousands and millions behind a number. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_SCALE_H_
#define TEXTMILL_PLUGINS_ENTITIES_SCALE_H_

#include <cstddef>
#include <string_view>

namespace textmill::entities {

// "million", "bn", "Mio." behind a number that ends at `at`: sets its power of ten, and returns
// where it ends; 0 and `at` when there is none.
size_t ReadScale(std::string_view text, size_t at, int* power);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_SCALE_H_
