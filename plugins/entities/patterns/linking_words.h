// The words that link dates and numbers, in many languages: "5 to 7", "between 5 and 7". Any thread
// may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_LINKING_WORDS_H_
#define TEXTMILL_PLUGINS_ENTITIES_LINKING_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace textmill::entities {

// How two days or dates belong together.
enum class DayLink : uint8_t { kNone, kList, kSpan };

// What begins at `at` between two days of one month, and its end: "5-7 June", "5 and 7 June".
DayLink LinkAt(std::string_view text, size_t at, size_t* end);

// What all of `gap` says between two dates, at most kLongestLink bytes: these and "and again on".
constexpr size_t kLongestLink = 15;
DayLink LinkOf(std::string_view gap);

// Whether a word is "between" or its like.
bool IsBetween(std::string_view word);
// Whether one ends before `at`, with a blank between.
bool BetweenBefore(std::string_view text, size_t at);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_LINKING_WORDS_H_
