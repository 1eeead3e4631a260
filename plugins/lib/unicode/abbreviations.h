// Which words end with a full stop of their own. The lists are short on purpose: titles and other
// frequent abbreviations of the languages that news is mostly written in.
#ifndef TEXTMILL_PLUGINS_UNICODE_ABBREVIATIONS_H_
#define TEXTMILL_PLUGINS_UNICODE_ABBREVIATIONS_H_

#include <string_view>

namespace textmill::unicode {

enum class Abbreviation {
  kNone,
  kTitle,   // Dr.: something always follows
  kNumber,  // No.: an abbreviation where a number follows
  kWord,    // Inc.: may end a sentence
};

// `word` is without its last full stop, as it is written.
Abbreviation FindAbbreviation(std::string_view word);

// Words that in the middle of a sentence are not written with a capital, and are no part of names.
bool StartsSentences(std::string_view word);

// Words before a number that is counted with a full stop: "am 3. Mai".
bool PrecedesOrdinal(std::string_view word);
// And after one.
bool FollowsOrdinal(std::string_view word);

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_ABBREVIATIONS_H_
