#include "plugins/entities/patterns/year_date.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "plugins/entities/patterns/date_parts.h"
#include "plugins/entities/patterns/words_around.h"
#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

// Words that may follow a year, but not the number in "in 1500 homes".
bool MayFollowYear(std::string_view word) {
  static const absl::flat_hash_set<std::string_view> words = {
      "and",     "or",       "but",       "when",  "with",    "to",      "from",  "by",
      "for",     "the",      "a",         "an",    "as",      "at",      "on",    "in",
      "was",     "is",       "were",      "are",   "had",     "has",     "have",  "after",
      "before",  "that",     "which",     "who",   "he",      "she",     "it",    "they",
      "his",     "her",      "its",       "their", "because", "while",   "until", "over",
      "under",   "due",      "following", "among", "during",  "will",    "would", "did",
      "there",   "this",     "these",     "we",    "i",       "you",     "then",  "where",
      "if",      "than",     "through",   "since", "about",   "also",    "only",  "alone",
      "onwards", "onward",   "under",     "amid",  "despite", "against", "and",   "of",
      "not",     "although", "though",    "s",     "so",      "both",    "still", "into"};
  return words.contains(word);
}

// After a time of day in four figures: 2000 GMT.
bool IsClock(std::string_view word) {
  static const absl::flat_hash_set<std::string_view> words = {
      "GMT", "UTC", "EST", "EDT",  "CST", "CDT",   "MST", "PST", "PDT", "CET",  "CEST", "EET",
      "MSK", "BST", "IST", "PKT",  "JST", "KST",   "HKT", "SGT", "WIB", "AEST", "AEDT", "NZST",
      "WAT", "CAT", "EAT", "SAST", "hrs", "hours", "hr",  "h",   "am",  "pm"};
  return words.contains(word);
}

constexpr int kMostYears = 4;  // of a list: "in 1990, 1994 or 1998"

// 1990-1995, 2019/20: the second year begins at `next`.
Found YearSpan(std::string_view text, size_t at, int year, size_t next) {
  size_t end;
  const int last = Digits(text, next, 2, 4, &end);
  if (!EndsHere(text, end) || Is(text, end, "-")) return {};
  if (end == next + 4 && last > year && last < 2100)
    return {at, end, IsoYear(year) + "/" + IsoYear(last)};
  if (end == next + 2 && last == (year + 1) % 100 && last > 12)
    return {at, end, IsoYear(year) + "/" + IsoYear(year + 1)};
  return {};
}

// Whether a number counts what follows it at `next`, and so is no year. `likely`: the word before
// it says that it is one.
bool CountsWhatFollows(std::string_view text, size_t next, bool likely) {
  if (IsDigit(text, next) || Is(text, next, "%") || Is(text, next, "°")) return true;
  size_t era_end;
  if (EraAt(text, next, &era_end) != Era::kNone) return true;
  const std::string_view after = WordAt(text, next);
  if (IsClock(after)) return true;
  if (after == "of") {  // in 2000 of the cases
    const std::string_view whose = WordAt(text, SkipBlanks(text, next + 2));
    for (const std::string_view word : {"the", "these", "those", "its", "our", "their", "all"}) {
      if (whose == word) return true;
    }
  }
  if (after.empty() || IsCapitalised(after) || MayFollowYear(after)) return false;
  // "in 2004 people" and "in 2019 alone": what it might count ends in s.
  return !likely || after.ends_with("s") || after == "people" || after == "million" ||
         after == "men" || after == "women" || after == "children" || after.size() <= 3;
}

// What has a year before it: "the 2002 election".
bool MayHaveYear(std::string_view word) {
  static const absl::flat_hash_set<std::string_view> words = {
      "election",   "elections",     "season",     "budget",       "edition",    "championship",
      "campaign",   "championships", "tournament", "presidential", "general",    "parliamentary",
      "war",        "conflict",      "invasion",   "revolution",   "coup",       "constitution",
      "census",     "agreement",     "treaty",     "deal",         "accord",     "ceasefire",
      "attack",     "attacks",       "bombing",    "bombings",     "earthquake", "tsunami",
      "crisis",     "crash",         "summit",     "film",         "movie",      "novel",
      "album",      "report",        "study",      "survey",       "final",      "finals",
      "referendum", "uprising",      "massacre",   "genocide",     "famine",     "harvest",
      "crop",       "figure",        "level",      "financial",    "fiscal",     "legislative",
      "law",        "act",           "ruling",     "attempt",      "murder",     "world"};
  return words.contains(word);
}

