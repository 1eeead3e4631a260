#include "plugins/entities/patterns/linking_words.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "plugins/entities/is_one_of.h"
#include "plugins/entities/patterns/words_around.h"

namespace textmill::entities {
namespace {

constexpr std::string_view kSpans[] = {"-",         "–",       "—",      " - ",    " – ",   " to ",
                                       " through ", " until ", " till ", " thru ", " bis ", " al ",
                                       " au ",      " по ",    " до ",   " tot ",  " do ",  " a ",
                                       " ao ",      " à ",     " til ",  " t/m "};
constexpr std::string_view kLists[] = {" and ", " or ", ", ",  " & ", "/",    " und ", " et ",
                                       " y ",   " e ",  " и ", " i ", " en ", " og ",  " och "};

// Between whole dates alone.
constexpr std::string_view kSpansOfDates[] = {" — ", " to the ", " bis zum ", " tot en met ", "至",
                                              "到",  "から",     "～",        "〜",           "~"};
constexpr std::string_view kListsOfDates[] = {", and ",
                                              ", or ",
                                              " and on ",
                                              " and the ",
                                              " und am ",
                                              " und den ",
                                              " und dem ",
                                              " et le ",
                                              " et du ",
                                              " y el ",
                                              " y del ",
                                              " e il ",
                                              " e em ",
                                              " e o ",
                                              " e a ",
                                              " en op ",
                                              " och den ",
                                              " og den ",
                                              " та ",
                                              " і ",
                                              " ve ",
                                              " și ",
                                              " και ",
                                              " ja ",
                                              " և ",
                                              " و",
                                              "、",
                                              "和",
                                              "と",
                                              " and again on ",
                                              " and again ",
                                              " and then on ",
                                              " and then ",
                                              " and later on ",
                                              " and also on ",
                                              ", then on ",
                                              ", then "};

constexpr std::string_view kBetween[] = {"between", "zwischen", "entre",  "tussen",
                                         "mellan",  "mellem",   "mellom", "между",
                                         "між",     "tra",      "fra"};

}  // namespace

DayLink LinkAt(std::string_view text, size_t at, size_t* end) {
  for (const std::string_view span : kSpans) {
    if (!Is(text, at, span)) continue;
    *end = at + span.size();
    return DayLink::kSpan;
  }
  for (const std::string_view list : kLists) {
    if (!Is(text, at, list)) continue;
    *end = at + list.size();
    return DayLink::kList;
  }
  return DayLink::kNone;
}

DayLink LinkOf(std::string_view gap) {
  if (gap.size() > kLongestLink) return DayLink::kNone;
  if (IsOneOf(gap, kSpans) || IsOneOf(gap, kSpansOfDates)) return DayLink::kSpan;
  return IsOneOf(gap, kLists) || IsOneOf(gap, kListsOfDates) ? DayLink::kList : DayLink::kNone;
}

bool IsBetween(std::string_view word) { return IsOneOf(LowerWord(word), kBetween); }

bool BetweenBefore(std::string_view text, size_t at) {
  const size_t end = SkipBlanksBefore(text, at);
  return end < at && IsBetween(WordBefore(text, end));
}

}  // namespace textmill::entities
