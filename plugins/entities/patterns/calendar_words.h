// The names of months and weekdays in the languages whose dates are found. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_CALENDAR_WORDS_H_
#define TEXTMILL_PLUGINS_ENTITIES_CALENDAR_WORDS_H_

#include <string_view>

namespace textmill::entities {

struct Month {
  int number = 0;           // 1 to 12; 0: the word is no month
  bool short_form = false;  // "Jan", "Sept": always with a capital
  bool capital = false;     // in its language written with a capital
  bool after_stop = false;  // in a language that writes "5. Juni"
};

// Of a word as it is in the text, in any case.
Month MonthOf(std::string_view word);

// The month in English, in full, with a capital: 1 to 12; 0 when the word is none.
int EnglishMonth(std::string_view word);

// Of a word as it is in the text. English ones need their capital: "sat", "sun", "wed".
bool IsWeekday(std::string_view word);

// The weekday in English, in full or short, with a capital: 0 for Sunday to 6; -1: it is not one.
int EnglishWeekday(std::string_view word);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_CALENDAR_WORDS_H_