// Before "of 1994" where that counts: "a total of 1994 votes".
bool IsCounted(std::string_view word) {
  static const absl::flat_hash_set<std::string_view> words = {
      "total",    "number",  "average", "price",  "population", "distance", "sum",
      "cost",     "out",     "height",  "length", "speed",      "capacity", "crowd",
      "majority", "one",     "most",    "some",   "copies",     "rate",     "level",
      "maximum",  "minimum", "target",  "value",  "altitude",   "depth",    "attendance",
      "record",   "score",   "peak",    "low",    "high",       "range",    "size",
      "group",    "fleet",   "team",    "staff",  "force",      "list",     "rest",
      "half",     "quarter", "third",   "part",   "all",        "any",      "week",
      "weeks",    "month",   "months",  "day",    "days",       "night",    "weekend",
      "quarters", "hours"};
  return words.contains(word);
}

// in 2022, since 1990, from 1990 to 1995, 1990-1995, in 44 BC. What else has four figures is no
// year by itself.
Found Find(std::string_view text, size_t at, int listed) {
  const size_t word_end = SkipBlanksBefore(text, at);
  const std::string_view word = WordBefore(text, word_end);
  const std::string before = LowerWord(word);
  const auto is = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), before) != words.end();
  };
  const bool apart = word_end < at;
  const bool mid =
      !apart && at > 0 && text[at - 1] == '-' && LowerWord(WordBefore(text, at - 1)) == "mid";
  // "at the end of 2022"
  const size_t of_end = SkipBlanksBefore(text, word_end - word.size());
  const std::string_view what = before == "of" ? WordBefore(text, of_end) : std::string_view();
  const bool part = apart && (what == "end" || what == "beginning" || what == "start" ||
                              what == "middle" || what == "close" || what == "rest");
  const bool sure =
      part || (apart && is({"in", "since", "during", "early", "late", "until", "till"})) || mid;
  // "the war of 1994", "the 1994 war"
  const std::string of_what = before == "of" && !part ? LowerWord(WordBefore(text, of_end)) : "";
  const bool of = apart && !of_what.empty() && !IsCounted(of_what);
  const bool the = apart && is({"the", "its", "his", "her", "their"});
  const bool perhaps =
      of || the || (apart && is({"by", "from", "before", "after", "between", "through", "year"}));
  if (const EraYear era = EraYearAt(text, at); era.end != 0) {
    const bool about = apart && is({"around", "about", "circa"});
    if (!era.known || !(sure || perhaps || about)) return {};
    return {at, era.end, IsoYear(era.year)};
  }
  size_t end;
  const int year = Digits(text, at, 4, 4, &end);
  if (end != at + 4 || year < 1000 || year > 2099 || !EndsHere(text, end)) return {};
  if ((Is(text, end, ".") || Is(text, end, ",")) && IsDigit(text, end + 1)) return {};
  // The second of two: "from 1990 to 1995".
  bool second = false;
  if (apart && is({"to", "and", "or", "until", "through"})) {
    const size_t first_end = SkipBlanksBefore(text, word_end - word.size());
    const size_t first = first_end - std::min<size_t>(first_end, 4);
    size_t digits_end;
    second = first_end < word_end - word.size() && Digits(text, first, 4, 4, &digits_end) > 0 &&
             listed < kMostYears && Find(text, first, listed + 1).size() > 0;
  }
  if (!sure && !perhaps && !second) return {};
  size_t dash = end;
  for (const std::string_view one : {"-", "–", "/"}) {
    if (Is(text, end, one)) dash = end + one.size();
  }
  if (dash > end && dash < text.size() && IsDigit(text, dash)) {
    return YearSpan(text, at, year, dash);
  }
  if (static_cast<unsigned char>(end < text.size() ? text[end] : ' ') >= 0x80 &&
      !Is(text, end, "’") && !Is(text, end, "–") && !Is(text, end, "—") && !Is(text, end, "”")) {
    return {};
  }
  const size_t next = SkipBlanks(text, end);
  const bool recent = year >= 1900 && year <= 2049;
  if (the) {
    const std::string_view noun = next > end ? WordAt(text, next) : std::string_view();
    if (!recent || !(IsCapitalised(noun) || MayHaveYear(noun))) return {};
    return {at, end, IsoYear(year)};
  }
  if (next > end && CountsWhatFollows(text, next, sure && recent)) return {};
  if (!recent && !sure && !second) return {};
  return {at, end, IsoYear(year)};
}

}  // namespace

Found Decade(std::string_view text, size_t at) {
  size_t end;
  const int year = Digits(text, at, 4, 4, &end);
  if (year < 1000 || year > 2090 || year % 10 != 0 || year % 100 == 0) return {};
  if (!Is(text, end, "s") || InsideWord(text, end + 1)) return {};
  if (at > 0 && std::string_view("$-").find(text[at - 1]) != std::string_view::npos &&
      WordBefore(text, at - 1) != "mid") {
    return {};
  }
  return {at, end + 1, IsoYear(year) + "/" + IsoYear(year + 9)};
}

Found YearAlone(std::string_view text, size_t at) { return Find(text, at, 0); }

}  // namespace textmill::entities
