// Whether the sentence around a day speaks of what was or of what is to come: "is due on Friday",
// "he left on Friday". English alone, by its verbs. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TENSE_H_
#define TEXTMILL_PLUGINS_ENTITIES_TENSE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace textmill::entities {

// kAhead is less sure than kFuture: "the vote is on Friday", "until Friday".
enum class Tense : uint8_t { kUnknown, kPast, kAhead, kFuture };

// Of the verb nearest before the day at [begin, end); without one, of the nearest after it, both
// in the same sentence.
Tense TenseAt(std::string_view text, size_t begin, size_t end);

// Whether one of the few words before `at` says outright that it is ahead: "will be held in", "by".
bool IsPlannedFor(std::string_view text, size_t at);

// Whether it is a word for what has happened, as in "the May 3 attack": lower case.
bool IsPastEvent(std::string_view word);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TENSE_H_
