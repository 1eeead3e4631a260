#include "plugins/entities/body_cues.h"

#include <algorithm>

#include "plugins/entities/is_one_of.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/entities/titles.h"

namespace textmill::entities {
namespace {

struct Place {
  std::string_view word;
  size_t at;  // after it, or before it
};

Place Next(std::string_view text, size_t at) {
  const std::string_view word = WordAt(text, SkipBlanks(text, at));
  return {word, SkipBlanks(text, at) + word.size()};
}

Place Previous(std::string_view text, size_t at) {
  const std::string_view word = WordBefore(text, SkipBlanksBefore(text, at));
  return {word, SkipBlanksBefore(text, at) - word.size()};
}

// "Lobo shares fell", not "Lobo shares a house".
bool IsNoun(std::string_view text, std::string_view word, size_t end) {
  if (word != "shares") return true;
  return !IsOneOf(Next(text, end).word,
                  {"a", "an", "the", "this", "that", "his", "her", "its", "their", "our", "my",
                   "your", "many", "some", "two", "three", "with", "in"});
}

// "Lobo, a small Kent-based company", "Lobo is one of the largest companies": what the noun says.
Cue NounAfter(std::string_view text, size_t end) {
  constexpr int kMostWords = 6;
  Place p = Next(text, Is(text, end, ",") ? end + 1 : end);
  if (!Is(text, end, ",")) {
    if (p.word != "is" && p.word != "was") return Cue::kNone;
    p = Next(text, p.at);
  }
  if (!IsOneOf(p.word, {"a", "an", "the", "one"})) return Cue::kNone;
  for (int i = 0; i < kMostWords && !p.word.empty(); ++i) {
    p = Next(text, Is(text, p.at, "-") ? p.at + 1 : p.at);
    if (IsOneOf(p.word, {"company", "companies", "firm", "firms", "startup", "startups", "bank",
                         "banks", "retailer", "retailers", "airline", "airlines", "manufacturer",
                         "manufacturers", "union", "unions", "charity", "charities"}))
      return Is(text, p.at, "'") || Is(text, p.at, "’") ? Cue::kNone : Cue::kBody;
    if (IsOneOf(p.word, {"at", "for", "with", "in", "from", "who", "and", "by", "to"})) break;
  }
  return Cue::kNone;
}

// "shares" of "Lobo's shares".
Cue CueAfter(std::string_view text, size_t end) {
  const bool owns = Is(text, end, "'s ") || Is(text, end, "’s ");
  if (owns) end += text[end] == '\'' ? 2 : 4;
  if (end >= text.size() || (text[end] != ' ' && text[end] != '\n')) return Cue::kNone;
  const Place one = Next(text, end);
  if (IsOneOf(one.word, {"shares", "shareholders", "chairman", "chairwoman", "subsidiary", "CEO"}))
    return IsNoun(text, one.word, one.at) ? Cue::kBody : Cue::kNone;
  if (one.word == "chief" && Next(text, one.at).word == "executive") return Cue::kBody;
  if (owns)
    return IsOneOf(one.word, {"profits", "earnings", "board"}) ? Cue::kBodyOrPlace : Cue::kNone;
  // Persons have spokesmen as well: "Lobo's spokesman".
  if (IsOneOf(one.word, {"spokesman", "spokeswoman", "spokesperson"})) return Cue::kBody;
  return IsOneOf(one.word, {"boss", "executives", "employees", "workers", "customers", "stores",
                            "products", "assets", "unit", "plant", "factory", "stock", "sales",
                            "profits", "earnings", "brand", "headquarters", "bankruptcy"})
             ? Cue::kBodyOrPlace
             : Cue::kNone;
}

// "giant" of "oil giant Lobo", "chairman" of "chairman of Lobo".
Cue CueBefore(std::string_view text, size_t begin) {
  const Place one = Previous(text, begin);
  if (IsOneOf(one.word, {"firm", "company", "retailer", "carmaker", "automaker", "airline",
                         "insurer", "manufacturer", "supermarket", "brewer"}))
    return Cue::kBody;
  if (IsOneOf(one.word, {"giant", "group", "grocer", "broadcaster", "bank", "chain"}))
    return Cue::kBodyOrPlace;
  const Place two = Previous(text, one.at);
  if (one.word == "in" && IsOneOf(two.word, {"shares", "stake"})) return Cue::kBody;
  const bool led =
      one.word == "of" && IsOneOf(two.word, {"chairman", "executive", "shareholders", "employees",
                                             "subsidiary", "company", "founder", "CEO"});
  return led ? Cue::kBodyOrPlace : Cue::kNone;
}

}  // namespace

Cue BodyCue(std::string_view text, size_t begin, size_t end) {
  return std::max({CueAfter(text, end), NounAfter(text, end), CueBefore(text, begin)});
}

bool IsSaidOfPerson(std::string_view text, size_t begin, size_t end) {
  size_t before = SkipBlanksBefore(text, begin);
  if (before > 0 && text[before - 1] == '.') --before;
  if (IsTitle(LowerWord(WordBefore(text, before)))) return true;
  if (Is(text, end, ",")) ++end;
  return IsOneOf(Next(text, end).word, {"who", "whose", "himself", "herself"});
}

}  // namespace textmill::entities
