// Copies a value of any type from one column to another that is being built. Any thread.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_COPY_VALUE_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_COPY_VALUE_H_

#include <cstdint>

#include "textmill/builder.hpp"
#include "textmill/type.hpp"

namespace textmill::values {

// Row `i` counts from the array's own beginning: the caller adds the offset of the struct that it
// is a member of. `to` was made for `type`.
void CopyValue(const Field& type, const ArrowArray& from, int64_t i, Builder& to);

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_COPY_VALUE_H_
