// What a language calls the months and weekdays, and in which order it writes a date in figures.
//
// From CLDR, the Unicode consortium's table of the world's languages, as ICU has it. Made when a
// language is first asked for, and kept until the program ends; any thread may ask.
#ifndef CORE_EXPR_DATE_WORDS_H_
#define CORE_EXPR_DATE_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace textmill::core::expr {

// What a word of a date can mean: a bit for each month, January first, and for each weekday, Monday
// first. A word may be both: Spanish "mar" is a Tuesday and March.
struct DateWord {
  uint16_t months = 0;
  uint8_t weekdays = 0;
  bool morning = false, afternoon = false;
  bool filler = false;  // says nothing: "de", "den", "of"
};

enum class DateOrder : uint8_t { kUnknown, kDayFirst, kMonthFirst };

struct DateLanguage {
  // Of `word`, normalised by FoldedDate(); NULL when the language has none such.
  const DateWord* Find(const std::u16string& word) const {
    if (const auto found = words.find(word); found != words.end()) return &found->second;
    // What says nothing may be written together with a name, outside the Latin, Greek and Cyrillic
    // scripts: Hebrew "in", and Japanese "day" before a weekday.
    if (word.size() < 3 || word[0] < 0x590) return nullptr;
    const auto first = words.find(word.substr(0, 1));
    return first != words.end() && first->second.filler ? Find(word.substr(1)) : nullptr;
  }
  std::unordered_map<std::u16string, DateWord> words;
  DateOrder order = DateOrder::kUnknown;  // of dates that end in their year: 03/04/2010
  bool buddhist = false;                  // whether years may be those of the Buddhist era
};

// Of a code such as "de", "deu", "pt-BR" or "zh-Hant". With a code that names no language that CLDR
// knows, what all languages with a code of two letters have, together: a word then has the bits of
// each of them.
const DateLanguage& DateLanguageOf(std::string_view code);

// Whether the dates of the language are known.
bool HasDateLanguage(std::string_view code);

// Whether a word goes on with the character: a letter or its mark, or the full stop inside of
// "p.m.".
bool IsInDateWord(std::u16string_view text, size_t at);

// Without case, and each character in one form: full width, no-break blanks and the like go.
std::u16string FoldedDate(std::string_view utf8);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_DATE_WORDS_H_
