// The words beside a place in the text: what patterns ask about the neighbours of a number.
// Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_WORDS_AROUND_H_
#define TEXTMILL_PLUGINS_ENTITIES_WORDS_AROUND_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace textmill::entities {

inline bool IsDigit(std::string_view text, size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

inline size_t DigitsEnd(std::string_view text, size_t at) {
  while (IsDigit(text, at)) ++at;
  return at;
}

// The word, without digits, that begins or ends at `at`; empty when none does, or when it is longer
// than any that a pattern could know.
std::string_view WordAt(std::string_view text, size_t at);
std::string_view WordBefore(std::string_view text, size_t at);

// Behind up to three blanks at `at`, one line break among them; `at` where there is none.
size_t SkipBlanks(std::string_view text, size_t at);
// The same backwards.
size_t SkipBlanksBefore(std::string_view text, size_t at);

// Whether a word begins with a capital letter, or is written in capitals alone.
bool IsCapitalised(std::string_view word);

// In lower case; compatible with the word lists of the patterns.
std::string LowerWord(std::string_view word);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_WORDS_AROUND_H_
