// Values of columns as bytes: to be kept until the table is made, and to be sorted by.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_CONCORDANCE_ROW_BYTES_H_
#define TEXTMILL_PLUGINS_CONCORDANCE_ROW_BYTES_H_

#include <string>
#include <string_view>

#include "textmill/textmill.hpp"

namespace textmill::concordance {

// Text, numbers, bools and timestamps.
bool CanBeKept(const Field& field);

// Row `i` counts from the array's own beginning.
void PutValue(const Field& field, const ArrowArray& array, int64_t i, std::string* out);
void PutText(std::string_view text, std::string* out);
// Takes what was put off the front, and appends it to a column.
void TakeValue(const Field& field, std::string_view* from, Builder& to);

// Keys are compared byte by byte; of two values the first has the smaller key. Missing ones come
// last.
void PutKey(const Field& field, const ArrowArray& array, int64_t i, std::string* out);
void PutTextKey(std::string_view text, std::string* out);
// Turns the order of what was put from `begin` on round.
void Reverse(size_t begin, std::string* key);

}  // namespace textmill::concordance

#endif  // TEXTMILL_PLUGINS_CONCORDANCE_ROW_BYTES_H_
