// Values of declared types, from the text that stands for them in JSON or in a CSV cell.
#ifndef TEXTMILL_PLUGINS_IO_TYPED_VALUE_H_
#define TEXTMILL_PLUGINS_IO_TYPED_VALUE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace textmill::io {

// kNested: a list or an object.
enum class ValueType { kString, kInt, kFloat, kBool, kTimestamp, kNested };

// A value that is not a string.
union TypedValue {
  int64_t integer;  // kInt; kTimestamp: microseconds since 1970-01-01T00:00:00Z
  double number;    // kFloat
  bool flag;        // kBool
};

// False when the text as a whole is no value of the type. `type` is neither kString nor kNested.
bool ParseValue(ValueType type, std::string_view text, TypedValue& value);

// The type of a value in Arrow's words.
ValueType ValueTypeOf(const std::string& format);

// What ParseValue would have liked: "a whole number", ...
const char* Wanted(ValueType type);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_TYPED_VALUE_H_
