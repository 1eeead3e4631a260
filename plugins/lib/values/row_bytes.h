// Values of any type as bytes, to be put away and taken out again. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_ROW_BYTES_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_ROW_BYTES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "textmill/builder.hpp"
#include "textmill/type.hpp"

namespace textmill::values {

// Row `i` counts from the array's own beginning.
void AppendValueBytes(const Field& type, const ArrowArray& array, int64_t i, std::string& to);
// Takes off the front what AppendValueBytes wrote. `to` was made for `type`.
void TakeValueBytes(const Field& type, std::string_view& from, Builder& to);

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_ROW_BYTES_H_
