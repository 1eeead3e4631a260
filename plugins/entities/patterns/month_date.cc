#include "plugins/entities/patterns/month_date.h"

#include <algorithm>
#include <string>

#include "plugins/entities/is_one_of.h"
#include "plugins/entities/patterns/calendar_words.h"
#include "plugins/entities/patterns/relative_date.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

struct EarlierWord {
  std::string_view word;
  size_t begin;
};

// The word before `at`, with blanks or a hyphen between.
EarlierWord EarlierWordBefore(std::string_view text, size_t at) {
  size_t end = SkipBlanksBefore(text, at);
  if (end == at && at > 0 && text[at - 1] == '-') end = at - 1;
  if (end == at) return {{}, at};
  const std::string_view word = WordBefore(text, end);
  return {word, end - word.size()};
}

constexpr std::string_view kJoints[] = {" to ", " and ", " or ", " until ", " till ", " through ",
                                        "-",    "–",     " - ",  " – ",     "/"};

bool JoinsMonths(std::string_view text, size_t at, size_t* end) {
  for (const std::string_view words : kJoints) {
    if (!Is(text, at, words)) continue;
    *end = at + words.size();
    return true;
  }
  return false;
}

// Whether a month and perhaps its year follow, "March to June 2019".
bool JoinedToMonth(std::string_view text, size_t at) {
  size_t next;
  return JoinsMonths(text, at, &next) && EnglishMonth(WordAt(text, next)) > 0;
}

// Whether a month with such a word after it comes before: the June of "March to June".
bool AfterMonth(std::string_view text, size_t at) {
  for (const std::string_view words : kJoints) {
    if (at < words.size() || !Is(text, at - words.size(), words)) continue;
    size_t end = at - words.size();
    if (end > 5 && IsDigit(text, end - 1)) {  // December 2019 to February
      size_t digits = end;
      while (digits > 0 && end - digits < 4 && IsDigit(text, digits - 1)) --digits;
      if (end - digits == 4) end = SkipBlanksBefore(text, digits);
    }
    if (EnglishMonth(WordBefore(text, end)) > 0) return true;
  }
  return false;
}

}  // namespace

bool MayBeginMonth(std::string_view text, size_t at) {
  if (at + 3 > text.size()) return false;
  const char a = text[at + 1], b = text[at + 2];
  switch (text[at]) {
    case 'J':
      return (a == 'a' && b == 'n') || (a == 'u' && (b == 'n' || b == 'l'));
    case 'F':
      return a == 'e' && b == 'b';
    case 'M':
      return a == 'a' && (b == 'r' || b == 'y');
    case 'A':
      return (a == 'p' && b == 'r') || (a == 'u' && b == 'g');
    case 'S':
      return a == 'e' && b == 'p';
    case 'O':
      return a == 'c' && b == 't';
    case 'N':
      return a == 'o' && b == 'v';
    case 'D':
      return a == 'e' && b == 'c';
    default:
      return false;
  }
}

namespace {

Found MonthAt(std::string_view text, size_t at) {
  const std::string_view word = WordAt(text, at);
  const int month = EnglishMonth(word);
  const size_t end = at + word.size();
  if (month == 0 || InsideWord(text, at) || InsideWord(text, end)) return {};
  // A day or a year after it makes another date of it, which is found by its digits, or none.
  size_t next = end;
  if (Is(text, next, ",")) ++next;
  next = SkipBlanks(text, next);
  if (next > end &&
      (IsDigit(text, next) || (Is(text, next, "'") && IsDigit(text, next + 1)) ||
       ((Is(text, next, "of ") || Is(text, next, "in ")) && IsDigit(text, next + 3)))) {
    return {};
  }
  const bool may = word == "May";
  if (may && (Is(text, end, "'s") || Is(text, end, "’s"))) return {};
  const Found found{at, end,
                    std::string("--") + static_cast<char>('0' + month / 10) +
                        static_cast<char>('0' + month % 10)};
  if (JoinedToMonth(text, end) || AfterMonth(text, at)) return found;
  for (const std::string_view year : {" last year", " this year", " next year"}) {
    if (Is(text, end, year) && !InsideWord(text, end + year.size())) return found;
  }
  const EarlierWord before = EarlierWordBefore(text, at);
  const std::string lower = LowerWord(before.word);
  if (IsOneOf(lower, {"last", "next", "this"})) return {before.begin, end, found.value};
  if (IsOneOf(lower, {"in", "during", "early", "late", "mid"})) return found;
  if (lower == "of") {  // at the end of March
    const EarlierWord what = EarlierWordBefore(text, before.begin);
    return IsOneOf(LowerWord(what.word), {"end", "beginning", "start", "middle", "month"})
               ? found
               : Found{};
  }
  // "the January fall", but not "the March of"
  if (IsOneOf(lower, {"the", "a", "an", "its", "his", "her", "their", "that"})) {
    const std::string_view noun = next > end ? WordAt(text, next) : std::string_view();
    const bool names = noun.empty() || IsCapitalised(noun) ||
                       IsOneOf(noun, {"of", "on", "to", "for", "and", "or", "in", "from", "by"});
    return names ? Found{} : found;
  }
  if (lower == "than" && !may) return found;
  if (IsOneOf(lower, {"since", "until", "till", "from"})) {
    // "since May took office"
    const std::string_view after = WordAt(text, SkipBlanks(text, end));
    return !may || after.empty() ? found : Found{};
  }
  if (IsOneOf(lower, {"before", "after", "by", "through"}) && !may) return found;
  return {};
}

}  // namespace

Found FindMonth(std::string_view text, size_t at) {
  const Found found = MonthAt(text, at);
  return found.size() > 0 && SaysWhenAgo(text, found.begin) ? Found{} : found;
}

}  // namespace textmill::entities
