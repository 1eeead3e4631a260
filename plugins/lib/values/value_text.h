// A single value of any column as text, as exports write it. Pure; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_VALUE_TEXT_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_VALUE_TEXT_H_

#include <cstdint>
#include <string>

#include "textmill/type.hpp"

namespace textmill::values {

// Whether its values are single ones: neither lists nor structs nor bytes.
bool IsSingle(const Field& type);

// The value; "" where there is none, and where it is not single. Row `i` counts from the array's
// own beginning.
std::string ValueText(const Field& type, const ArrowArray& array, int64_t i);

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_VALUE_TEXT_H_
