// What was probably meant by a name or a value that does not exist. Pure functions; any thread.
#ifndef CORE_EXPR_NEAREST_H_
#define CORE_EXPR_NEAREST_H_

#include <string>
#include <string_view>
#include <vector>

namespace textmill::core::expr {

// Letters to insert, delete, replace or swap with their neighbour, whatever their case, to turn `a`
// into `b`; a number above `limit` when they are more than that.
size_t EditDistance(std::string_view a, std::string_view b, size_t limit);

// How many letters may be wrong in a word of this length.
size_t Tolerance(size_t length);

// The one of `names` that was probably meant, or "".
std::string NearestName(std::string_view word, const std::vector<std::string>& names);

// The same among the values of a column. Values that are language codes are also found by their
// three-letter form and by the language's name: "eng", "ger", "German" and "deutsch" give "en" and
// "de".
std::string NearestValue(const std::string& word, const std::vector<std::string>& values);

// "`a`, `b` and 3 more", in the given quotation marks.
std::string ListOf(const std::vector<std::string>& names, const char* quote);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_NEAREST_H_
