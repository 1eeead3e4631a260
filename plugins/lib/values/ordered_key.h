// Values as bytes that sort as the values do, and that can be read back. Several of them, one after
// the other, sort by the first, then the second, and so on; nulls come last.
//
// Texts sort by their code points, numbers and times by their values (NaN after all numbers), false
// before true. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_ORDERED_KEY_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_ORDERED_KEY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "textmill/builder.hpp"
#include "textmill/type.hpp"

namespace textmill::values {

// Whether there is an order: not for lists and structs.
bool HasOrder(const Field& type);

// Row `i` counts from the array's own beginning. Descending values come in the opposite order,
// nulls last all the same.
void AppendOrdered(const Field& type, const ArrowArray& array, int64_t i, bool descending,
                   std::string& to);
void AppendOrderedNull(std::string& to);
void AppendOrderedText(std::string_view text, bool descending, std::string& to);

// Takes an ascending value off the front.
void TakeOrdered(const Field& type, std::string_view& from, Builder& to);
// The bytes of the value at the front, which are taken off.
std::string_view TakeOrderedBytes(const Field& type, std::string_view& from);
bool IsOrderedNull(std::string_view value);
// The value at the front, as it was when it was a number.
double OrderedNumber(const Field& type, std::string_view value);
// ... when it was a whole number, or a bool: 0 or 1.
int64_t OrderedInteger(const Field& type, std::string_view value);
// ... when it was a text.
std::string OrderedText(std::string_view value);

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_ORDERED_KEY_H_
