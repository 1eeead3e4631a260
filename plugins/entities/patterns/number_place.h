// A number in the text and what is around it: read once for all the patterns that ask.
//
// A number is read whole or not at all: with its minus sign, as the range that it begins (5-10, 5
// to 10, between 5 and 10), with all its words for thousands and millions. One thread.
#ifndef TEXTMILL_PLUGINS_ENTITIES_NUMBER_PLACE_H_
#define TEXTMILL_PLUGINS_ENTITIES_NUMBER_PLACE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "plugins/entities/patterns/number.h"
#include "plugins/entities/patterns/number_language.h"
#include "plugins/entities/patterns/scale.h"

namespace textmill::entities {

// A number and what comes after it.
struct NumberPart {
  Number number;
  size_t end = 0;         // of the number; 0 when it is not one by itself: 1.2.3
  Scale scale;            // the word for thousands or millions after it
  size_t scaled = 0;      // the end of that word; else of the number
  size_t next = 0;        // after blanks
  std::string_view word;  // there; empty when none begins
};

class NumberPlace {
 public:
  // `at` is the first digit of a run of digits that is no part of a word.
  NumberPlace(std::string_view text, size_t at, NumberLanguage* language);

  // What is read, is read as a range where one begins here: `low` to `last`. Patterns that find no
  // unit after it may Narrow it to the first number alone, unless only a hyphen joins them.
  bool range() const { return range_; }
  bool Narrow();
  bool joined_by_word() const { return join_ == Join::kWord; }
  // Whether the second number has a currency sign of its own: $5-$10. Patterns other than money
  // have nothing to find then.
  std::string_view second_sign() const { return second_sign_; }

  // Whether the first number lacks a word for millions that the second has: "$5 to $10 million".
  bool shares_scale() const { return first_.scale.end == 0 && second_.scale.end != 0; }

  // Whether nothing can be found here.
  bool none() const { return part().end == 0; }
  const NumberPart& part() const { return range_ ? second_ : first_; }

  // The number in full, or low..high, `power` of ten besides its own; empty when the two ends do
  // not make a range. `other_words`: the words beside it are of a language that writes 1,5.
  std::string Value(int power, bool other_words) const;

  std::string_view text;
  size_t at;     // the first digit
  size_t begin;  // of the number: at a point before it (.5), else `at`
  size_t sign;   // of a minus sign or the word before it, `begin` when there is none
  NumberLanguage* language;

 private:
  enum class Join : uint8_t { kNone, kHyphen, kWord };

  bool InTheMiddle() const;
  void ReadSign();
  void ReadRange();
  Number InFull(const NumberPart& part, int power, bool other_words) const;

  NumberPart first_, second_;
  std::string_view second_sign_;
  Join join_ = Join::kNone;
  bool range_ = false;
  bool minus_ = false;
};

// Whether a number ends before `begin` that has a word for thousands or millions: "2 million
// 500,000" is one amount.
bool GoesOnFromANumber(std::string_view text, size_t begin);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_NUMBER_PLACE_H_
